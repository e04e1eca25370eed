import { type Column, type DataType, functions as f } from "spark-connect-node";
import { convertValue } from "./convert-value.ts";
import { failuresOf } from "./failures.ts";
import { ISO_TIMES, type TimeFormats } from "./time-formats.ts";

/** A converted column, and which of its rows lost something. */
export interface Conversion {
  /** The value in its new type; null, at whatever depth, where it could not be kept. */
  readonly value: Column;
  /** Boolean, never null: some value that was not null could not be kept. */
  readonly failed: Column;
}

/**
 * Converts one column by the conversion table, lazily: what is lossless is kept, the rest is null. Nothing throws,
 * whatever the values, in ANSI mode too.
 *
 * @param value - The column to convert.
 * @param from - Its type.
 * @param to - The type it is to have.
 * @param formats - How the times in its texts are written. Default: ISO 8601 in the session's zone.
 */
export function convertColumn(
  value: Column,
  from: DataType,
  to: DataType,
  formats: TimeFormats = ISO_TIMES,
): Conversion {
  const converted = convertValue(value, from, to, formats);
  const failed = failuresOf("", value, converted, from, to)
    .map((failure) => (failure.kind === "one" ? failure.text.isNotNull() : f.size(failure.entries).gt(0)))
    .reduce((some, next) => some.or(next), f.lit(false));
  return { value: converted, failed };
}

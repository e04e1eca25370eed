import type { DataType, StructType } from "../src/index.ts";
import {
  CalendarInterval,
  DayTimeInterval,
  LocalDate,
  LocalTime,
  LocalTimestamp,
  SpatialValue,
  Timestamp,
  Variant,
  YearMonthInterval,
} from "../src/index.ts";

/** A row as text, for rows that were collected as arrays. Types that look alike are told apart by the schema. */
export function rowText(row: readonly unknown[], schema: StructType): string {
  return JSON.stringify(row.map((value, at) => cell(value, schema.fields[at]?.type)));
}

/** The same of a row that the reference gave: its JSON, written again by the same hand. */
export function referenceRowText(row: readonly unknown[]): string {
  return JSON.stringify(row);
}

/** A value in the form that `cell` in reference.py gives it. */
function cell(value: unknown, type: DataType | undefined): unknown {
  if (value === null || value === undefined) return null;
  if (type?.kind === "float" || type?.kind === "double") return number(value as number);
  if (type?.kind === "array") {
    return (value as unknown[]).map((element) => cell(element, type.elementType));
  }
  if (type?.kind === "map") {
    const entries = [...(value as Map<unknown, unknown>)];
    return entries.map(([key, inner]) => [cell(key, type.keyType), cell(inner, type.valueType)]);
  }
  if (type?.kind === "struct") {
    return (value as unknown[]).map((inner, at) => cell(inner, type.fields[at]?.type));
  }
  return plain(value);
}

function number(value: number): unknown {
  if (Number.isNaN(value)) return "nan";
  return Number.isFinite(value) ? value : value > 0 ? "inf" : "-inf";
}

function plain(value: unknown): unknown {
  if (typeof value === "number" || typeof value === "bigint") return String(value);
  if (value instanceof Uint8Array) return hex(value);
  if (value instanceof LocalDate) return String(value.epochDay);
  if (value instanceof Timestamp) return String(value.epochMicros);
  if (value instanceof LocalTimestamp) return String(value.micros);
  if (value instanceof LocalTime) return String(value.nanos);
  if (value instanceof DayTimeInterval) return String(value.micros);
  if (value instanceof YearMonthInterval) return String(value.months);
  if (value instanceof CalendarInterval) return [value.months, value.days, String(value.micros * 1000n)];
  if (value instanceof Variant) return [hex(value.value), hex(value.metadata)];
  if (value instanceof SpatialValue) return [String(value.srid), hex(value.wkb)];
  return value;
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}

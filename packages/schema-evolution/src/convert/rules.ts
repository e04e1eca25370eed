import { type BoundedStringType, type Column, type DataType, functions as f } from "spark-connect-node";
import { sameType } from "../plan/types.ts";
import {
  booleanFromNumber,
  booleanFromText,
  decimalFromText,
  fractionalFromText,
  wholeFromFractional,
  wholeFromText,
} from "./numbers.ts";
import { ISO_TIMES, type TimeFormats } from "./time-formats.ts";
import { dateFromText, dateFromTime, localTimestampFromText, timestampFromText } from "./times.ts";

/**
 * How values of one type become values of another. A value that is not null and becomes null is one that could not be
 * kept: that is all a failure is.
 */
export interface Rule {
  readonly convert: (value: Column) => Column;
  /** Every value converts, so there is nothing to look for afterwards. */
  readonly total?: true;
}

type Kind = DataType["kind"];
type SourceRules = Partial<Record<Kind, Rule>>;
type TargetRules = (to: DataType, formats: TimeFormats) => SourceRules;

const WHOLE: readonly Kind[] = ["byte", "short", "integer", "long"];
const NUMBERS: readonly Kind[] = [...WHOLE, "float", "double", "decimal"];
const TEXT: readonly Kind[] = ["string", "char", "varchar"];
const NESTED: readonly Kind[] = ["struct", "array", "map", "variant"];

/** The rule for a pair of types that are not both structs, arrays or maps. Where the table has none, every value fails. */
export function ruleFor(from: DataType, to: DataType, formats: TimeFormats = ISO_TIMES): Rule {
  if (sameType(from, to)) return { convert: (value) => value, total: true };
  if (from.kind === "null") return { convert: () => nullOf(to), total: true };
  if (to.kind === "string") return { convert: (value) => textOf(value, from).cast(to), total: true };
  if (to.kind === "char" || to.kind === "varchar") return boundedText(from, to);
  return (
    TABLE[to.kind]?.(to, formats)[TEXT.includes(from.kind) ? "string" : from.kind] ?? {
      convert: () => nullOf(to),
    }
  );
}

/** Null of a type. */
export function nullOf(type: DataType): Column {
  return f.lit(null).cast(type);
}

/** A value as the text that error entries show and that string columns get: as Spark casts it; nested ones as JSON. */
export function textOf(value: Column, type: DataType): Column {
  if (type.kind === "string") return value;
  return NESTED.includes(type.kind) ? f.toJson(value) : value.cast("string");
}

/** Into a whole number: what is integral and in range. */
const intoWhole: TargetRules = (to) => ({
  string: { convert: (text) => wholeFromText(text, to) },
  ...each(WHOLE, { convert: (value) => value.tryCast(to) }),
  ...each(["float", "double"], { convert: (value) => wholeFromFractional(value, to) }),
  decimal: { convert: (value) => wholeFromText(value.cast("string"), to) },
});

/**
 * The conversion table, by the type that a column is to have, then by the one its values come in. Text into text has
 * its own rules; a pair that is not here converts no value.
 */
const TABLE: Readonly<Partial<Record<Kind, TargetRules>>> = {
  byte: intoWhole,
  short: intoWhole,
  integer: intoWhole,
  long: intoWhole,
  double: (to) => ({
    string: { convert: (text) => fractionalFromText(text, to) },
    ...each([...WHOLE, "float", "decimal"], { convert: (value) => value.cast(to), total: true }),
  }),
  float: (to) => ({
    string: { convert: (text) => fractionalFromText(text, to) },
    ...each(NUMBERS, { convert: (value) => fractionalFromText(value.cast("string"), to) }),
  }),
  decimal: (to) =>
    to.kind !== "decimal"
      ? {}
      : {
          string: { convert: (text) => decimalFromText(text, to) },
          ...each(NUMBERS, { convert: (value) => decimalFromText(value.cast("string"), to) }),
        },
  boolean: () => ({
    string: { convert: booleanFromText },
    ...each(NUMBERS, { convert: booleanFromNumber }),
    // Compared with 0 as it is, a decimal of 38 places would be rounded first.
    decimal: { convert: (value) => booleanFromNumber(wholeFromText(value.cast("string"), { kind: "long" })) },
  }),
  timestamp: (to, formats) => ({
    string: { convert: (text) => timestampFromText(text, formats) },
    ...each(["date", "timestamp_ntz"], { convert: (value) => value.cast(to) }),
  }),
  timestamp_ntz: (to, formats) => ({
    string: { convert: (text) => localTimestampFromText(text, formats) },
    ...each(["date", "timestamp"], { convert: (value) => value.cast(to) }),
  }),
  date: (_to, formats) => ({
    string: { convert: (text) => dateFromText(text, formats) },
    ...each(["timestamp", "timestamp_ntz"], { convert: dateFromTime }),
  }),
  binary: (to) => ({ string: { convert: (value) => value.cast(to), total: true } }),
};

/**
 * Text no longer than the type takes, in characters. A `CHAR(n)` is filled with spaces, as Spark writes it: who compares it without
 * padding at reading would not find it otherwise. Spaces at its end mean nothing.
 */
function boundedText(from: DataType, { kind, length }: BoundedStringType): Rule {
  return {
    convert: (value) => {
      const text = textOf(value, from).cast("string");
      if (kind === "varchar") return f.when(f.length(text).le(length), text);
      const significant = f.rtrim(text);
      return f.when(f.length(significant).le(length), f.rpad(significant, length, " "));
    },
  };
}

function each(kinds: readonly Kind[], rule: Rule): SourceRules {
  return Object.fromEntries(kinds.map((kind) => [kind, rule]));
}

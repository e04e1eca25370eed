import { type Column, type DataType, functions as f, types } from "spark-connect-node";
import { isGivenBack } from "../convert/rounding.ts";
import {
  CODE_TEXT,
  DATE_TEXT,
  MARKED_TEXT,
  NUMBER_TEXT,
  SHORT_WHOLE_TEXT,
  WHOLE_TEXT,
} from "../convert/text-shapes.ts";
import type { TimeFormats } from "../convert/time-formats.ts";
import { dateFromText, timestampFromText } from "../convert/times.ts";

/** One bit a type. A value has the bits of the types that can hold it, a column those that all its values have. */
const BITS = { integer: 1, long: 2, double: 4, boolean: 8, date: 16, timestamp: 32 } as const;

/** The narrowest type comes first. Digits alone are a date only where a pattern was given for them. */
const CHOICE: readonly (readonly [bit: number, type: DataType])[] = [
  [BITS.date, types.date],
  [BITS.timestamp, types.timestamp],
  [BITS.integer, types.integer],
  [BITS.long, types.long],
  [BITS.double, types.double],
  [BITS.boolean, types.boolean],
];

/** All bits: what is known of no text at all. */
export const NO_VALUE = -1;

/** The narrowest of the types that some bits stand for; undefined when none of them holds every text. */
export function narrowestType(bits: number): DataType | undefined {
  return CHOICE.find(([bit]) => (bits & bit) !== 0)?.[1];
}

/** What is known of texts besides their letters. */
export interface TextNotes {
  /**
   * The type that the text's format stated for the values. A string stays one; one of the type `void` has no value;
   * numbers are numbers, with an exponent and no point as well. Undefined: the format has no types, as CSV has none.
   */
  readonly stated: DataType | undefined;
  /** How times are written. */
  readonly formats: TimeFormats;
}

/**
 * The types that can hold a text. Stricter than conversion into a type that is known: nobody has asked for one here, so
 * none is chosen that would change what was written. `10.00` is a double and no integer; `007` and `+7` stay text, and
 * so do a number of more digits than the type keeps and a code such as `12E5`.
 *
 * @returns the bits of the types, null for a null.
 */
export function possibleTypes(text: Column, { stated, formats }: TextNotes): Column {
  const nothing = f.lit(null).cast("int");
  if (stated?.kind === "null") return nothing;
  const known = f.when(text.isNull(), nothing);
  if (stated?.kind === "string") return known.otherwise(f.lit(0));
  const plain = plainBits(text, stated, formats);
  return known.otherwise(hasPattern(formats) ? plain.bitwiseOr(patternBits(text, formats)) : plain);
}

function plainBits(text: Column, stated: DataType | undefined, formats: TimeFormats): Column {
  const { integer, long, double, boolean, date, timestamp } = BITS;
  const isNumber =
    stated === undefined ? text.rlike(NUMBER_TEXT).and(text.rlike(CODE_TEXT).not()) : text.rlike(NUMBER_TEXT);
  const isDate = formats.dateFormat === undefined ? text.rlike(DATE_TEXT) : f.lit(false);
  return f
    .when(text.rlike(MARKED_TEXT), f.lit(0))
    .when(
      text.rlike(WHOLE_TEXT),
      f
        .when(text.tryCast("int").isNotNull(), f.lit(integer | long | double))
        .when(text.rlike(SHORT_WHOLE_TEXT), f.lit(long | double))
        .when(text.tryCast("bigint").isNotNull(), f.lit(long))
        .otherwise(f.lit(0)),
    )
    .when(isNumber.and(isGivenBack(text, "double")), f.lit(double))
    .when(f.lower(f.btrim(text)).isin("true", "false"), f.lit(boolean))
    .when(isDate.and(dateFromText(text).isNotNull()), f.lit(date | timestamp))
    .when(timestampFromText(text, formats).isNotNull(), f.lit(timestamp))
    .otherwise(f.lit(0));
}

function hasPattern({ dateFormat, timestampFormat }: TimeFormats): boolean {
  return dateFormat !== undefined || timestampFormat !== undefined;
}

/** The bits of a text that is written in a given pattern, whatever it may be besides: `yyyyMMdd` are digits, too. */
function patternBits(text: Column, formats: TimeFormats): Column {
  const day = formats.dateFormat === undefined ? f.lit(false) : dateFromText(text, formats).isNotNull();
  return f
    .when(day, f.lit(BITS.date | BITS.timestamp))
    .when(timestampFromText(text, formats).isNotNull(), f.lit(BITS.timestamp))
    .otherwise(f.lit(0));
}

import { type Column, type DataType, functions as f, types } from "spark-connect-node";
import { dateFromText, timestampFromText } from "../convert/times.ts";
import { DATE_TEXT, MARKED_TEXT, NUMBER_TEXT, SHORT_WHOLE_TEXT, WHOLE_TEXT } from "../convert/text-shapes.ts";

/** One bit a type. A value has the bits of the types that can hold it, a column those that all its values have. */
const BITS = { integer: 1, long: 2, double: 4, boolean: 8, date: 16, timestamp: 32 } as const;

/** The narrowest type comes first. */
const CHOICE: readonly (readonly [bit: number, type: DataType])[] = [
  [BITS.integer, types.integer],
  [BITS.long, types.long],
  [BITS.double, types.double],
  [BITS.boolean, types.boolean],
  [BITS.date, types.date],
  [BITS.timestamp, types.timestamp],
];

/** All bits: what is known of no text at all. */
export const NO_VALUE = -1;

/** The narrowest of the types that some bits stand for; undefined when none of them holds every text. */
export function narrowestType(bits: number): DataType | undefined {
  return CHOICE.find(([bit]) => (bits & bit) !== 0)?.[1];
}

/**
 * The types that can hold a text. Stricter than conversion into a type that is known: nobody has asked for one here, so
 * none is chosen that would change what was written. `10.00` is a double and no integer, `007` and `+7` stay text, and
 * so does a number of more digits than the type keeps.
 *
 * @returns the bits of the types, null for a null.
 */
export function possibleTypes(text: Column): Column {
  const { integer, long, double, boolean, date, timestamp } = BITS;
  return f
    .when(text.isNull(), f.lit(null).cast("int"))
    .when(text.rlike(MARKED_TEXT), f.lit(0))
    .when(
      text.rlike(WHOLE_TEXT),
      f
        .when(text.tryCast("int").isNotNull(), f.lit(integer | long | double))
        .when(text.rlike(SHORT_WHOLE_TEXT), f.lit(long | double))
        .when(text.tryCast("bigint").isNotNull(), f.lit(long))
        .otherwise(f.lit(0)),
    )
    .when(
      text.rlike(NUMBER_TEXT).and(f.abs(text.tryCast("double")).le(f.lit(Number.MAX_VALUE))),
      f.lit(double),
    )
    .when(f.lower(f.btrim(text)).isin("true", "false"), f.lit(boolean))
    .when(text.rlike(DATE_TEXT).and(dateFromText(text).isNotNull()), f.lit(date | timestamp))
    .when(timestampFromText(text).isNotNull(), f.lit(timestamp))
    .otherwise(f.lit(0));
}

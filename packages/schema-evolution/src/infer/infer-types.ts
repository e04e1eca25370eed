import { type Column, type DataType, functions as f, types } from "spark-connect-node";
import { dateFromText, timestampFromText } from "../convert/times.ts";
import { DATE_TEXT, MARKED_TEXT, NUMBER_TEXT, SHORT_WHOLE_TEXT, WHOLE_TEXT } from "../convert/text-shapes.ts";
import { InvalidInferenceRowError } from "../errors.ts";
import { quoteName } from "../names.ts";

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

/**
 * What to ask of columns of text that are seen for the first time: one small aggregate each, for one pass over these
 * columns only. Hand the row to {@link chooseTypes}.
 *
 * @param columns - Names of string columns.
 */
export function inferenceAggregates(columns: readonly string[]): readonly Column[] {
  return columns.map((name, at) => f.bitAnd(possibleTypes(f.col(quoteName(name)))).as(alias(at)));
}

/**
 * Chooses a type for each column: integer, bigint, double, boolean, date or timestamp if it holds every value and none
 * of them was written in a way that the type would not give back; else string.
 *
 * @param columns - The names that {@link inferenceAggregates} was given.
 * @param row - The row that Spark gave for its aggregates.
 * @returns The types by column. A column without any value is missing: it is not added before it has one.
 * @throws InvalidInferenceRowError when the row is another's.
 */
export function chooseTypes(
  columns: readonly string[],
  row: Readonly<Record<string, unknown>>,
): ReadonlyMap<string, DataType> {
  const chosen = new Map<string, DataType>();
  columns.forEach((name, at) => {
    const bits = row[alias(at)];
    if (bits === null) return;
    if (typeof bits !== "number") throw new InvalidInferenceRowError(alias(at));
    chosen.set(name, CHOICE.find(([bit]) => (bits & bit) !== 0)?.[1] ?? types.string);
  });
  return chosen;
}

function alias(at: number): string {
  return `types_${String(at)}`;
}

/**
 * The types that can hold a text. Stricter than conversion into a type that is known: nobody has asked for one here, so
 * none is chosen that would change what was written. `10.00` is a double and no integer, `007` and `+7` stay text, and
 * so does a number of more digits than the type keeps.
 */
function possibleTypes(text: Column): Column {
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

import { type Column, functions } from "spark-connect-node";
import type { CsvOptions } from "../model/collection.ts";
import { mayHoldControls } from "./encoding.ts";
import { CORRUPT_COLUMN } from "./corrupt-column.ts";
import type { CsvFile, CsvShape } from "./csv-file.ts";

const { array, col, count, exists, greatest, length, lit, max, octetLength, when } = functions;

/** What a character that cannot be decoded becomes. */
const REPLACEMENT = "\uFFFD";
const NUL = "\0";
const C1_CONTROL = "[\\x{80}-\\x{9f}]";

/** What the pass that reads a collection counts of it; all are numbers. */
export interface CsvMetrics {
  /** Rows read, bad ones included. */
  readonly csv_rows: number;
  /** Rows with more or fewer fields than the header. */
  readonly csv_bad_rows: number;
  /**
   * Rows with a character that could not be decoded, or U+FFFD itself; with a NUL; with a control character that
   * stands for a byte of windows-1252; or with a value that begins with a quote and spans lines: records run together
   * by a quote left open.
   */
  readonly csv_suspect_values: number;
  /** Rows whose values touch a record end of another kind. */
  readonly csv_stray_ends: number;
  /** Bytes of the longest value in a last column. */
  readonly csv_longest_last: number;
}

/**
 * The aggregates that make a file suspect, for the one pass that reads it (`df.observe`). Each is cheap, and none is
 * proof: a value may hold any of this by right, in quotes. {@link assertCsvChecks} looks again when one speaks up.
 *
 * @param texts - The columns to look into; all unless given. Those whose conversion refuses whatever is looked for can
 *   be left out, to be looked for among what was refused.
 */
export function csvChecks(
  files: readonly CsvFile[],
  csv: CsvOptions,
  texts?: readonly string[],
): Record<keyof CsvMetrics, Column> {
  const shapes = files.map(({ shape }) => shape);
  const columns = texts ?? [...new Set(shapes.flatMap((shape) => shape.columns))];
  return {
    csv_rows: count(lit(1)),
    csv_bad_rows: count(CORRUPT_COLUMN),
    csv_suspect_values: countWhere(someSuspect(columns, csv)),
    csv_stray_ends: countWhere(any(strayEnds(shapes))),
    csv_longest_last: longestLast(shapes),
  };
}

/** Whether a value alone makes its file suspect: what {@link csvChecks} looks for in its columns. */
export function isSuspectValue(value: Column, { quote, encoding }: CsvOptions): Column {
  const suspect = value
    .contains(REPLACEMENT)
    .or(value.contains(NUL))
    .or(value.startsWith(quote).and(spansLines(value)));
  // The pattern costs most, and values of ASCII, which nearly all are, need no look.
  const controls = octetLength(value).gt(length(value)).and(value.rlike(C1_CONTROL));
  return mayHoldControls(encoding) ? suspect : suspect.or(controls);
}

/**
 * One condition for all columns, so that Spark generates its code once: code for each column keeps the JVM compiling for
 * longer than the pass takes.
 */
function someSuspect(columns: readonly string[], csv: CsvOptions): Column | undefined {
  return columns.length === 0 ? undefined : exists(array(...columns), (value) => isSuspectValue(value, csv));
}

/** Only a file whose end left a doubt needs it. */
function longestLast(shapes: readonly CsvShape[]): Column {
  const unsure = shapes.filter(({ tail }) => tail.kind === "unsure");
  const lasts = new Set(unsure.flatMap(({ columns }) => columns.slice(-1)));
  const longest = [...lasts].map((name) => max(octetLength(name)));
  return longest.length === 0 ? max(lit(0)) : greatest(lit(0), ...longest);
}

/**
 * A record end that is not the file's: it stays in the last value before it or the first one behind it. With
 * more than one column all other mixtures leave a row of the wrong number of fields.
 */
function strayEnds(shapes: readonly CsvShape[]): Column[] {
  // Files of one shape, which may be thousands, have one condition.
  const different = new Map(
    shapes.map((shape) => [
      JSON.stringify([shape.recordEnd, shape.columns.length === 1, shape.columns[0], shape.columns.at(-1)]),
      shape,
    ]),
  );
  return [...different.values()].flatMap(strayEnd);
}

function strayEnd({ columns, recordEnd }: CsvShape): Column[] {
  const [first = ""] = columns;
  if (columns.length === 1) {
    return [spansLines(col(first))];
  }
  switch (recordEnd) {
    case "\n":
      return [col(columns.at(-1) ?? first).endsWith("\r")];
    case "\r":
      return [col(first).startsWith("\n")];
    case "\r\n":
      return [];
    default:
      return recordEnd satisfies never;
  }
}

function spansLines(value: Column): Column {
  return value.contains("\n").or(value.contains("\r"));
}

/**
 * How many rows meet the condition; none has no condition. Not `count_if`: Spark evaluates its condition in a projection
 * of its own, which copies every row once more.
 */
function countWhere(condition: Column | undefined): Column {
  return count(condition === undefined ? lit(null) : when(condition, lit(1)));
}

/** Not nested, however many there are: servers refuse plans of some hundred levels. */
function any(conditions: readonly Column[]): Column | undefined {
  const [first, ...rest] = conditions;
  return rest.length === 0 ? first : exists(array(...conditions), (holds) => holds);
}

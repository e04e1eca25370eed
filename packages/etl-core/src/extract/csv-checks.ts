import { type Column, functions } from "spark-connect-node";
import type { CsvOptions } from "../model/collection.ts";
import { CORRUPT_COLUMN } from "./csv-columns.ts";
import type { CsvFile, CsvShape } from "./csv-file.ts";

const { coalesce, col, count, greatest, lit, max, octetLength, when } = functions;

/** What a character that cannot be decoded becomes. */
const REPLACEMENT = "\uFFFD";

/** What the pass that reads a collection counts of it; all are numbers. */
export interface CsvMetrics {
  /** Rows read, bad ones included. */
  readonly csv_rows: number;
  /** Rows with more or fewer fields than the header. */
  readonly csv_bad_rows: number;
  /** Rows with a character that could not be decoded, or with U+FFFD itself. */
  readonly csv_replaced: number;
  /** Rows whose values touch a record end of another kind. */
  readonly csv_stray_ends: number;
  /** Rows with a value that begins with a quote and spans lines: records run together by a quote left open. */
  readonly csv_broken_quotes: number;
  /** Bytes of the longest value in a last column. */
  readonly csv_longest_last: number;
}

/**
 * The aggregates that make a file suspect, for the one pass that reads it (`df.observe`). Each is cheap, and none is
 * proof: a value may hold any of this by right, in quotes. {@link assertCsvChecks} looks again when one speaks up.
 */
export function csvChecks(files: readonly CsvFile[], csv: CsvOptions): Record<keyof CsvMetrics, Column> {
  const shapes = files.map(({ shape }) => shape);
  const columns = [...new Set(shapes.flatMap((shape) => shape.columns))];
  const lasts = [...new Set(shapes.flatMap((shape) => shape.columns.slice(-1)))];
  const lengths = lasts.map((name) => octetLength(name));
  const longest = lengths.length === 1 ? lengths : [greatest(...lengths)];
  return {
    csv_rows: count(lit(1)),
    csv_bad_rows: count(CORRUPT_COLUMN),
    csv_replaced: countWhere(any(columns.map((name) => col(name).contains(REPLACEMENT)))),
    csv_stray_ends: countWhere(any(shapes.flatMap(strayEnds))),
    csv_broken_quotes: countWhere(
      any(
        columns.map((name) =>
          col(name)
            .startsWith(csv.quote)
            .and(any(spansLines(name))),
        ),
      ),
    ),
    csv_longest_last: coalesce(...longest.map((length) => max(length)), lit(0)),
  };
}

/**
 * A record end that is not the file's: it stays in the last value before it or the first one behind it. With
 * more than one column all other mixtures leave a row of the wrong number of fields.
 */
function strayEnds({ columns, recordEnd }: CsvShape): Column[] {
  const [first = ""] = columns;
  if (columns.length === 1) {
    return spansLines(first);
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

function spansLines(name: string): Column[] {
  return [col(name).contains("\n"), col(name).contains("\r")];
}

/**
 * How many rows meet the condition. Not `count_if`: Spark evaluates its condition in a projection of its own, which
 * copies every row once more.
 */
function countWhere(condition: Column): Column {
  return count(when(condition, lit(1)));
}

function any(conditions: readonly Column[]): Column {
  return conditions.reduce((left, right) => left.or(right), lit(false));
}

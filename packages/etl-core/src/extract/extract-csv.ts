import {
  type Column,
  type DataFrame,
  functions,
  type SparkSession,
  StructType,
  types,
} from "spark-connect-node";
import { InvalidConfigurationError } from "../errors.ts";
import type { CsvOptions } from "../model/collection.ts";
import { type CsvMetrics, csvChecks } from "./csv-checks.ts";
import { CORRUPT_COLUMN } from "./corrupt-column.ts";
import type { CsvFile } from "./csv-file.ts";
import type { RecordEnd } from "./csv-machine.ts";
import { WINDOWS_1252_OF_LATIN_1 } from "./encoding.ts";

const { col, length, lit, octetLength, translate, when } = functions;

/** What {@link extractCsv} needs. */
export interface ExtractCsvOptions {
  /** The session that can read the source. */
  readonly spark: SparkSession;
  /** At least one. */
  readonly files: readonly CsvFile[];
  /** The URI scheme of the source's paths in that session. */
  readonly scheme: string;
  readonly csv: CsvOptions;
}

/** A collection's rows as text. */
export interface CsvExtract {
  /** All strings: {@link columns} and then `_corrupt_record`, which is not null for a bad row. */
  readonly df: DataFrame;
  /** Normalised names, in the order of the first file, then what others add. */
  readonly columns: readonly string[];
  /**
   * The rows that may have a value in one of these columns, with the same columns as {@link df}: files without any of them are
   * left out. Spark refuses to read a file of which nothing is asked but whether its rows could be read.
   */
  having(names: readonly string[]): DataFrame;
  /** For `df.observe` in the pass that writes, see {@link csvChecks}; the answers go to assertCsvChecks. */
  checks(texts?: readonly string[]): Record<keyof CsvMetrics, Column>;
}

/**
 * Reads CSV files as text, lazily. Spark assigns columns by position, so each file is read under its own header; files
 * with the same header and record end share a read, the others are joined by name, with null for what a file lacks.
 */
export function extractCsv({ spark, files, scheme, csv }: ExtractCsvOptions): CsvExtract {
  const groups = groupAlike(files);
  const columns = [...new Set(groups.flatMap((group) => group.columns))];
  const read = (some: readonly Group[]): DataFrame => {
    const reads = some.map((group) =>
      withColumns(
        spark.read
          .schema(textSchema(group.columns))
          .options(readerOptions(csv, group.recordEnd))
          .csv(group.files.map(({ object, copy }) => copy ?? sourcePath(scheme, object))),
        group.columns,
        columns,
      ),
    );
    return decoded(union(reads), columns, csv);
  };
  return {
    df: read(groups),
    having: (names) => {
      const wanted = new Set(names);
      const some = groups.filter((group) => group.columns.some((name) => wanted.has(name)));
      return read(some.length === 0 ? groups : some);
    },
    columns,
    checks: (texts) => csvChecks(files, csv, texts),
  };
}

/** Rows under all columns of the day, in one order: null for what their files lack. */
function withColumns(rows: DataFrame, own: readonly string[], all: readonly string[]): DataFrame {
  if (own.length === all.length && own.every((name, n) => name === all[n])) {
    return rows;
  }
  const has = new Set(own);
  const values = all.map((name) => (has.has(name) ? col(name) : lit(null).cast("string").as(name)));
  return rows.select(...values, CORRUPT_COLUMN);
}

/** All rows, in a tree as low as can be: servers refuse plans of some hundred levels. */
function union(reads: readonly DataFrame[]): DataFrame {
  const [first] = reads;
  if (first === undefined) {
    throw new InvalidConfigurationError("There is no file to extract: locate gives at least one.");
  }
  if (reads.length === 1) {
    return first;
  }
  const half = Math.ceil(reads.length / 2);
  return union(reads.slice(0, half)).union(union(reads.slice(half)));
}

/** Does what Spark's reader cannot: it knows no windows-1252, and one string at most that means null. */
function decoded(rows: DataFrame, columns: readonly string[], csv: CsvOptions): DataFrame {
  const { encoding, nullValues } = csv;
  if (encoding !== "windows-1252" && nullValues.length === 0) {
    return rows;
  }
  const values = columns.map((name) => {
    const text = encoding === "windows-1252" ? fromLatin1(name) : col(name);
    return (nullValues.length === 0 ? text : when(text.isin(...nullValues).not(), text)).as(name);
  });
  return rows.select(...values, CORRUPT_COLUMN);
}

/** Text of windows-1252 from what was read as ISO-8859-1. */
function fromLatin1(name: string): Column {
  const { from, to } = WINDOWS_1252_OF_LATIN_1;
  const isAscii = octetLength(name).eq(length(name));
  return when(isAscii, col(name)).otherwise(translate(name, from, to));
}

/**
 * How Spark is to read: RFC 4180, every character kept. The record end is given because left to itself the parser
 * turns CRLF inside quotes into LF.
 */
export function readerOptions(csv: CsvOptions, recordEnd: RecordEnd): Record<string, string> {
  return {
    header: "true",
    enforceSchema: "true",
    multiLine: "true",
    lineSep: recordEnd,
    sep: csv.delimiter,
    quote: csv.quote,
    escape: csv.escape,
    encoding: csv.encoding === "windows-1252" ? "iso-8859-1" : csv.encoding,
    mode: "PERMISSIVE",
    columnNameOfCorruptRecord: CORRUPT_COLUMN,
    // An empty field is null, and so is an empty quoted one.
    nullValue: "",
    emptyValue: "",
    ignoreLeadingWhiteSpace: "false",
    ignoreTrailingWhiteSpace: "false",
    unescapedQuoteHandling: "STOP_AT_DELIMITER",
    maxCharsPerColumn: String(csv.maxValueChars),
    // A session's own settings must not turn a lost file into no rows.
    ignoreMissingFiles: "false",
    ignoreCorruptFiles: "false",
  };
}

/** A path Spark takes as it stands: it would take some characters of a key for a glob. */
export function sourcePath(scheme: string, { bucket, key }: { bucket: string; key: string }): string {
  return `${scheme}://${bucket}/${key.replaceAll(/[{}[\]*?\\]/g, String.raw`\$&`)}`;
}

function textSchema(columns: readonly string[]): StructType {
  return new StructType([...columns, CORRUPT_COLUMN].map((name) => ({ name, type: types.string })));
}

interface Group {
  readonly columns: readonly string[];
  readonly recordEnd: RecordEnd;
  readonly files: CsvFile[];
}

function groupAlike(files: readonly CsvFile[]): Group[] {
  const groups = new Map<string, Group>();
  for (const file of files) {
    const { columns, recordEnd } = file.shape;
    const alike = JSON.stringify([columns, recordEnd]);
    const group = groups.get(alike) ?? { columns, recordEnd, files: [] };
    group.files.push(file);
    groups.set(alike, group);
  }
  return [...groups.values()];
}

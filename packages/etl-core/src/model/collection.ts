import type { StructType } from "spark-connect-node";
import { InvalidConfigurationError } from "../errors.ts";
import { checkIdentifier } from "./identifiers.ts";
import { compilePattern, literalHead } from "./key-template.ts";
import { checkTimeOptions, type TimeOptions } from "./time-options.ts";

/** How the text of a CSV file is to be taken apart. */
export interface CsvOptions {
  /** One character between fields. */
  readonly delimiter: string;
  /** One character around a field that holds delimiters, quotes or record ends. */
  readonly quote: string;
  /** One character before a quote inside a quoted field; RFC 4180 doubles the quote itself. */
  readonly escape: string;
  /** How characters are written. `windows-1252` is what Excel and most programs on Windows write as "ANSI". */
  readonly encoding: CsvEncoding;
  /** Lines before the header, such as a title or the `sep=` of a spreadsheet; counted by line ends, quotes or not. */
  readonly skipLines: number;
  /** Strings that mean null, quoted or not, besides the empty one: `NULL`, `\\N`. Letter for letter, nothing trimmed. */
  readonly nullValues: readonly string[];
  /** The longest value, in characters. A quote left open makes one value of the rest of the file: this stops it early. */
  readonly maxValueChars: number;
}

/** The encodings CSV is read in. */
export type CsvEncoding = (typeof CSV_ENCODINGS)[number];

/** Every {@link CsvEncoding}. */
export const CSV_ENCODINGS = ["utf-8", "windows-1252", "iso-8859-1", "us-ascii"] as const;

/** RFC 4180: commas, double quotes, quotes doubled, UTF-8; values of up to a million characters. */
export const DEFAULT_CSV: CsvOptions = {
  delimiter: ",",
  quote: '"',
  escape: '"',
  encoding: "utf-8",
  skipLines: 0,
  nullValues: [],
  maxValueChars: 1_000_000,
};

/** The most of `csv.skipLines`: what is longer is no title. */
export const MAX_SKIPPED_LINES = 1000;

/** The original's names begin so. */
const DEFAULT_PREFIX = "{date}_{collection}";

/** A day's files of a collection: those of the delivery with the highest epoch in its name, or every one. */
export type Select = "latest" | "all";

/**
 * How a source writes a collection's files: CSV in the clear, or documents of JSON,
 * `{"fields": [{"fieldName", "pii"}], "data": [records]}`, encrypted with AES-256-CTR under keys that a Data Key
 * Service opens.
 */
export type SourceFormat = (typeof SOURCE_FORMATS)[number];

const SOURCE_FORMATS = ["csv", "encrypted-json"] as const;

/**
 * What of a collection is personal data; it decides the folder and the tag of all of it. A list names the columns that
 * are, which makes the collection personal data whether or not a day has them. `by fields`: each day's documents say,
 * by their `fields`. CSV cannot say: it counts as non-personal unless this does.
 */
export type PersonalData = boolean | readonly string[] | "by fields";

/** One source of rows and the table it becomes. */
export interface CollectionSpec extends TimeOptions {
  /** `[A-Za-z0-9_]+`; also the table's name. */
  readonly name: string;
  /** The bucket of the source. */
  readonly bucket: string;
  readonly format: SourceFormat;
  /** Template of what a day's keys begin with; `{date}` and `{collection}` are replaced. */
  readonly prefix: string;
  /**
   * A regular expression for whole keys, in place of the original's names; `{date}` and `{collection}` are
   * replaced, escaped.
   */
  readonly pattern?: string;
  readonly select: Select;
  /** A full extract is the whole of the collection each day, a delta what changed. */
  readonly extract: "full" | "delta";
  /** Whether a file without rows publishes an empty day. */
  readonly allowEmpty: boolean;
  /** How many rows may be left out as unreadable before the day fails. */
  readonly maxBadRows: number;
  /**
   * The share, 0 to 1, of the columns that the last published day had, which every file must have. Files with none of
   * the table's columns fail the day whatever this is.
   */
  readonly minColumnShare: number;
  /** Columns of which every value of a day may fail to convert. In others, that fails the day. */
  readonly unconvertibleColumns: readonly string[];
  /** Whether a change is accepted that would fail the day by the two options before. */
  readonly acceptSchemaChange: boolean;
  /** For CSV alone. */
  readonly csv: CsvOptions;
  /** The columns of a table that does not exist yet, as the secret gives them. */
  readonly initialSchema?: StructType;
  readonly pii: PersonalData;
}

/** What must be said of a collection; the rest has defaults. */
export interface CollectionOptions
  extends Pick<CollectionSpec, "name" | "bucket">,
    Partial<Omit<CollectionSpec, "name" | "bucket" | "csv">> {
  readonly csv?: Partial<CsvOptions>;
}

/**
 * Fills a collection's defaults and checks it once, so that no stage has to.
 *
 * Defaults: prefix `{date}_{collection}`, or what the pattern's keys all begin with; extract `full`; select `latest` of full extracts and
 * `all` of deltas, of which several make up a day; allowEmpty for deltas only; maxBadRows 0; minColumnShare 0.5 for CSV and 0 for
 * encrypted JSON, whose records may leave fields out; no unconvertibleColumns; acceptSchemaChange false; format csv, csv as RFC 4180 in UTF-8, pii false for CSV and `by fields` for encrypted JSON.
 *
 * @throws InvalidConfigurationError naming the collection and the option.
 */
export function collectionSpec(options: CollectionOptions): CollectionSpec {
  const name = checkIdentifier("collection", options.name);
  const extract = options.extract ?? "full";
  const format = options.format ?? "csv";
  const spec: CollectionSpec = {
    ...options,
    name,
    format,
    extract,
    prefix: options.prefix ?? (options.pattern === undefined ? DEFAULT_PREFIX : literalHead(options.pattern)),
    select: options.select ?? (extract === "delta" ? "all" : "latest"),
    allowEmpty: options.allowEmpty ?? extract === "delta",
    maxBadRows: options.maxBadRows ?? 0,
    minColumnShare: options.minColumnShare ?? (format === "csv" ? 0.5 : 0),
    unconvertibleColumns: options.unconvertibleColumns ?? [],
    acceptSchemaChange: options.acceptSchemaChange ?? false,
    csv: { ...DEFAULT_CSV, ...options.csv },
    pii: options.pii ?? (format === "csv" ? false : "by fields"),
  };
  checkFormat(spec);
  checkCsv(spec);
  checkTimeOptions(name, spec);
  if (!Number.isSafeInteger(spec.maxBadRows) || spec.maxBadRows < 0) {
    throw new InvalidConfigurationError(
      `maxBadRows of ${name} must be a whole number from 0 up, not ${spec.maxBadRows}.`,
    );
  }
  if (!(spec.minColumnShare >= 0 && spec.minColumnShare <= 1)) {
    throw new InvalidConfigurationError(
      `minColumnShare of ${name} must be a number from 0 to 1, not ${spec.minColumnShare}.`,
    );
  }
  if (spec.pattern !== undefined) {
    checkPattern(name, spec.pattern);
  }
  return spec;
}

/** Whether the options alone make a collection personal data, whatever its documents say. */
export function isDeclaredPersonal({ pii }: Pick<CollectionSpec, "pii">): boolean {
  return pii === true || typeof pii === "object";
}

function checkFormat({ name, format, pii }: CollectionSpec): void {
  if (!SOURCE_FORMATS.includes(format)) {
    throw new InvalidConfigurationError(
      `The format of ${name} must be one of ${SOURCE_FORMATS.join(", ")}, not ${JSON.stringify(format)}.`,
    );
  }
  if (format === "csv" && pii === "by fields") {
    throw new InvalidConfigurationError(
      `${name} is CSV, which does not say what is personal data: set pii to true, false or a list of columns.`,
    );
  }
  if (typeof pii === "object" && pii.length === 0) {
    throw new InvalidConfigurationError(
      `pii of ${name} is a list without columns: set it to the columns that are personal data, true or false.`,
    );
  }
  if (format === "encrypted-json" && pii !== true && pii !== "by fields") {
    throw new InvalidConfigurationError(
      `${name} is encrypted, so its own fields say what is personal data: set pii to "by fields", or true for all of it.`,
    );
  }
}

function checkCsv({ name, csv }: CollectionSpec): void {
  for (const option of ["delimiter", "quote", "escape"] as const) {
    const value = csv[option];
    if (!/^[\t\x20-\x7e]$/.test(value)) {
      throw new InvalidConfigurationError(
        `csv.${option} of ${name} must be one character of ASCII and no record end, not ${JSON.stringify(value)}.`,
      );
    }
  }
  if (csv.delimiter === csv.quote || csv.delimiter === csv.escape) {
    throw new InvalidConfigurationError(
      `csv.delimiter of ${name} is ${JSON.stringify(csv.delimiter)}, which is also its quote or escape: choose another.`,
    );
  }
  if (!CSV_ENCODINGS.includes(csv.encoding)) {
    throw new InvalidConfigurationError(
      `csv.encoding of ${name} must be one of ${CSV_ENCODINGS.join(", ")}, not ${JSON.stringify(csv.encoding)}.`,
    );
  }
  if (!Number.isSafeInteger(csv.skipLines) || csv.skipLines < 0 || csv.skipLines > MAX_SKIPPED_LINES) {
    throw new InvalidConfigurationError(
      `csv.skipLines of ${name} must be a whole number from 0 to ${MAX_SKIPPED_LINES}, not ${csv.skipLines}.`,
    );
  }
  if (csv.nullValues.includes("")) {
    throw new InvalidConfigurationError(
      `csv.nullValues of ${name} has an empty string, which is null already: remove it.`,
    );
  }
  if (!Number.isSafeInteger(csv.maxValueChars) || csv.maxValueChars < 1) {
    throw new InvalidConfigurationError(
      `csv.maxValueChars of ${name} must be a whole number from 1 up, not ${csv.maxValueChars}.`,
    );
  }
}

function checkPattern(name: string, pattern: string): void {
  if (!pattern.includes("{date}")) {
    throw new InvalidConfigurationError(
      `The pattern of ${name}, ${JSON.stringify(pattern)}, has no {date}: every day would read the same files.`,
    );
  }
  try {
    compilePattern(pattern, { date: "2026-01-01", collection: name });
  } catch (cause) {
    throw new InvalidConfigurationError(
      `The pattern of ${name}, ${JSON.stringify(pattern)}, is no regular expression.`,
      { cause },
    );
  }
}

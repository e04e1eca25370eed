import { TestDataError } from "../errors.ts";
import { textsInNumbers } from "../template/awkward.ts";
import { isDay } from "../values/calendar.ts";
import { type Cell, cellOf, type Rates } from "../values/cell.ts";
import { normaliseColumn } from "../expected/column-names.ts";
import { type CsvStyle, csvChunks } from "../files/csv.ts";
import { deltaExtractName, fullExtractName } from "../files/file-names.ts";
import { changesOf, columnsOn, type DayChange, daysFrom, isTextInNumber, tableColumnsOn } from "./plan.ts";
import { hashOf, randomFrom } from "../values/random.ts";
import { slices } from "../files/slices.ts";
import { type VacancyCollection, vacancyCollections } from "../template/template.ts";

export interface VacancyDaysOptions {
  /** First day, `YYYY-MM-DD`. */
  readonly start: string;
  /** Default 3. */
  readonly days?: number;
  /** Rows of each collection on each day. Default 200. */
  readonly rows?: number;
  /** Other data for another seed. Default "kickstart". */
  readonly seed?: string;
  /** One file a day and collection (default), or several deltas. */
  readonly extract?: "full" | "delta";
}

/** What a row must be after the job, by normalised column names. */
export interface ExpectedRecord {
  /** The file's texts; null where the field is empty. */
  readonly source: Readonly<Record<string, string | null>>;
  /** Every column of the table that day, each as Spark's `CAST(… AS STRING)` writes it in UTC. */
  readonly published: Readonly<Record<string, string | null>>;
  /** The entries of `error_desc`; empty for a row without mishap. */
  readonly errors: readonly string[];
}

export interface GeneratedFile {
  /** Its key in the source bucket. */
  readonly key: string;
  readonly content: Uint8Array;
}

export interface GeneratedCollection {
  readonly name: VacancyCollection;
  /** The file's headers, as written. */
  readonly header: readonly string[];
  readonly style: CsvStyle;
  readonly files: readonly GeneratedFile[];
  /** In the files' order. The first column identifies a record. */
  readonly records: readonly ExpectedRecord[];
}

export interface GeneratedDay {
  readonly day: string;
  /** What is new against the day before. */
  readonly changes: readonly DayChange[];
  readonly collections: readonly GeneratedCollection[];
}

/** The real extracts differ among themselves like this. */
export const csvStyles: Readonly<Record<VacancyCollection, CsvStyle>> = {
  bids: { recordEnd: "\n", bom: false },
  bid_employers: { recordEnd: "\n", bom: true },
  introductions: { recordEnd: "\r\n", bom: false },
  vacancies: { recordEnd: "\n", bom: false },
};

const DELTA_FILES = 3;
const sampleRates: Rates = { awkward: 0.05, empty: 0.06, numberForms: 0.03 };

/**
 * Days of vacancy files with what must come of them. Day 2 drops a column of bid_employers; day 3 adds a column to
 * vacancies and has text in one of its integer columns; later days stay as day 3, without the text.
 * Pure: the same options give the same bytes everywhere.
 * @throws TestDataError INVALID_ARGUMENT for a start that is no day of the calendar
 */
export function generateVacancyDays(options: VacancyDaysOptions): GeneratedDay[] {
  const { start, days = 3, rows = 200, seed = "kickstart", extract = "full" } = options;
  if (!isDay(start)) throw new TestDataError("INVALID_ARGUMENT", `"${start}" is no day (YYYY-MM-DD)`);
  return daysFrom(start, days).map((day, dayNumber) => ({
    day,
    changes: changesOf(dayNumber),
    collections: vacancyCollections.map((collection) =>
      generateCollection(collection, { day, dayNumber, rows, seed, extract }),
    ),
  }));
}

/** What a row is made from, besides its number. */
export interface RowContext extends Required<Pick<VacancyDaysOptions, "rows" | "seed">> {
  readonly day: string;
  /** From 0. */
  readonly dayNumber: number;
}

interface DayContext extends RowContext, Required<Pick<VacancyDaysOptions, "extract">> {}

interface Row {
  readonly texts: readonly string[];
  readonly expected: ExpectedRecord;
}

function generateCollection(name: VacancyCollection, context: DayContext): GeneratedCollection {
  const { day, dayNumber, rows, extract } = context;
  const header = columnsOn(dayNumber, name).map((column) => column.header);
  const generated = Array.from({ length: rows }, (_, row) => generateRow(name, row, context));
  const texts = generated.map((row) => row.texts);
  const style = csvStyles[name];
  const file = (key: string, records: readonly (readonly string[])[]): GeneratedFile => ({
    key,
    content: new TextEncoder().encode([...csvChunks(header, records, style)].join("")),
  });
  const files =
    extract === "full"
      ? [file(fullExtractName(day, name), texts)]
      : slices(texts, DELTA_FILES).map((records, index) =>
          file(deltaExtractName(day, name, index + 1), records),
        );
  return { name, header, style, files, records: generated.map((row) => row.expected) };
}

/** One row of a file, from 0, as its texts and as what must come of it. */
export function generateRow(collection: VacancyCollection, row: number, context: RowContext): Row {
  const { day, dayNumber, rows, seed } = context;
  const random = randomFrom(hashOf(`${seed}/${day}/${collection}/${row}`));
  const present = new Set(columnsOn(dayNumber, collection));
  const texts: string[] = [];
  const source: Record<string, string | null> = {};
  const published: Record<string, string | null> = {};
  const errors: string[] = [];
  for (const [index, column] of tableColumnsOn(dayNumber, collection).entries()) {
    const name = normaliseColumn(column.header);
    if (!present.has(column)) {
      published[name] = null;
      continue;
    }
    const cell = isTextInNumber(dayNumber, collection, column.header, row)
      ? mistyped(row)
      : cellOf(column, { seed, day, row, rows, column: index, random, rates: sampleRates });
    texts.push(cell.text);
    source[name] = cell.text === "" ? null : cell.text;
    published[name] = cell.published;
    if (cell.text !== "" && cell.published === null) {
      errors.push(`Type Conversion for column ${name}. The source value is: ${cell.text}`);
    }
  }
  return { texts, expected: { source, published, errors } };
}

function mistyped(row: number): Cell {
  const text = textsInNumbers[Math.floor(row / 10) % textsInNumbers.length] ?? textsInNumbers[0];
  return { text, published: null };
}

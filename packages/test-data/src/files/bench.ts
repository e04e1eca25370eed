import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { cellOf, type Rates } from "../values/cell.ts";
import { csvChunks } from "./csv.ts";
import { hashOf, randomFrom } from "../values/random.ts";
import { type SourceColumn, type VacancyCollection, vacancyTemplate } from "../template/template.ts";

/**
 * The columns of a benchmark's files: with these, 500,000 rows of a collection are about 70 MB, as the real extracts.
 * The two collections named here would be wider than that with all of the template's columns.
 */
const benchHeaders: Partial<Record<VacancyCollection, readonly string[]>> = {
  bid_employers: [
    "Bid Employer Id",
    "Bid Id",
    "Employer Name",
    "Number of Roles",
    "Created at",
    "Modified At",
    "Is Gateway?",
  ],
  vacancies: [
    "Vacancy Id",
    "Bid Id",
    "Closing Date",
    "Hours per Week",
    "Hourly Rate",
    "Max Number of Applications",
    "Start Date",
    "Title",
    "Created At",
    "Modified At",
    "Number of Roles",
    "Status",
  ],
};

const benchRates: Rates = { awkward: 0.01, empty: 0.03, numberForms: 0.001 };

/** The columns that {@link writeBenchFile} writes. */
export function benchColumns(collection: VacancyCollection): readonly SourceColumn[] {
  const headers = benchHeaders[collection];
  const columns = vacancyTemplate[collection];
  return headers === undefined ? columns : columns.filter(({ header }) => headers.includes(header));
}

export interface BenchFileOptions {
  readonly collection: VacancyCollection;
  readonly day: string;
  readonly rows: number;
  /** Default "bench". */
  readonly seed?: string;
}

function* benchRecords(options: BenchFileOptions): Generator<string[], void, undefined> {
  const { collection, day, rows, seed = "bench" } = options;
  const columns = benchColumns(collection);
  const random = randomFrom(hashOf(`${seed}/${day}/${collection}`));
  for (let row = 0; row < rows; row += 1) {
    yield columns.map(
      (column, index) =>
        cellOf(column, { seed, day, row, rows, column: index, random, rates: benchRates }).text,
    );
  }
}

/** The pieces of a benchmark's file, in UTF-8 text. */
export function benchFileChunks(options: BenchFileOptions): Generator<string, void, undefined> {
  const header = benchColumns(options.collection).map((column) => column.header);
  return csvChunks(header, benchRecords(options), { recordEnd: "\n", bom: false });
}

/** Writes one file of a benchmark's day to disk, a batch of rows in memory at a time. */
export async function writeBenchFile(file: string, options: BenchFileOptions): Promise<void> {
  await pipeline(Readable.from(benchFileChunks(options)), createWriteStream(file));
}

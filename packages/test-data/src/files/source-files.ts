import { csvStyles, generateRow, type RowContext } from "../days/days.ts";
import { generateRecord } from "../days/json-days.ts";
import { jsonColumnsOn } from "../days/json-plan.ts";
import { columnsOn } from "../days/plan.ts";
import { type JsonCollection, type JsonModule, jsonModules } from "../template/json-template.ts";
import { type VacancyCollection, vacancyCollections } from "../template/template.ts";
import { csvChunks } from "./csv.ts";
import { deltaExtractName, encryptedExtractName, fullExtractName } from "./file-names.ts";
import { documentPieces } from "./json-document.ts";
import { ranges } from "./slices.ts";

/** Kickstart's modules. */
export type SourceModule = "vacancy" | JsonModule;

export interface SourceFilesOptions {
  readonly module: SourceModule;
  /** `YYYY-MM-DD`, in order. */
  readonly days: readonly string[];
  /** Records of each collection on each day. */
  readonly records: number;
  /** Other data for another seed. */
  readonly seed: string;
  /** The whole collection in each file, or its records shared out among a day's files. */
  readonly extract: "full" | "delta";
  /** Files of a collection on one day. Of full extracts the last one counts; the earlier ones have fewer records. */
  readonly deliveries: number;
  /** Whether the second and the third day have other columns than the first, as {@link generateVacancyDays}' have. */
  readonly schemaChanges: boolean;
}

/** A file as the source delivers it, not yet written. */
export interface SourceFile {
  readonly module: SourceModule;
  readonly collection: VacancyCollection | JsonCollection;
  readonly day: string;
  readonly name: string;
  readonly records: number;
  /** Whether it must be encrypted before anybody but its maker sees it. */
  readonly encrypted: boolean;
  /** Its text in pieces, made as they are asked for: a file of any size takes the memory of one piece. */
  readonly pieces: () => Iterable<string>;
}

/** The rows of one file: from, up to but without. */
interface Part {
  readonly from: number;
  readonly to: number;
}

/**
 * The files of some days, in the order in which they would be delivered. Pure: the same options give the same bytes
 * everywhere, and those of {@link generateVacancyDays} and {@link generateJsonDays} where they ask for the same.
 */
export function sourceFiles(options: SourceFilesOptions): SourceFile[] {
  const { module, days, records, seed, schemaChanges } = options;
  return days.flatMap((day, index) => {
    const context = { day, dayNumber: schemaChanges ? index : 0, rows: records, seed };
    return module === "vacancy"
      ? vacancyCollections.flatMap((name) => csvFiles(name, context, options))
      : jsonModules[module].flatMap((name) => jsonFiles(module, name, context, options));
  });
}

function csvFiles(
  collection: VacancyCollection,
  context: RowContext,
  options: SourceFilesOptions,
): SourceFile[] {
  const { day, dayNumber } = context;
  const header = columnsOn(dayNumber, collection).map((column) => column.header);
  return parts(options).map((part, sequence) => ({
    module: "vacancy",
    collection,
    day,
    name:
      options.extract === "full"
        ? fullExtractName(day, collection, sequence)
        : deltaExtractName(day, collection, sequence + 1),
    records: part.to - part.from,
    encrypted: false,
    pieces: () =>
      csvChunks(
        header,
        rowsOf(part, (row) => generateRow(collection, row, context).texts),
        csvStyles[collection],
      ),
  }));
}

function jsonFiles(
  module: JsonModule,
  collection: JsonCollection,
  context: RowContext,
  options: SourceFilesOptions,
): SourceFile[] {
  const { day, dayNumber } = context;
  const columns = jsonColumnsOn(dayNumber, collection);
  return parts(options).map((part, sequence) => ({
    module,
    collection,
    day,
    name: encryptedExtractName(day, module, collection, options.extract === "full" ? sequence : sequence + 1),
    records: part.to - part.from,
    encrypted: true,
    pieces: () =>
      documentPieces(
        { collection, day, sequence, columns },
        rowsOf(part, (row) => generateRecord(collection, row, context)),
      ),
  }));
}

function parts({ records, deliveries, extract }: SourceFilesOptions): Part[] {
  const shared = ranges(records, deliveries);
  return extract === "delta" ? shared : shared.map(({ to }) => ({ from: 0, to }));
}

function* rowsOf<T>({ from, to }: Part, make: (row: number) => T): Generator<T, void, undefined> {
  for (let row = from; row < to; row += 1) yield make(row);
}

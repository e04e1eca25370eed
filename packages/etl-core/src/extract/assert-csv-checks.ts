import { SourceDataError } from "../errors.ts";
import type { CollectionSpec } from "../model/collection.ts";
import { throwFaults } from "../model/file-faults.ts";
import { nameOf, type ObjectStore, type StoreOptions } from "../model/object-store.ts";
import type { CsvMetrics } from "./csv-checks.ts";
import type { CsvFile } from "./csv-file.ts";
import { describeFault } from "./describe-fault.ts";
import { inspectCsv } from "./inspect-csv.ts";

/** What {@link assertCsvChecks} needs. */
export interface CsvCheckOptions extends StoreOptions {
  /** Reads the source again, when what was counted makes it necessary. */
  readonly store: ObjectStore;
  readonly spec: CollectionSpec;
  readonly files: readonly CsvFile[];
  /** What the pass that read the files observed. */
  readonly metrics: CsvMetrics;
}

/** Where bad rows are, for the log: the first of each file that has any, in words. */
export type BadRowNotes = readonly string[];

/**
 * Judges what was counted while the files were read. When a count makes them suspect they are read once more, here and
 * in pieces, to tell what a value holds by right from what is wrong, and where.
 *
 * @throws SourceDataError naming file, record and remedy: for mixed record ends, undecodable bytes, a quote left open,
 *   more bad rows than the collection allows, no rows where there must be some. SourceFaultsError where several are.
 */
export async function assertCsvChecks(options: CsvCheckOptions): Promise<BadRowNotes> {
  const { spec, files, metrics } = options;
  checkNotEmpty(spec, files, metrics.csv_rows);
  const notes: string[] = [];
  const faults: SourceDataError[] = [];
  for (const file of suspectFiles(files, metrics)) {
    const found = await inspectCsv(options.store, file, spec.csv, options);
    // A NUL explains whatever else is wrong: the file is of another encoding, or no text.
    const nul = found.filter(({ kind }) => kind === "nul");
    const wrong =
      nul.length > 0 ? nul : found.filter(({ kind }) => kind !== "ragged" && kind !== "longValue");
    faults.push(...wrong.map((fault) => new SourceDataError(describeFault(fault, file, spec.csv))));
    // Rows of the wrong length are what such a fault leaves behind.
    const ragged = wrong.length > 0 ? [] : found.filter(({ kind }) => kind === "ragged");
    notes.push(...ragged.map((fault) => describeFault(fault, file, spec.csv)));
  }
  if (metrics.csv_bad_rows > spec.maxBadRows && (faults.length === 0 || notes.length > 0)) {
    const error = new SourceDataError(
      `${metrics.csv_bad_rows} of ${metrics.csv_rows} rows of ${spec.name} cannot be read, and maxBadRows allows ${spec.maxBadRows}. ` +
        `${notes.join(" ")} Have the file delivered again, or raise maxBadRows to leave such rows out.`.trimStart(),
    );
    faults.push(error);
  }
  throwFaults(faults);
  return notes;
}

/**
 * Refuses a collection without rows where that must be a mistake.
 *
 * @param rows - how many were read; before that is known, the files' shapes tell.
 * @throws SourceDataError unless the collection has `allowEmpty`.
 */
export function checkNotEmpty(spec: CollectionSpec, files: readonly CsvFile[], rows?: number): void {
  const empty = rows === undefined ? files.every(({ shape }) => shape.dataRows === "none") : rows === 0;
  if (empty && !spec.allowEmpty) {
    throw new SourceDataError(
      `${files.map(({ object }) => nameOf(object)).join(", ")} of ${spec.name} has a header and no rows, which a ${spec.extract} extract should not. ` +
        `Have it delivered again, or set allowEmpty to publish an empty day.`,
    );
  }
}

/** What has to be read once more: all files for a count, which does not tell whose it is, else those whose end left a doubt. */
function suspectFiles(files: readonly CsvFile[], metrics: CsvMetrics): readonly CsvFile[] {
  const { csv_bad_rows, csv_suspect_values, csv_stray_ends, csv_longest_last } = metrics;
  return csv_bad_rows + csv_suspect_values + csv_stray_ends > 0
    ? files
    : files.filter(
        ({ shape: { tail } }) =>
          tail.kind === "open" || (tail.kind === "unsure" && csv_longest_last >= tail.atLeast),
      );
}

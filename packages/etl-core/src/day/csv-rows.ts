import { StructType } from "spark-connect-node";
import { freeTexts, textColumns } from "../conform/columns.ts";
import { assertCsvChecks } from "../extract/assert-csv-checks.ts";
import { type CsvMetrics, isSuspectValue } from "../extract/csv-checks.ts";
import { type CsvFile, whyCopied } from "../extract/csv-file.ts";
import { explainReadFailure } from "../extract/explain-read-failure.ts";
import { extractCsv } from "../extract/extract-csv.ts";
import { isDeclaredPersonal } from "../model/collection.ts";
import { uriOf } from "../model/layout.ts";
import { copyText } from "../staging-area/copy-text.ts";
import type { Turns } from "../concurrency/turns.ts";
import { guardedFiles } from "./table-before.ts";
import type { SourceAccess, SourceSession } from "./source-access.ts";
import type { Counts, SourceRows } from "./source-rows.ts";
import { type StagingPlace, stagingPlace, type StagingPlaceOptions } from "./staging-place.ts";

/** What {@link csvRows} needs. */
export interface CsvRowsOptions extends StagingPlaceOptions {
  readonly session: SourceSession;
  readonly files: readonly CsvFile[];
  readonly source: Pick<SourceAccess, "store">;
  /** One collection is copied at a time: this process has memory for one. */
  readonly opening: Turns;
}

/**
 * The rows of CSV files, read by Spark where they are; those it cannot read there, from a copy in the staging area.
 *
 * @throws whatever copying throws; nothing is left in the staging area then.
 */
export async function csvRows(options: CsvRowsOptions): Promise<SourceRows> {
  const { spec, files, log } = options;
  const copied = files.flatMap((file) => whyCopied(file, spec.csv) ?? []);
  if (copied.length === 0) {
    return rowsOf(options, files, async () => {});
  }
  log.info({ files: copied.length, why: [...new Set(copied)] }, "files are copied for Spark to read");
  const place = stagingPlace(options);
  try {
    return rowsOf(options, await copies(options, place), () => place.discard());
  } catch (error) {
    await place.discard();
    throw error;
  }
}

/** The files, with the copies of those that Spark cannot read where they are. */
async function copies(
  { spec, files, source, output, opening, signal }: CsvRowsOptions,
  { target, upload }: StagingPlace,
): Promise<CsvFile[]> {
  return opening.take(async () => {
    const readable: CsvFile[] = [];
    for (const [n, file] of files.entries()) {
      signal.throwIfAborted();
      readable.push(
        whyCopied(file, spec.csv) === undefined
          ? file
          : {
              ...file,
              copy: uriOf(output, await copyText(file, n, { source: source.store, target, upload })),
            },
      );
    }
    return readable;
  });
}

function rowsOf(
  { session: { spark, scheme }, source: { store }, spec }: CsvRowsOptions,
  files: readonly CsvFile[],
  discard: () => Promise<void>,
): SourceRows {
  const extract = extractCsv({ spark, files, scheme, csv: spec.csv });
  return {
    df: extract.df,
    having: (names) => extract.having(names),
    columns: textColumns(extract.columns),
    computed: new StructType([]),
    files: guardedFiles({ format: "csv", files }),
    hasRows: files.some(({ shape }) => shape.dataRows === "some"),
    pii: isDeclaredPersonal(spec),
    isSuspect: (value) => isSuspectValue(value, spec.csv),
    checks: (conformed) => extract.checks(freeTexts(extract.columns, conformed.columns)),
    async judge(counts, suspects, options) {
      const counted = csvMetrics(counts);
      // What was not looked into on the way in would not convert, and is counted there.
      const metrics = { ...counted, csv_suspect_values: counted.csv_suspect_values + suspects };
      const notes = await assertCsvChecks({ store, spec, files, metrics, ...options });
      return { rows: metrics.csv_rows, badRows: metrics.csv_bad_rows, notes };
    },
    explain: (error, options) => explainReadFailure(error, { store, spec, files, ...options }),
    discard,
  };
}

function csvMetrics(counts: Counts): CsvMetrics {
  const number = (name: keyof CsvMetrics): number => Number(counts[name] ?? 0);
  return {
    csv_rows: number("csv_rows"),
    csv_bad_rows: number("csv_bad_rows"),
    csv_suspect_values: number("csv_suspect_values"),
    csv_stray_ends: number("csv_stray_ends"),
    csv_longest_last: number("csv_longest_last"),
  };
}

import { StructType } from "spark-connect-node";
import { freeTexts, textColumns } from "../conform/columns.ts";
import { assertCsvChecks } from "../extract/assert-csv-checks.ts";
import { type CsvMetrics, isSuspectValue } from "../extract/csv-checks.ts";
import type { CsvFile } from "../extract/csv-file.ts";
import { explainReadFailure } from "../extract/explain-read-failure.ts";
import { extractCsv } from "../extract/extract-csv.ts";
import { type CollectionSpec, isDeclaredPersonal } from "../model/collection.ts";
import type { SourceAccess, SourceSession } from "./source-access.ts";
import type { Counts, SourceRows } from "./source-rows.ts";

/** The rows of CSV files, read by Spark where they lie. */
export function csvRows(
  { spark, scheme }: SourceSession,
  { store }: Pick<SourceAccess, "store">,
  spec: CollectionSpec,
  files: readonly CsvFile[],
): SourceRows {
  const extract = extractCsv({ spark, files, scheme, csv: spec.csv });
  return {
    df: extract.df,
    columns: textColumns(extract.columns),
    computed: new StructType([]),
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
    discard: async () => {},
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

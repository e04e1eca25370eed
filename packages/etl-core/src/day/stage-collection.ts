import type { QueryProgress, StructType } from "spark-connect-node";
import { type Conformed, conform } from "../conform/conform.ts";
import { ERROR_COLUMN, freeTexts } from "../conform/columns.ts";
import { EtlError } from "../errors.ts";
import { assertCsvChecks } from "../extract/assert-csv-checks.ts";
import { type CsvMetrics, isSuspectValue } from "../extract/csv-checks.ts";
import { CORRUPT_COLUMN } from "../extract/csv-columns.ts";
import { explainReadFailure } from "../extract/explain-read-failure.ts";
import { extractCsv } from "../extract/extract-csv.ts";
import { assertUnchanged } from "../locate/locate.ts";
import type { DayEvent, StepProgress } from "../model/day-event.ts";
import { hiveName } from "../model/identifiers.ts";
import { dayFolder, type Output, type RunRef, uriOf } from "../model/layout.ts";
import type { Log } from "../model/log.ts";
import type { ObjectStore } from "../model/object-store.ts";
import { type ConversionErrors, conversionErrors } from "../stage/conversion-errors.ts";
import { countRows, readableRows } from "../stage/count-rows.ts";
import { stageFailure, writeRun } from "../stage/write-run.ts";
import { tagObjects } from "../tag/tag-objects.ts";
import { readFooters, type StagedFile } from "../verify/read-footers.ts";
import { verifyStaged } from "../verify/verify-staged.ts";
import type { LocatedCollection } from "./located-collection.ts";
import { progressFraction } from "./progress.ts";
import type { SourceAccess, SourceSession } from "./source-access.ts";

/** What staging one collection needs. */
export interface StageRequest {
  readonly collection: LocatedCollection;
  /** Which collection of the run, from 0. */
  readonly n: number;
  readonly day: string;
  readonly run: RunRef;
  readonly output: Output;
  readonly source: SourceAccess;
  /** The output's. */
  readonly store: ObjectStore;
  /** The table's columns; the initial schema's where there is no table. */
  readonly previous: StructType | undefined;
  readonly log: Log;
  readonly signal: AbortSignal;
  readonly onEvent: (event: DayEvent) => void;
}

/** A collection whose rows lie in a run folder, tagged and verified, where nobody reads them yet. */
export interface StagedCollection {
  readonly collection: LocatedCollection;
  readonly conformed: Conformed;
  /** Rows staged. */
  readonly rows: number;
  /** Rows left out. */
  readonly badRows: number;
  readonly conversions: readonly ConversionErrors[];
  /** URI of the day's folder. */
  readonly location: string;
}

/**
 * Takes one collection from its source into a run folder: extract, conform, stage, tag, verify. The rows are read once,
 * by the pass that writes, unless a column is seen for the first time.
 */
export async function stageCollection(request: StageRequest): Promise<StagedCollection> {
  const { collection, n, source, log } = request;
  const session = await source.open(collection.spec, n);
  try {
    return await stageIn(session, request);
  } catch (error) {
    request.signal.throwIfAborted();
    if (error instanceof EtlError) {
      throw error;
    }
    throw await explained(error, request);
  } finally {
    // A session that will not close must not hide why; the server ends it by itself after a while.
    await session
      .close()
      .catch((error: unknown) => log.warn({ error }, "the source's session was not closed"));
  }
}

async function stageIn(session: SourceSession, request: StageRequest): Promise<StagedCollection> {
  const { collection, day, output, source, store, previous, log, signal, onEvent } = request;
  const { spec, files, located, bytes } = collection;
  const report = (kind: StepProgress["kind"]) => (progress?: QueryProgress) => {
    const fraction = progress === undefined ? undefined : progressFraction(progress, bytes);
    onEvent({ kind, day, collection: spec.name, ...(fraction === undefined ? {} : { fraction }) });
  };
  const folder = folderOf(request);
  const location = uriOf(output, folder);

  report("extracting")();
  const extract = extractCsv({ spark: session.spark, files, scheme: session.scheme, csv: spec.csv });
  const hasRows = files.some(({ shape }) => shape.dataRows === "some");
  const conformed = await conform(
    {
      collection: spec.name,
      columns: extract.columns,
      previous,
      rows: hasRows ? readableRows(extract.df, CORRUPT_COLUMN) : undefined,
    },
    { signal, onProgress: report("converting") },
  );

  const checks = extract.checks(freeTexts(extract.columns, conformed.columns));
  const counted = countRows(extract.df, CORRUPT_COLUMN, checks);
  const rows = conformed.apply(counted.rows);
  report("staging")();
  await writeRun(rows, location, { signal, onProgress: report("staging") });
  const counts = csvMetrics(await counted.counts());
  await assertUnchanged(source.store, located.files, { signal });

  const footers = await readFooters(store, output.bucket, folder, { signal });
  const refused = footers.files.some(mayListErrors)
    ? await conversionErrors(session.spark, location, (value) => isSuspectValue(value, spec.csv), { signal })
    : { columns: [], suspect: 0 };
  // What was not looked into on the way in would not convert, and is counted there.
  const metrics = { ...counts, csv_suspect_values: counts.csv_suspect_values + refused.suspect };
  const notes = await assertCsvChecks({ store: source.store, spec, files, metrics, signal });
  const badRows = metrics.csv_bad_rows;
  if (badRows > 0) {
    log.warn({ badRows, notes }, "rows were left out");
  }
  onEvent({ kind: "staged", day, collection: spec.name, rows: footers.rows, badRows });
  const keys = footers.files.map(({ key }) => key);
  const tags = { pii: spec.pii, db: hiveName(output.database), table: hiveName(spec.name) };
  await tagObjects(store, output.bucket, keys, tags, { signal });
  verifyStaged({
    collection: spec.name,
    rowsRead: metrics.csv_rows,
    rowsBad: badRows,
    footers,
    expectedColumns: conformed.columns.fields,
  });
  onEvent({ kind: "verified", day, collection: spec.name, rows: footers.rows, files: keys.length });
  return { collection, conformed, rows: footers.rows, badRows, conversions: refused.columns, location };
}

/** Whether a file lists values that would not convert; its footer counts them, so that a clean day is not read again. */
function mayListErrors({ rows, values }: StagedFile): boolean {
  return rows > 0 && values.get(`${ERROR_COLUMN}.list.element`) !== 0;
}

function folderOf({ collection, output, run, day }: StageRequest): string {
  const { name, pii } = collection.spec;
  return dayFolder({ database: output.database, collection: name, pii }, run, day);
}

/** Why Spark could not read or write the collection, without quoting its rows. */
async function explained(error: unknown, request: StageRequest): Promise<EtlError> {
  const { collection, source, output, signal } = request;
  const { spec, files } = collection;
  const explanation = await explainReadFailure(error, { store: source.store, spec, files, signal });
  return explanation instanceof EtlError
    ? explanation
    : stageFailure(error, spec.name, uriOf(output, folderOf(request)));
}

function csvMetrics(counts: Readonly<Record<string, unknown>>): CsvMetrics {
  const number = (name: keyof CsvMetrics): number => Number(counts[name] ?? 0);
  return {
    csv_rows: number("csv_rows"),
    csv_bad_rows: number("csv_bad_rows"),
    csv_suspect_values: number("csv_suspect_values"),
    csv_stray_ends: number("csv_stray_ends"),
    csv_longest_last: number("csv_longest_last"),
  };
}

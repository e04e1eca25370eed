import type { QueryProgress } from "spark-connect-node";
import { ERROR_COLUMN } from "../conform/columns.ts";
import { type Conformed, conform } from "../conform/conform.ts";
import { columnPaths } from "../conform/delivered.ts";
import type { DataKeys } from "../decrypt/data-keys.ts";
import { EtlError } from "../errors.ts";
import { CORRUPT_COLUMN } from "../extract/corrupt-column.ts";
import { assertUnchanged } from "../locate/locate.ts";
import type { DayEvent, StepProgress } from "../model/day-event.ts";
import { hiveName } from "../model/identifiers.ts";
import { dayFolder, type Output, runFolder, type RunRef, uriOf } from "../model/layout.ts";
import type { Log } from "../model/log.ts";
import { missingOptionColumns, timeFormatsOf } from "../model/time-options.ts";
import type { ObjectStore } from "../model/object-store.ts";
import { type ConversionErrors, conversionErrors } from "../stage/conversion-errors.ts";
import { countRows, readableRows } from "../stage/count-rows.ts";
import { type RoundedColumn, roundedChecks, roundedColumns } from "../stage/rounded-counts.ts";
import { stageFailure, writeRun } from "../stage/write-run.ts";
import { writeDelivered } from "../publish/delivered-columns.ts";
import { tagObjects } from "../tag/tag-objects.ts";
import { readFooters, type StagedFile } from "../verify/read-footers.ts";
import { verifyStaged } from "../verify/verify-staged.ts";
import { csvRows } from "./csv-rows.ts";
import { jsonRows } from "./json-rows.ts";
import type { LocatedCollection } from "./located-collection.ts";
import { missingPersonalColumns } from "./personal-columns.ts";
import { throwFaults } from "../model/file-faults.ts";
import { progressFraction } from "./progress.ts";
import type { SourceAccess, SourceSession } from "./source-access.ts";
import type { SourceRows } from "./source-rows.ts";
import { compareShape, guardConversions, type TableBefore } from "./table-before.ts";
import type { Turns } from "../concurrency/turns.ts";

/** What staging one collection needs. */
export interface StageRequest {
  readonly collection: LocatedCollection;
  /** Which collection of the run, from 0. */
  readonly n: number;
  readonly day: string;
  readonly run: RunRef;
  readonly output: Output;
  readonly source: SourceAccess;
  /** Opens what is encrypted. */
  readonly keys: DataKeys;
  /** So that one collection is opened at a time. */
  readonly opening: Turns;
  /** The output's. */
  readonly store: ObjectStore;
  readonly before: TableBefore;
  readonly log: Log;
  readonly signal: AbortSignal;
  readonly onEvent: (event: DayEvent) => void;
}

/** A collection whose rows lie in a run folder, tagged and verified, where nobody reads them yet. */
export interface StagedCollection {
  readonly collection: LocatedCollection;
  readonly conformed: Conformed;
  /** What would have failed the day, had the collection not accepted it; a line each. */
  readonly accepted: readonly string[];
  /** Whether the rows are personal data. */
  readonly pii: boolean;
  /** Rows staged. */
  readonly rows: number;
  /** Rows left out. */
  readonly badRows: number;
  readonly conversions: readonly ConversionErrors[];
  readonly rounded: readonly RoundedColumn[];
  /** URI of the day's folder. */
  readonly location: string;
  /** The day's folder in the output's bucket, and the files in it. */
  readonly folder: string;
  readonly keys: readonly string[];
}

/**
 * Takes one collection from its source into a run folder: extract, conform, stage, tag, verify. The rows are read once,
 * by the pass that writes, unless a column is seen for the first time; of JSON, a pass before tells their structure.
 */
export async function stageCollection(request: StageRequest): Promise<StagedCollection> {
  const { collection, n, source, log, signal } = request;
  const session = await source.open(collection.spec, n);
  try {
    const rows = await sourceRows(session, request);
    try {
      return await stageRows(session, rows, request);
    } catch (error) {
      throw await explained(error, rows, request);
    } finally {
      await rows.discard();
    }
  } catch (error) {
    signal.throwIfAborted();
    throw error instanceof EtlError ? error : stageFailure(error, collection.spec.name, "its staging area");
  } finally {
    // A session that will not close must not hide why; the server ends it by itself after a while.
    await session
      .close()
      .catch((error: unknown) => log.warn({ error }, "the source's session was not closed"));
  }
}

async function sourceRows(session: SourceSession, request: StageRequest): Promise<SourceRows> {
  const { collection, day, source, log, onEvent } = request;
  const { spec, source: looked, bytes } = collection;
  if (looked.format === "csv") {
    const rows = await csvRows({ ...request, session, spec, files: looked.files });
    const missing = missingPersonalColumns(spec, rows.columns.names());
    if (missing !== undefined) {
      log.warn({ pii: spec.pii }, missing);
    }
    return rows;
  }
  onEvent({ kind: "opening", day, collection: spec.name });
  return jsonRows({
    ...request,
    previous: request.before.columns,
    session,
    spec,
    files: looked.files,
    source: source.store,
    onOpening: (read) =>
      onEvent({ kind: "opening", day, collection: spec.name, fraction: Math.min(1, read / bytes) }),
    onExtracting: () => onEvent({ kind: "extracting", day, collection: spec.name }),
  });
}

async function stageRows(
  session: SourceSession,
  source: SourceRows,
  request: StageRequest,
): Promise<StagedCollection> {
  const { collection, day, output, store, before, log, signal, onEvent } = request;
  const { spec, located, bytes } = collection;
  const report = (kind: StepProgress["kind"]) => (progress?: QueryProgress) => {
    const fraction = progress === undefined ? undefined : progressFraction(progress, bytes);
    onEvent({ kind, day, collection: spec.name, ...(fraction === undefined ? {} : { fraction }) });
  };
  const folder = folderOf(request, source.pii);
  const location = uriOf(output, folder);

  const missing = missingOptionColumns(spec, source.columns.names());
  if (missing !== undefined) {
    log.warn({}, missing);
  }
  report("extracting")();
  const shape = compareShape(spec, source.files, before);
  throwFaults(shape.faults);
  const conformed = await conform(
    {
      collection: spec.name,
      columns: source.columns,
      ...(source.stated === undefined ? {} : { stated: source.stated }),
      formats: (column) => timeFormatsOf(spec, column),
      computed: source.computed,
      previous: before.columns,
      history: before,
      rows: source.hasRows ? (names) => readableRows(source.having(names), CORRUPT_COLUMN) : undefined,
    },
    { signal, onProgress: report("converting") },
  );

  const { rounded } = conformed;
  const checks = { ...source.checks(conformed), ...roundedChecks(rounded, CORRUPT_COLUMN) };
  const counted = countRows(source.df, CORRUPT_COLUMN, checks, rounded.staged);
  report("staging")();
  await writeRun(conformed.apply(counted.rows), location, { signal, onProgress: report("staging") });
  const counts = await counted.counts();
  await assertUnchanged(request.source.store, located.files, { signal });

  const footers = await readFooters(store, output.bucket, folder, { signal });
  const refused = footers.files.some(mayListErrors)
    ? await conversionErrors(session.spark, location, source.isSuspect, { signal })
    : { columns: [], suspect: 0 };
  const { rows, badRows, notes } = await source.judge(counts, refused.suspect, { signal });
  if (badRows > 0) {
    log.warn({ badRows, notes }, "rows were left out");
  }
  const unconverted = guardConversions(spec, footers, refused.columns);
  onEvent({ kind: "staged", day, collection: spec.name, rows: footers.rows, badRows });
  const keys = footers.files.map(({ key }) => key);
  const tags = { pii: source.pii, db: hiveName(output.database), table: hiveName(spec.name) };
  await tagObjects(store, output.bucket, keys, tags, { signal });
  await writeDelivered(
    store,
    output.bucket,
    runFolder({ database: output.database, collection: spec.name, pii: source.pii }, request.run),
    { day, columns: columnPaths(source.columns) },
    {
      tags: { ...tags, pii: String(tags.pii) },
      ...(output.kmsKeyId === undefined ? {} : { kmsKeyId: output.kmsKeyId }),
      signal,
    },
  );
  verifyStaged({
    collection: spec.name,
    rowsRead: rows,
    rowsBad: badRows,
    footers,
    expectedColumns: conformed.columns.fields,
  });
  onEvent({ kind: "verified", day, collection: spec.name, rows: footers.rows, files: keys.length });
  return {
    collection,
    conformed,
    accepted: [...shape.accepted, ...unconverted],
    pii: source.pii,
    rows: footers.rows,
    badRows,
    conversions: refused.columns,
    rounded: roundedColumns(rounded, counts),
    location,
    folder,
    keys,
  };
}

/** Whether a file lists values that would not convert; its footer counts them, so that a clean day is not read again. */
function mayListErrors({ rows, values }: StagedFile): boolean {
  return rows > 0 && values.get(`${ERROR_COLUMN}.list.element`) !== 0;
}

function folderOf({ collection, output, run, day }: StageRequest, pii: boolean): string {
  return dayFolder({ database: output.database, collection: collection.spec.name, pii }, run, day);
}

/** Why Spark could not read or write the collection, without quoting its rows. */
async function explained(error: unknown, source: SourceRows, request: StageRequest): Promise<unknown> {
  const { collection, output, signal } = request;
  if (signal.aborted || error instanceof EtlError) {
    return error;
  }
  const explanation = await source.explain(error, { signal });
  return explanation instanceof EtlError
    ? explanation
    : stageFailure(error, collection.spec.name, uriOf(output, folderOf(request, source.pii)));
}

import { StructType } from "spark-connect-node";
import { textColumns } from "../conform/columns.ts";
import { type ConformPreview, previewConform } from "../conform/conform.ts";
import { whyCopied } from "../extract/csv-file.ts";
import { type SourceDataError, type SourceFaultsError, SourceFileMissingError } from "../errors.ts";
import { readPublishedBefore } from "../publish/delivered-columns.ts";
import type { Unclaimed } from "../locate/unclaimed-keys.ts";
import type { CollectionSpec } from "../model/collection.ts";
import { checkDay, checkIdentifier, hiveName } from "../model/identifiers.ts";
import type { Output } from "../model/layout.ts";
import { type Log, silentLog } from "../model/log.ts";
import { missingOptionColumns } from "../model/time-options.ts";
import type { ObjectStore, SourceObject, StoredObject } from "../model/object-store.ts";
import { checkTableNames } from "../publish/helper-tables.ts";
import { listTables, type Metastore, readColumns } from "../publish/metastore.ts";
import { readableTable, tableState } from "../publish/recover-table.ts";
import { decideRecovery } from "../publish/recovery.ts";
import type { TableName } from "../publish/statements.ts";
import { readViews, type View, viewsOfTable } from "../publish/views.ts";
import { missingPersonalColumns } from "./personal-columns.ts";
import { type LocatedCollection, locateCollection, type LookedAt } from "./located-collection.ts";
import { sideBySide } from "../concurrency/side-by-side.ts";
import { reportUnclaimed } from "./check-files.ts";
import { combineFaults, type FileFault, isFileFault } from "../model/file-faults.ts";
import type { SourceAccess } from "./source-access.ts";
import { compareShape, guardedFiles, type TableBefore } from "./table-before.ts";

/** What planning a day needs: as running it, without what writes. */
export interface PlanRequest {
  /** YYYY-MM-DD */
  readonly day: string;
  readonly collections: readonly CollectionSpec[];
  /** As of a day that is run. */
  readonly elsewhere?: readonly string[];
  readonly output: Pick<Output, "database" | "bucket">;
  readonly metastore: Metastore;
  /** The output's object store, which knows what the last published day had. */
  readonly store: ObjectStore;
  readonly source: Pick<SourceAccess, "store">;
  readonly log: Log;
  readonly signal?: AbortSignal;
}

/** What would be done for one collection. */
export type CollectionPlan =
  /** Its file is missing: the day would fail with this, exit code 1. */
  | { readonly kind: "missing"; readonly name: string; readonly error: SourceFileMissingError }
  /** Its files cannot be read, or are not what its table expects: the day would fail with this, exit code 4. */
  | { readonly kind: "faulty"; readonly name: string; readonly error: SourceDataError | SourceFaultsError }
  | {
      readonly kind: "ready";
      readonly name: string;
      /** To be read, with sizes in bytes. */
      readonly files: readonly SourceObject[];
      /** Replaced by a later delivery of the day. */
      readonly unread: readonly StoredObject[];
      /** Columns of the files, normalised, in order; none where they are encrypted. */
      readonly columns: readonly string[];
      /** Whether the table is there. */
      readonly table: "exists" | "new";
      /** The schema's changes as a short diff, as far as they show without reading rows; empty when there are none. */
      readonly changes: string;
      /** What makes the day special: a second pass, a rename to finish first. */
      readonly remarks: readonly string[];
    };

/** What would be done for a day. */
export interface DayPlan {
  readonly day: string;
  /** In the order of the request. */
  readonly collections: readonly CollectionPlan[];
  /** Files of the day that no collection reads. */
  readonly unclaimed: Unclaimed;
}

/**
 * Says what {@link runDay} would do, without writing anything, anywhere. Rows are not read: Spark is asked for the
 * tables' columns only.
 *
 * @throws whatever the store or the metastore says; what is wrong with files is in the plan.
 */
export async function planDay(request: PlanRequest): Promise<DayPlan> {
  const { day, collections, output, metastore, signal } = request;
  checkDay(day);
  checkIdentifier("database", output.database);
  checkTableNames(collections.map((spec) => spec.name));
  const options = {
    concurrency: Math.max(1, collections.length),
    ...(signal === undefined ? {} : { signal }),
  };
  const located = await sideBySide(collections, options, (spec, either) =>
    locateOrMiss(request, spec, either),
  );
  const unclaimed = await reportUnclaimed(request.source.store, request, silentLog, signal);
  const existing = await listTables(metastore, hiveName(output.database));
  const views = await structViews(metastore, output.database, existing, located);
  const plans: CollectionPlan[] = [];
  for (const found of located) {
    plans.push(
      "fault" in found
        ? unreadable(found.spec.name, found.fault)
        : await planCollection(request, existing, found, views).catch((error: unknown) => {
            if (isFileFault(error)) return unreadable(found.spec.name, error);
            throw error;
          }),
    );
  }
  return { day, collections: plans, unclaimed };
}

/** Returns what the day would fail with, all faults of its files together; undefined when every collection is ready. */
export function planFailure({ collections }: DayPlan): FileFault | undefined {
  return combineFaults(collections.flatMap((plan) => (plan.kind === "ready" ? [] : [plan.error])));
}

interface Unreadable {
  readonly spec: CollectionSpec;
  readonly fault: FileFault;
}

function unreadable(name: string, error: FileFault): CollectionPlan {
  return error instanceof SourceFileMissingError
    ? { kind: "missing", name, error }
    : { kind: "faulty", name, error };
}

async function locateOrMiss(
  { day, source, log }: PlanRequest,
  spec: CollectionSpec,
  signal: AbortSignal,
): Promise<LocatedCollection | Unreadable> {
  try {
    return await locateCollection(source.store, spec, day, log.child({ day, collection: spec.name }), {
      signal,
    });
  } catch (error) {
    signal.throwIfAborted();
    if (isFileFault(error)) {
      return { spec, fault: error };
    }
    throw error;
  }
}

/** The views that select a struct, read once for all collections; none is needed where no struct can become wider. */
async function structViews(
  metastore: Metastore,
  database: string,
  existing: ReadonlySet<string>,
  located: readonly (LocatedCollection | Unreadable)[],
): Promise<readonly View[]> {
  return located.some(({ spec }) => spec.format === "encrypted-json" && existing.has(hiveName(spec.name)))
    ? readViews(metastore, hiveName(database))
    : [];
}

async function planCollection(
  request: PlanRequest,
  existing: ReadonlySet<string>,
  { spec, located, source, faults }: LocatedCollection,
  views: readonly View[],
): Promise<CollectionPlan> {
  const readable = readableTable(spec.name, existing);
  const remark = remarkOnRename(spec.name, existing);
  const before = await tableBefore(request, spec, readable);
  const shape = compareShape(spec, guardedFiles(source), before);
  const fault = combineFaults([...faults, ...shape.faults]);
  if (fault !== undefined) {
    return unreadable(spec.name, fault);
  }
  const preview = previewOf(spec, source, before);
  return {
    kind: "ready",
    name: spec.name,
    files: located.files,
    unread: located.unread,
    columns: preview.columns,
    table: before.table,
    changes: [...shape.accepted, preview.changes].filter((line) => line !== "").join("\n"),
    remarks: [
      ...(remark === undefined ? [] : [remark]),
      ...preview.remarks,
      ...remarkOnViews(
        spec,
        { database: hiveName(request.output.database), table: hiveName(spec.name) },
        views,
      ),
    ],
  };
}

/** @param table - The table to look at; undefined when there is none. */
async function tableBefore(
  { day, output, metastore, store, signal }: PlanRequest,
  spec: CollectionSpec,
  table: string | undefined,
): Promise<TableBefore> {
  if (table === undefined) {
    return { table: "new", columns: spec.initialSchema, delivered: undefined, personalOn: undefined };
  }
  const name = { database: hiveName(output.database), table };
  const options = signal === undefined ? {} : { signal };
  return {
    table: "exists",
    columns: await readColumns(metastore, name, day),
    ...(await readPublishedBefore(metastore, store, output, name, day, options)),
  };
}

/** What a first look at the files tells of the schema. */
function previewOf(
  spec: CollectionSpec,
  source: LookedAt,
  before: TableBefore,
): Pick<Extract<CollectionPlan, { kind: "ready" }>, "columns" | "changes" | "remarks"> {
  if (source.format === "encrypted-json") {
    return {
      columns: [],
      changes: "",
      remarks: ["encrypted: its columns, and whether they are personal data, show when the day runs"],
    };
  }
  const columns = [...new Set(source.files.flatMap(({ shape }) => shape.columns))];
  const preview = previewConform({
    collection: spec.name,
    columns: textColumns(columns),
    previous: before.columns,
    history: before,
  });
  const missing = missingPersonalColumns(spec, columns);
  const unknown = missingOptionColumns(spec, columns);
  const copied = new Set(source.files.flatMap((file) => whyCopied(file, spec.csv) ?? []));
  const remarks = [
    ...remarksOf(preview, before.columns),
    ...(missing === undefined ? [] : [missing]),
    ...(unknown === undefined ? [] : [unknown]),
    ...[...copied].map((why) => `copied to the staging area first: ${why}`),
  ];
  return { columns, changes: preview.changes, remarks };
}

/** What a struct with new fields would do to the views of its table. Text has no structs. */
function remarkOnViews(spec: CollectionSpec, table: TableName, views: readonly View[]): string[] {
  const selecting = spec.format === "csv" ? [] : viewsOfTable(views, table).filter((view) => view.hasStruct);
  const names = selecting.map((view) => `${view.database}.${view.table}`);
  return names.length === 0
    ? []
    : [
        `if a struct of the table has new fields, the table is renamed and these views must be made anew: ${names.join(", ")}`,
      ];
}

/** What is said of a rename that was interrupted; undefined when none was. */
function remarkOnRename(collection: string, existing: ReadonlySet<string>): string | undefined {
  const { kind } = decideRecovery(tableState(collection, existing));
  switch (kind) {
    case "none":
    case "leftover":
      return undefined;
    case "complete":
      return "table rename: an interrupted one would be completed first";
    case "undo":
      return "table rename: an interrupted one would be undone first";
    default:
      return kind satisfies never;
  }
}

function remarksOf({ fresh, widens }: ConformPreview, previous: StructType | undefined): string[] {
  const remarks: string[] = [];
  if (fresh.length > 0) {
    const all = (previous ?? new StructType([])).fields.length === 0;
    remarks.push(
      `second pass over ${all ? "all columns, none being known" : `the new columns only: ${fresh.join(", ")}`}`,
    );
  }
  if (widens) {
    remarks.push("table rename: a struct has new fields");
  }
  return remarks;
}

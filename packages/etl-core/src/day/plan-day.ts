import { StructType } from "spark-connect-node";
import { textColumns } from "../conform/columns.ts";
import { type ConformPreview, previewConform } from "../conform/conform.ts";
import { whyCopied } from "../extract/csv-file.ts";
import { SourceFileMissingError } from "../errors.ts";
import type { CollectionSpec } from "../model/collection.ts";
import { checkDay, checkIdentifier, hiveName } from "../model/identifiers.ts";
import type { Output } from "../model/layout.ts";
import type { Log } from "../model/log.ts";
import type { SourceObject, StoredObject } from "../model/object-store.ts";
import { checkTableNames } from "../publish/helper-tables.ts";
import { listTables, type Metastore, readColumns } from "../publish/metastore.ts";
import { readableTable, tableState } from "../publish/recover-table.ts";
import { decideRecovery } from "../publish/recovery.ts";
import { missingPersonalColumns } from "./personal-columns.ts";
import { type LocatedCollection, locateCollection, type LookedAt } from "./located-collection.ts";
import { sideBySide } from "../concurrency/side-by-side.ts";
import type { SourceAccess } from "./source-access.ts";

/** What planning a day needs: as running it, without what writes. */
export interface PlanRequest {
  /** YYYY-MM-DD */
  readonly day: string;
  readonly collections: readonly CollectionSpec[];
  readonly output: Pick<Output, "database">;
  readonly metastore: Metastore;
  readonly source: Pick<SourceAccess, "store">;
  readonly log: Log;
  readonly signal?: AbortSignal;
}

/** What would be done for one collection. */
export type CollectionPlan =
  /** Its file is missing: the day would fail with this, exit code 1. */
  | { readonly kind: "missing"; readonly name: string; readonly error: SourceFileMissingError }
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
}

/**
 * Says what {@link runDay} would do, without writing anything, anywhere. Rows are not read: Spark is asked for the
 * tables' columns only.
 *
 * @throws SourceDataError when a file's header is not usable, and whatever the store or the metastore says.
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
  const existing = await listTables(metastore, hiveName(output.database));
  const plans: CollectionPlan[] = [];
  for (const found of located) {
    plans.push(
      "error" in found
        ? { kind: "missing", name: found.spec.name, error: found.error }
        : await planCollection(metastore, output.database, existing, found),
    );
  }
  return { day, collections: plans };
}

interface Missing {
  readonly spec: CollectionSpec;
  readonly error: SourceFileMissingError;
}

async function locateOrMiss(
  { day, source, log }: PlanRequest,
  spec: CollectionSpec,
  signal: AbortSignal,
): Promise<LocatedCollection | Missing> {
  try {
    return await locateCollection(source.store, spec, day, log.child({ day, collection: spec.name }), {
      signal,
    });
  } catch (error) {
    if (error instanceof SourceFileMissingError) {
      return { spec, error };
    }
    throw error;
  }
}

async function planCollection(
  metastore: Metastore,
  database: string,
  existing: ReadonlySet<string>,
  { spec, located, source }: LocatedCollection,
): Promise<CollectionPlan> {
  const readable = readableTable(spec.name, existing);
  const remark = remarkOnRename(spec.name, existing);
  const previous =
    readable === undefined
      ? spec.initialSchema
      : await readColumns(metastore, { database: hiveName(database), table: readable });
  const preview = previewOf(spec, source, previous);
  return {
    kind: "ready",
    name: spec.name,
    files: located.files,
    unread: located.unread,
    columns: preview.columns,
    table: readable === undefined ? "new" : "exists",
    changes: preview.changes,
    remarks: [...(remark === undefined ? [] : [remark]), ...preview.remarks],
  };
}

/** What a first look at the files tells of the schema. */
function previewOf(
  spec: CollectionSpec,
  source: LookedAt,
  previous: StructType | undefined,
): Pick<Extract<CollectionPlan, { kind: "ready" }>, "columns" | "changes" | "remarks"> {
  if (source.format === "encrypted-json") {
    return {
      columns: [],
      changes: "",
      remarks: ["encrypted: its columns, and whether they are personal data, show when the day runs"],
    };
  }
  const columns = [...new Set(source.files.flatMap(({ shape }) => shape.columns))];
  const preview = previewConform({ collection: spec.name, columns: textColumns(columns), previous });
  const missing = missingPersonalColumns(spec, columns);
  const copied = new Set(source.files.flatMap((file) => whyCopied(file, spec.csv) ?? []));
  const remarks = [
    ...remarksOf(preview, previous),
    ...(missing === undefined ? [] : [missing]),
    ...[...copied].map((why) => `copied to the staging area first: ${why}`),
  ];
  return { columns, changes: preview.changes, remarks };
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

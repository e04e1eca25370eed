import { sideBySide } from "../concurrency/side-by-side.ts";
import { hiveName } from "../model/identifiers.ts";
import type { Log } from "../model/log.ts";
import type { ObjectStore } from "../model/object-store.ts";
import { type DayFault, findFault, type Followed, followPartition, type IsGhost } from "./day-fault.ts";
import { listTables, type Metastore } from "./metastore.ts";
import type { DayTarget, TargetOfDay } from "./publish-fence.ts";
import { recoverTable } from "./recover-table.ts";
import type { TableName } from "./statements.ts";

/** A day whose tables are compared with the ledger. */
export interface FollowDayRequest {
  readonly metastore: Metastore;
  readonly database: string;
  /** The module's tables, in lower case. */
  readonly tables: readonly string[];
  /** YYYY-MM-DD */
  readonly day: string;
  readonly target: TargetOfDay;
  /** The output's object store: a removed day goes out of a table only where it has no files. */
  readonly store: Pick<ObjectStore, "list">;
  readonly log: Log;
}

/**
 * Has every table show a day as the ledger says: finishes interrupted renames of all of them, then moves the day's partitions,
 * see {@link followPartition}.
 */
export async function followDay(request: FollowDayRequest): Promise<Followed[]> {
  const { metastore, day, target, store, log } = request;
  const database = hiveName(request.database);
  const existing = await listTables(metastore, database);
  for (const table of request.tables) {
    await recoverTable(metastore, { database, table }, existing, log, target);
  }
  const found: Followed[] = [];
  for (const table of tablesOf(await target(day), request.tables)) {
    const followed = await followPartition(
      metastore,
      { database, table },
      day,
      target,
      log,
      hasNoFiles(store),
    );
    if (followed !== undefined) {
      found.push(followed);
    }
  }
  return found;
}

/** Compares what every table shows of a day with what it should, and changes nothing. */
export async function findFaults({
  metastore,
  database,
  tables,
  day,
  target,
  store,
}: Omit<FollowDayRequest, "log">): Promise<DayFault[]> {
  const wanted = await target(day);
  const existing = await listTables(metastore, hiveName(database));
  const looked = await sideBySide(tablesOf(wanted, tables), { concurrency: LOOKS_AT_ONCE }, async (table) =>
    findFault(metastore, { database: hiveName(database), table }, day, wanted, existing, hasNoFiles(store)),
  );
  return looked.filter((fault) => fault !== undefined);
}

/** Each look is a statement of its own. */
const LOOKS_AT_ONCE = 8;

/** The tables that a target says something of. */
function tablesOf(target: DayTarget, tables: readonly string[]): readonly string[] {
  switch (target.kind) {
    case "unknown":
      return [];
    case "removed":
      return tables;
    case "shown":
      return [...target.locations.keys()];
    default:
      return target satisfies never;
  }
}

/** Has a table show a day as it should: finishes an interrupted rename, then moves the partition, see {@link followPartition}. */
export async function followLedger(
  metastore: Metastore,
  name: TableName,
  day: string,
  target: TargetOfDay,
  log: Log,
  isGhost?: IsGhost,
): Promise<Followed | undefined> {
  await recoverTable(metastore, name, await listTables(metastore, name.database), log, target);
  return followPartition(metastore, name, day, target, log, isGhost);
}

function hasNoFiles(store: Pick<ObjectStore, "list">): IsGhost {
  return async (location) => {
    const [, bucket, key] = /^[^:]+:\/\/([^/]+)\/(.+)$/u.exec(location) ?? [];
    if (bucket === undefined || key === undefined) {
      return false;
    }
    for await (const _object of store.list(bucket, `${key}/`)) {
      return false;
    }
    return true;
  };
}

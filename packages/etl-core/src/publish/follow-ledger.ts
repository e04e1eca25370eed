import { hiveName } from "../model/identifiers.ts";
import type { Log } from "../model/log.ts";
import { type DayFault, findFault, type Followed, followPartition } from "./day-fault.ts";
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
  readonly log: Log;
}

/**
 * Has every table show a day as the ledger says: finishes interrupted renames of all of them, then moves the day's partitions,
 * see {@link followPartition}.
 */
export async function followDay(request: FollowDayRequest): Promise<Followed[]> {
  const { metastore, day, target, log } = request;
  const database = hiveName(request.database);
  const existing = await listTables(metastore, database);
  for (const table of request.tables) {
    await recoverTable(metastore, { database, table }, existing, log, target);
  }
  const found: Followed[] = [];
  for (const table of tablesOf(await target(day), request.tables)) {
    const followed = await followPartition(metastore, { database, table }, day, target, log);
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
}: Omit<FollowDayRequest, "log">): Promise<DayFault[]> {
  const wanted = await target(day);
  const existing = await listTables(metastore, hiveName(database));
  const faults: DayFault[] = [];
  for (const table of tablesOf(wanted, tables)) {
    const fault = await findFault(metastore, { database: hiveName(database), table }, day, wanted, existing);
    if (fault !== undefined) {
      faults.push(fault);
    }
  }
  return faults;
}

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
): Promise<Followed | undefined> {
  await recoverTable(metastore, name, await listTables(metastore, name.database), log, target);
  return followPartition(metastore, name, day, target, log);
}

import type { StructField } from "spark-connect-node";
import { runOf } from "../model/layout.ts";
import type { Log } from "../model/log.ts";
import { followPartition } from "./day-fault.ts";
import { freeAsideName, nextName, prevName } from "./helper-tables.ts";
import {
  listTables,
  type Metastore,
  partitionDays,
  partitionLocation,
  partitionLocations,
  readTraits,
} from "./metastore.ts";
import type { TargetOfDay } from "./publish-fence.ts";
import {
  addPartitions,
  createTable,
  type PartitionLocation,
  renameTable,
  setLocation,
  type TableName,
} from "./statements.ts";

/** Partitions added by one statement: enough to be quick, few enough for a statement of modest length. */
const PARTITIONS_PER_STATEMENT = 100;

/**
 * Makes a table's structs wider, which Spark SQL cannot do in place: `{t}__next` is created over the same folders,
 * then the table and it change places. Between the two renames the name does not resolve, for a fraction of a second;
 * a crash at any point is seen to by {@link decideRecovery} and {@link completeRenames}.
 *
 * Nothing is dropped. The table as it was stays as `{t}__prev` (an earlier one is put aside as `{t}__prev_1`, …):
 * metadata alone, over the same files.
 */
export async function widenTable(
  metastore: Metastore,
  name: TableName,
  columns: readonly StructField[],
  location: string,
  log: Log,
  target?: TargetOfDay,
): Promise<void> {
  const next = nextName(name.table);
  const prev = prevName(name.table);
  const days = await partitionDays(metastore, name);
  const traits = await readTraits(metastore, name);
  if (traits.hidden.length > 0) {
    log.warn(
      { table: name.table, properties: traits.hidden },
      "Spark does not show these table properties, so the renamed table lacks them: set them again",
    );
  }
  for (const leftover of [prev, next]) {
    await putAside(metastore, name, leftover, log);
  }
  await metastore.run(createTable({ ...name, table: next }, columns, traits.location || location, traits));
  const copied = await copyPartitions(metastore, name, next, days);
  await metastore.run(renameTable(name, prev));
  await completeRenames(metastore, name, log, { copied, target });
}

/** What is known of the days while a pair of renames is finished. */
export interface RenamedDays {
  /** What `__next` was given; where that is not known any more, it is asked. */
  readonly copied?: readonly PartitionLocation[];
  /** What the ledger has of a day, where there is one. */
  readonly target: TargetOfDay | undefined;
}

/**
 * Finishes a pair of renames whose first is done. What other runs published to the table after `__next` was given its
 * partitions is brought along, new days and days run again; from the first rename on nobody can.
 */
export async function completeRenames(
  metastore: Metastore,
  name: TableName,
  log: Log,
  { copied, target }: RenamedDays,
): Promise<void> {
  const next: TableName = { ...name, table: nextName(name.table) };
  const prev: TableName = { ...name, table: prevName(name.table) };
  const given = copied ?? (await partitionLocations(metastore, next, await partitionDays(metastore, next)));
  const known = new Set(given.map(({ day }) => day));
  const missing = (await partitionDays(metastore, prev)).filter((day) => !known.has(day));
  await copyPartitions(metastore, prev, next.table, missing);
  await metastore.run(renameTable(next, name.table));
  for (const partition of given) {
    await bringMoved(metastore, prev, name, partition, target, log);
  }
}

/**
 * Moves a day that was run again between copying and renaming. It takes two looks, so it waits until the table has its name
 * back. The day is another runner's perhaps: with a ledger it goes where the ledger has it, and is looked at again; without
 * one it is left alone once it is published anew, and never goes back to an earlier run.
 */
async function bringMoved(
  metastore: Metastore,
  prev: TableName,
  name: TableName,
  { day, location: given }: PartitionLocation,
  target: TargetOfDay | undefined,
  log: Log,
): Promise<void> {
  const moved = await partitionLocation(metastore, prev, day);
  const current = await partitionLocation(metastore, name, day);
  if (moved === undefined || moved === current) {
    return;
  }
  const known = await target?.(day);
  if (target !== undefined && known?.kind !== "unknown") {
    await followPartition(metastore, name, day, target, log);
  } else if (current === given && !isEarlier(moved, given)) {
    await metastore.run(setLocation(name, { day, location: moved }));
  }
}

function isEarlier(location: string, than: string): boolean {
  const [run, other] = [runOf(location), runOf(than)];
  return run !== undefined && other !== undefined && run.runId < other.runId;
}

async function copyPartitions(
  metastore: Metastore,
  from: TableName,
  to: string,
  days: readonly string[],
): Promise<PartitionLocation[]> {
  const partitions = await partitionLocations(metastore, from, days);
  for (let start = 0; start < partitions.length; start += PARTITIONS_PER_STATEMENT) {
    const batch = partitions.slice(start, start + PARTITIONS_PER_STATEMENT);
    await metastore.run(addPartitions({ ...from, table: to }, batch));
  }
  return partitions;
}

async function putAside(metastore: Metastore, name: TableName, leftover: string, log: Log): Promise<void> {
  const existing = await listTables(metastore, name.database);
  if (existing.has(leftover)) {
    const aside = freeAsideName(name.table, existing);
    log.info({ table: leftover, aside }, "an earlier table is put aside");
    await metastore.run(renameTable({ ...name, table: leftover }, aside));
  }
}

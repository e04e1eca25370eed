import type { StructField } from "spark-connect-node";
import type { Log } from "../model/log.ts";
import { freeAsideName, nextName, prevName } from "./helper-tables.ts";
import { listTables, type Metastore, partitionDays, partitionLocations } from "./metastore.ts";
import { addPartitions, createTable, renameTable, type TableName } from "./statements.ts";

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
): Promise<void> {
  const next = nextName(name.table);
  const prev = prevName(name.table);
  const days = await partitionDays(metastore, name);
  for (const leftover of [prev, next]) {
    await putAside(metastore, name, leftover, log);
  }
  await metastore.run(createTable({ ...name, table: next }, columns, location));
  await copyPartitions(metastore, name, next, days);
  await metastore.run(renameTable(name, prev));
  await completeRenames(metastore, name);
}

/**
 * Finishes a pair of renames whose first is done. A day that another run published to the table after `__next` was
 * given its partitions is brought along; from the first rename on nobody can.
 */
export async function completeRenames(metastore: Metastore, name: TableName): Promise<void> {
  const next: TableName = { ...name, table: nextName(name.table) };
  const prev: TableName = { ...name, table: prevName(name.table) };
  const known = new Set(await partitionDays(metastore, next));
  const missing = (await partitionDays(metastore, prev)).filter((day) => !known.has(day));
  await copyPartitions(metastore, prev, next.table, missing);
  await metastore.run(renameTable(next, name.table));
}

async function copyPartitions(
  metastore: Metastore,
  from: TableName,
  to: string,
  days: readonly string[],
): Promise<void> {
  const partitions = await partitionLocations(metastore, from, days);
  for (let start = 0; start < partitions.length; start += PARTITIONS_PER_STATEMENT) {
    const batch = partitions.slice(start, start + PARTITIONS_PER_STATEMENT);
    await metastore.run(addPartitions({ ...from, table: to }, batch));
  }
}

async function putAside(metastore: Metastore, name: TableName, leftover: string, log: Log): Promise<void> {
  const existing = await listTables(metastore, name.database);
  if (existing.has(leftover)) {
    const aside = freeAsideName(name.table, existing);
    log.info({ table: leftover, aside }, "an earlier table is put aside");
    await metastore.run(renameTable({ ...name, table: leftover }, aside));
  }
}

import { type Column, type ColumnOrName, operand } from "../column/column.ts";
import { invoke, named } from "./invoke.ts";
import { randomSeed } from "./seed.ts";

// The query's surroundings.

/** The current catalog. */
export function currentCatalog(): Column {
  return invoke("current_catalog");
}

/** The current database. */
export function currentDatabase(): Column {
  return invoke("current_database");
}

/** The current database; the same as {@link currentDatabase}. */
export function currentSchema(): Column {
  return invoke("current_schema");
}

/** The user of the query. */
export function currentUser(): Column {
  return invoke("current_user");
}

/** The file the row was read from; empty when it is not known. */
export function inputFileName(): Column {
  return invoke("input_file_name");
}

/** The length of the file's block that is read, or −1. */
export function inputFileBlockLength(): Column {
  return invoke("input_file_block_length");
}

/** The start of the file's block that is read, or −1. */
export function inputFileBlockStart(): Column {
  return invoke("input_file_block_start");
}

/** A number for each row, unique and increasing, but with gaps; it depends on the partitions. */
export function monotonicallyIncreasingId(): Column {
  return invoke("monotonically_increasing_id");
}

/** The number of the row's partition. */
export function sparkPartitionId(): Column {
  return invoke("spark_partition_id");
}

/** The name of the column's type. */
export function typeOf(column: ColumnOrName): Column {
  return invoke("typeof", named(column));
}

/** The version of Spark. */
export function version(): Column {
  return invoke("version");
}

/** A random UUID for each row; without a seed a new one is taken with each call of this function. */
export function uuid(seed?: number | bigint): Column {
  return invoke("uuid", operand(seed ?? randomSeed()));
}

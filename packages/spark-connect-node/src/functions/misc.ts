import type { Column, ColumnOrName } from "../column/column.ts";
import { invoke, named } from "./invoke.ts";

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

/** The schemas that functions and tables are looked up in, separated by commas (Spark 4.2 and later). */
export function currentPath(): Column {
  return invoke("current_path");
}

/** The user of the query. */
export function currentUser(): Column {
  return invoke("current_user");
}

/** The user of the query; the same as {@link currentUser}. */
export function user(): Column {
  return invoke("user");
}

/** The user that the session belongs to (Spark 4.0 and later). */
export function sessionUser(): Column {
  return invoke("session_user");
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

/** The name of the column's type, as DDL. PySpark's `typeof`, which is a reserved word here. */
export function typeOf(column: ColumnOrName): Column {
  return invoke("typeof", named(column));
}

/** The version of Spark. */
export function version(): Column {
  return invoke("version");
}

/**
 * Calls a static method of a Java class on the server and gives its result as text.
 *
 * @param columns - Constant columns with the names of class and method (`lit("java.util.UUID")`), then arguments.
 */
export function reflect(...columns: readonly ColumnOrName[]): Column {
  return invoke("reflect", ...columns.map(named));
}

/** Calls a static method of a Java class; the same as {@link reflect}. */
export function javaMethod(...columns: readonly ColumnOrName[]): Column {
  return invoke("java_method", ...columns.map(named));
}

/** As {@link reflect}, but null where the method throws (Spark 4.0 and later). */
export function tryReflect(...columns: readonly ColumnOrName[]): Column {
  return invoke("try_reflect", ...columns.map(named));
}

import { declaredTypes } from "@dataworks/schema-evolution";
import { SparkConnectError, type SparkSession, StructType } from "spark-connect-node";
import { PublishError, RefusedError } from "../errors.ts";
import { sideBySide } from "../concurrency/side-by-side.ts";
import { hiveName } from "../model/identifiers.ts";
import {
  describePartition,
  describeTable,
  PARTITION_COLUMN,
  type PartitionLocation,
  qualified,
  showPartitions,
  showProperties,
  showTables,
  type TableName,
  trimLocation,
} from "./statements.ts";
import { isParquetPartition, storageText, whyNotParquet } from "./storage-format.ts";
import {
  type DescribeRow,
  type PartitionDescription,
  parsePartitionDay,
  parsePartitionDescription,
  parseTableDescription,
  type TableDescription,
} from "./table-description.ts";

import { type TableTraits, tableTraits } from "./table-traits.ts";

/** The part of Spark's catalog that publishing needs; {@link sparkMetastore} fits a session to it. */
export interface Metastore {
  /** Runs one statement and gives its rows, if it has any. */
  run(statement: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** The columns of a table that exists, the partition's last. */
  columns(name: TableName): Promise<StructType>;
}

/** Publishing through a Spark session with a Hive catalog. */
export function sparkMetastore(spark: Pick<SparkSession, "sql" | "table">): Metastore {
  return {
    run: async (statement) => (await spark.sql(statement)).collect(),
    columns: (name) => spark.table(qualified(name)).schema(),
  };
}

/** The tables of a database, in lower case; none when there is no such database. */
export async function listTables(metastore: Metastore, database: string): Promise<ReadonlySet<string>> {
  try {
    const rows = await metastore.run(showTables(database));
    return new Set(
      rows.filter((row) => row["isTemporary"] !== true).map((row) => hiveName(text(row, "tableName"))),
    );
  } catch (error) {
    if (hasErrorClass(error, "SCHEMA_NOT_FOUND")) {
      return new Set();
    }
    throw error;
  }
}

/**
 * The data columns of a table that exists, without the partition's, with the lengths of `VARCHAR(n)` and `CHAR(n)`.
 *
 * @param day - Whose partition will be written, YYYY-MM-DD.
 * @throws RefusedError when it is not a table that can be published to: a view, a managed table, other partitions, another
 *   format than Parquet.
 */
export async function readColumns(metastore: Metastore, name: TableName, day: string): Promise<StructType> {
  await checkFormat(metastore, name, await checkTable(metastore, name), day);
  const { fields } = declaredTypes(await metastore.columns(name));
  return new StructType(fields.filter((field) => hiveName(field.name) !== PARTITION_COLUMN));
}

/**
 * @returns what the table is.
 * @throws RefusedError when the table is not external or not partitioned by the day.
 */
export async function checkTable(metastore: Metastore, name: TableName): Promise<TableDescription> {
  const description = await describe(metastore, name);
  const { type, partitionColumns } = description;
  if (type !== "EXTERNAL") {
    throw new RefusedError(
      `${name.database}.${name.table} is ${type === "VIEW" ? "a view" : `a table of type ${type}`}, not an external table. ` +
        `Rename it or choose another database.`,
    );
  }
  const [partition, ...others] = partitionColumns;
  if (
    partition === undefined ||
    others.length > 0 ||
    hiveName(partition.name) !== PARTITION_COLUMN ||
    partition.type !== "date"
  ) {
    const found = partitionColumns.map((column) => `${column.name} ${column.type}`).join(", ");
    throw new RefusedError(
      `${name.database}.${name.table} is partitioned by ${found === "" ? "nothing" : found}, not by ${PARTITION_COLUMN} date. ` +
        `Rename it or choose another database.`,
    );
  }
  return description;
}

/** @throws RefusedError when the files of a day could not be read through the table. */
async function checkFormat(
  metastore: Metastore,
  name: TableName,
  description: TableDescription,
  day: string,
): Promise<void> {
  const unfit = whyNotParquet(description);
  if (unfit !== undefined) {
    throw new RefusedError(
      `${name.database}.${name.table} ${unfit}: its readers could not read the day, which is written as plain Parquet files. ` +
        `Rename it, or rewrite it as an external Parquet table, or choose another database.`,
    );
  }
  const rows = await metastore.run(showPartitions(name));
  const days = rows.flatMap((row) => parsePartitionDay(text(row, "partition")) ?? []).sort();
  // One statement tells of one partition, and a table may have thousands. The format changes at some day, so the ends differ.
  const looked = new Set([...days.filter((each) => each === day), ...days.slice(-1), ...days.slice(0, 1)]);
  await sideBySide([...looked], { concurrency: looked.size }, (each) =>
    checkPartition(metastore, name, each, description),
  );
}

/** @throws RefusedError when one of the days of a table that is Parquet is not. */
export async function checkPartitions(
  metastore: Metastore,
  name: TableName,
  days: readonly string[],
): Promise<void> {
  const description = await describe(metastore, name);
  for (const day of days) {
    await checkPartition(metastore, name, day, description);
  }
}

async function checkPartition(
  metastore: Metastore,
  name: TableName,
  day: string,
  table: TableDescription,
): Promise<void> {
  const partition = await partitionOf(metastore, name, day);
  if (partition !== undefined && !isParquetPartition(partition.storage, table)) {
    throw new RefusedError(
      `The partition ${PARTITION_COLUMN}=${day} of ${name.database}.${name.table} is ${storageText(partition.storage)}, not Parquet, and keeps its format when it is moved: ` +
        `readers could not read the table. Rewrite that day as Parquet, or drop its partition, then run again.`,
    );
  }
}

/** What hangs on a table besides its columns and days. */
export async function readTraits(metastore: Metastore, name: TableName): Promise<TableTraits> {
  const rows = await metastore.run(showProperties(name));
  return tableTraits(
    await describe(metastore, name),
    rows.map((row) => [text(row, "key"), text(row, "value")]),
  );
}

async function describe(metastore: Metastore, name: TableName): Promise<TableDescription> {
  return parseTableDescription(describeRows(await metastore.run(describeTable(name))));
}

/**
 * The days a table has.
 *
 * @throws PublishError naming a partition that is of no day.
 */
export async function partitionDays(metastore: Metastore, name: TableName): Promise<string[]> {
  const rows = await metastore.run(showPartitions(name));
  return rows.map((row) => {
    const day = parsePartitionDay(text(row, "partition"));
    if (day === undefined) {
      throw new PublishError(
        `${name.database}.${name.table} has a partition of no day, ${text(row, "partition")}: drop it, then run again.`,
      );
    }
    return day;
  });
}

/** Where a day is read from, without slashes at its end; undefined when the table has no such day. */
export async function partitionLocation(
  metastore: Metastore,
  name: TableName,
  day: string,
): Promise<string | undefined> {
  const location = (await partitionOf(metastore, name, day))?.location;
  return location === undefined ? undefined : trimLocation(location);
}

async function partitionOf(
  metastore: Metastore,
  name: TableName,
  day: string,
): Promise<PartitionDescription | undefined> {
  try {
    return parsePartitionDescription(describeRows(await metastore.run(describePartition(name, day))));
  } catch (error) {
    if (hasErrorClass(error, "PARTITIONS_NOT_FOUND")) {
      return undefined;
    }
    throw error;
  }
}

/** Where each of the days is read from. One statement a day: Spark's SQL tells the location of one at a time. */
export async function partitionLocations(
  metastore: Metastore,
  name: TableName,
  days: readonly string[],
): Promise<PartitionLocation[]> {
  const found: PartitionLocation[] = [];
  for (const day of days) {
    const location = await partitionLocation(metastore, name, day);
    if (location !== undefined) {
      found.push({ day, location });
    }
  }
  return found;
}

function hasErrorClass(error: unknown, errorClass: string): boolean {
  return error instanceof SparkConnectError && error.errorClass === errorClass;
}

function describeRows(rows: readonly Readonly<Record<string, unknown>>[]): DescribeRow[] {
  return rows.map((row) => {
    const comment = row["comment"];
    return {
      col_name: text(row, "col_name"),
      data_type: text(row, "data_type"),
      ...(typeof comment === "string" && comment !== "" ? { comment } : {}),
    };
  });
}

function text(row: Readonly<Record<string, unknown>>, column: string): string {
  const value = row[column];
  return typeof value === "string" ? value : "";
}

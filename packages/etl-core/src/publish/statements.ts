import type { StructField } from "spark-connect-node";
import { checkDay, quoteIdentifier } from "../model/identifiers.ts";
import { hiveType } from "./hive-type.ts";
import type { TableTraits } from "./table-traits.ts";

/** The partition column of every published table. It is in the folder's name, never in the files. */
export const PARTITION_COLUMN = "date_uploaded";

/** A table by database and name. */
export interface TableName {
  readonly database: string;
  readonly table: string;
}

/** A day's partition and the folder it is read from. */
export interface PartitionLocation {
  /** YYYY-MM-DD */
  readonly day: string;
  /** URI without a slash at its end, as the metastore keeps it. */
  readonly location: string;
}

/** `` `db`.`table` `` */
export function qualified({ database, table }: TableName): string {
  return quoteIdentifier(database, table);
}

/** Text as a literal of Spark SQL, which reads backslash escapes. */
export function quoteText(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}

/** A location as the metastore keeps it: without slashes at its end. */
export function trimLocation(location: string): string {
  return location.replace(/\/+$/u, "");
}

/** `CREATE DATABASE IF NOT EXISTS …` */
export function createDatabase(database: string): string {
  return `CREATE DATABASE IF NOT EXISTS ${quoteIdentifier(database)}`;
}

/**
 * `CREATE EXTERNAL TABLE IF NOT EXISTS …`: external, so that no statement on the table ever touches a file. Spark calls the
 * tables of a data source external when they have a location.
 *
 * @param columns - The data columns, without the partition's.
 * @param location - The collection's folder. Partitions say for themselves where they are.
 * @param traits - Of the table it takes the place of. Default: a table of Hive with nothing on it.
 */
export function createTable(
  name: TableName,
  columns: readonly StructField[],
  location: string,
  traits?: TableTraits,
): string {
  const day = `${quoteIdentifier(PARTITION_COLUMN)} DATE${comment(traits?.partitionComment)}`;
  const tail =
    `LOCATION ${quoteText(trimLocation(location))}` +
    settings(" TBLPROPERTIES", traits?.properties ?? new Map());
  const list = columnList(columns);
  const options = traits?.options ?? new Map<string, string>();
  return traits === undefined || traits.provider === "hive"
    ? `CREATE EXTERNAL TABLE IF NOT EXISTS ${qualified(name)} (${list})${comment(traits?.comment)} ` +
        `PARTITIONED BY (${day}) ${hiveStorage(options)} ${tail}`
    : `CREATE TABLE IF NOT EXISTS ${qualified(name)} (${list}, ${day}) USING PARQUET${settings(" OPTIONS", options)} ` +
        `PARTITIONED BY (${quoteIdentifier(PARTITION_COLUMN)})${comment(traits.comment)} ${tail}`;
}

/** Spark takes the properties of a serde only where its classes are named. */
function hiveStorage(options: ReadonlyMap<string, string>): string {
  const hive = "org.apache.hadoop.hive.ql.io.parquet";
  return options.size === 0
    ? "STORED AS PARQUET"
    : `ROW FORMAT SERDE '${hive}.serde.ParquetHiveSerDe'${settings(" WITH SERDEPROPERTIES", options)} ` +
        `STORED AS INPUTFORMAT '${hive}.MapredParquetInputFormat' OUTPUTFORMAT '${hive}.MapredParquetOutputFormat'`;
}

function comment(text: string | undefined): string {
  return text === undefined ? "" : ` COMMENT ${quoteText(text)}`;
}

function settings(keyword: string, values: ReadonlyMap<string, string>): string {
  const pairs = [...values].map(([key, value]) => `${quoteText(key)} = ${quoteText(value)}`);
  return pairs.length === 0 ? "" : `${keyword} (${pairs.join(", ")})`;
}

/** `ALTER TABLE … ADD COLUMNS …`: at the end, null in every partition that has not got them. */
export function addColumns(name: TableName, columns: readonly StructField[]): string {
  return `ALTER TABLE ${qualified(name)} ADD COLUMNS (${columnList(columns)})`;
}

/** `ALTER TABLE … ADD IF NOT EXISTS PARTITION … LOCATION …` for one or more days; a day it has keeps its location. */
export function addPartitions(name: TableName, partitions: readonly PartitionLocation[]): string {
  const clauses = partitions.map(
    ({ day, location }) => `${partition(day)} LOCATION ${quoteText(trimLocation(location))}`,
  );
  return `ALTER TABLE ${qualified(name)} ADD IF NOT EXISTS ${clauses.join(" ")}`;
}

/** `ALTER TABLE … PARTITION … SET LOCATION …`: what a reader sees changes here, all at once. */
export function setLocation(name: TableName, { day, location }: PartitionLocation): string {
  return `ALTER TABLE ${qualified(name)} ${partition(day)} SET LOCATION ${quoteText(trimLocation(location))}`;
}

/** `ALTER TABLE … RENAME TO …`, within one database. An external table's files and partitions stay where they are. */
export function renameTable({ database, table }: TableName, to: string): string {
  return `ALTER TABLE ${quoteIdentifier(database, table)} RENAME TO ${quoteIdentifier(database, to)}`;
}

/** `SHOW TABLES IN …`: the database's tables, and the session's temporary views. */
export function showTables(database: string): string {
  return `SHOW TABLES IN ${quoteIdentifier(database)}`;
}

/** `SHOW PARTITIONS …` */
export function showPartitions(name: TableName): string {
  return `SHOW PARTITIONS ${qualified(name)}`;
}

/** `SHOW TBLPROPERTIES …` */
export function showProperties(name: TableName): string {
  return `SHOW TBLPROPERTIES ${qualified(name)}`;
}

/** `DESCRIBE TABLE EXTENDED …`: columns, partition columns, type, location. */
export function describeTable(name: TableName): string {
  return `DESCRIBE TABLE EXTENDED ${qualified(name)}`;
}

/** `DESCRIBE TABLE EXTENDED … PARTITION …`: where one day is read from. */
export function describePartition(name: TableName, day: string): string {
  return `${describeTable(name)} ${partition(day)}`;
}

/** `ALTER TABLE … DROP IF EXISTS PARTITION …`: of a day that a clean-up removed. An external table's files stay. */
export function dropPartition(name: TableName, day: string): string {
  return `ALTER TABLE ${qualified(name)} DROP IF EXISTS ${partition(day)}`;
}

/** Whether a statement changes the metastore. */
export function changesMetastore(statement: string): boolean {
  return /^(?:CREATE|ALTER|DROP)\b/u.test(statement);
}

/** `DROP TABLE IF EXISTS …`, for clean-up alone. */
export function dropTable(name: TableName): string {
  return `DROP TABLE IF EXISTS ${qualified(name)}`;
}

function partition(day: string): string {
  return `PARTITION (${quoteIdentifier(PARTITION_COLUMN)} = DATE ${quoteText(checkDay(day))})`;
}

function columnList(columns: readonly StructField[]): string {
  return columns.map((column) => columnText(column)).join(", ");
}

function columnText({ name, type, metadata }: StructField): string {
  const { comment: text, CURRENT_DEFAULT: value } = metadata;
  return (
    `${quoteIdentifier(name)} ${hiveType(type)}` +
    `${typeof value === "string" ? ` DEFAULT ${value}` : ""}${comment(typeof text === "string" ? text : undefined)}`
  );
}

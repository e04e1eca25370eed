/** A row of Spark's DESCRIBE: a column's name and type, or a title, or a property and its value. */
export interface DescribeRow {
  readonly col_name: string;
  readonly data_type: string;
  readonly comment?: string | undefined;
}

/** Who reads the rows of a table or partition, by the names of Java classes; empty where there is none. */
export interface Storage {
  readonly serde: string;
  readonly inputFormat: string;
}

/** One partition. */
export interface PartitionDescription {
  /** Undefined when it has none. */
  readonly location: string | undefined;
  readonly storage: Storage;
}

/** A column that a table is partitioned by. */
export interface PartitionColumn {
  readonly name: string;
  readonly type: string;
  readonly comment?: string | undefined;
}

/** What a table is, apart from its data columns. */
export interface TableDescription {
  /** `EXTERNAL`, `MANAGED`, `VIEW`. */
  readonly type: string;
  /** Empty for a view. */
  readonly location: string;
  readonly partitionColumns: readonly PartitionColumn[];
  readonly comment?: string | undefined;
  /** `hive`, or the data source: `parquet`, `CSV`, in whatever case. */
  readonly provider: string;
  readonly storage: Storage;
  /** Number of buckets; 0 for none. */
  readonly buckets: number;
  /** Whether the metastore has the table's partitions. */
  readonly partitionsInCatalog: boolean;
}

const PARTITION_COLUMNS = "# Partition Information";
const TABLE = "# Detailed Table Information";
const PARTITION = "# Detailed Partition Information";

/**
 * Reads `DESCRIBE TABLE EXTENDED`, whose rows are the same from Spark 3.5 to 4.3: sections that begin with a title
 * and end with an empty row or at the next title.
 */
export function parseTableDescription(rows: readonly DescribeRow[]): TableDescription {
  const properties = section(rows, TABLE);
  return {
    type: valueOf(properties, "Type") ?? "",
    location: valueOf(properties, "Location") ?? "",
    partitionColumns: section(rows, PARTITION_COLUMNS).map((row) => ({
      name: row.col_name,
      type: row.data_type,
      comment: row.comment,
    })),
    comment: valueOf(properties, "Comment"),
    provider: valueOf(properties, "Provider") ?? "",
    storage: storageOf(properties),
    buckets: Number(valueOf(properties, "Num Buckets") ?? 0),
    partitionsInCatalog: valueOf(properties, "Partition Provider") === "Catalog",
  };
}

/** Reads `DESCRIBE TABLE EXTENDED … PARTITION …`. */
export function parsePartitionDescription(rows: readonly DescribeRow[]): PartitionDescription {
  const properties = section(rows, PARTITION);
  return { location: valueOf(properties, "Location"), storage: storageOf(properties) };
}

/** Reads the day out of a row of `SHOW PARTITIONS`, `date_uploaded=2026-11-01`; undefined for other partitions. */
export function parsePartitionDay(partition: string): string | undefined {
  return /^date_uploaded=(\d{4}-\d{2}-\d{2})$/iu.exec(partition)?.[1];
}

function storageOf(rows: readonly DescribeRow[]): Storage {
  return {
    serde: valueOf(rows, "Serde Library") ?? "",
    inputFormat: valueOf(rows, "InputFormat") ?? "",
  };
}

function section(rows: readonly DescribeRow[], title: string): readonly DescribeRow[] {
  const start = rows.findIndex((row) => row.col_name === title);
  if (start < 0) {
    return [];
  }
  const body = rows.slice(start + 1);
  const end = body.findIndex((row) => row.col_name === "" || isTitle(row));
  return (end < 0 ? body : body.slice(0, end)).filter((row) => row.col_name !== "# col_name");
}

function isTitle(row: DescribeRow): boolean {
  return row.col_name.startsWith("# ") && row.col_name !== "# col_name";
}

function valueOf(rows: readonly DescribeRow[], property: string): string | undefined {
  return rows.find((row) => row.col_name === property)?.data_type;
}

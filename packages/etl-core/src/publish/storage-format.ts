import type { Storage, TableDescription } from "./table-description.ts";

/** Classes that read plain Parquet, by the last part of their names: older versions of Hive have them in other packages. */
const SERDE = "ParquetHiveSerDe";
const INPUT_FORMATS: readonly string[] = ["MapredParquetInputFormat", "DeprecatedParquetInputFormat"];

/**
 * Returns why readers of a table could not read Parquet files in its partitions: undefined if they can. The sentence goes on from the
 * table's name.
 *
 * Spark reads a data source table by its provider and a Hive table by serde and input format. A Parquet serde alone is not
 * enough: the tables of Hudi and of Delta's manifests have it too, with input formats of their own.
 */
export function whyNotParquet({
  provider,
  storage,
  buckets,
  partitionsInCatalog,
}: TableDescription): string | undefined {
  const kind = provider.toLowerCase();
  if (kind === "hive" || kind === "") {
    if (!isParquet(storage)) return `is ${storageText(storage)}, not Parquet`;
  } else if (kind !== "parquet") {
    return `is a table of ${provider}, not of Parquet`;
  }
  if (buckets > 0) return `has ${buckets} buckets, which the files of a day do not keep`;
  return partitionsInCatalog ? undefined : "keeps its partitions in folders, not in the metastore";
}

/**
 * Whether a partition of a table that itself is Parquet is too. A partition keeps its own format when its location changes. Of
 * a data source table Spark cannot describe to Hive, all partitions have the table's placeholder.
 */
export function isParquetPartition(partition: Storage, table: TableDescription): boolean {
  const placeholder = table.provider.toLowerCase() === "parquet" && sameStorage(partition, table.storage);
  return isParquet(partition) || placeholder;
}

/** Describes a format for an error: `stored by OrcSerde and OrcInputFormat`. */
export function storageText({ serde, inputFormat }: Storage): string {
  return `stored by ${lastPart(serde) || "no serde"} and ${lastPart(inputFormat) || "no input format"}`;
}

function isParquet({ serde, inputFormat }: Storage): boolean {
  return lastPart(serde) === SERDE && INPUT_FORMATS.includes(lastPart(inputFormat));
}

function sameStorage(a: Storage, b: Storage): boolean {
  return a.serde === b.serde && a.inputFormat === b.inputFormat;
}

function lastPart(className: string): string {
  return className.slice(className.lastIndexOf(".") + 1);
}

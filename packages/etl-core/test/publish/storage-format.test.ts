import { describe, expect, it } from "@jest/globals";
import { isParquetPartition, whyNotParquet } from "../../src/publish/storage-format.ts";
import type { Storage, TableDescription } from "../../src/publish/table-description.ts";

const hive = "org.apache.hadoop.hive.ql.io.parquet";
const parquet: Storage = {
  serde: `${hive}.serde.ParquetHiveSerDe`,
  inputFormat: `${hive}.MapredParquetInputFormat`,
};
const placeholder: Storage = {
  serde: "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe",
  inputFormat: "org.apache.hadoop.mapred.SequenceFileInputFormat",
};

function table(description: Partial<TableDescription>): TableDescription {
  return {
    type: "EXTERNAL",
    location: "s3a://b/t",
    partitionColumns: [],
    provider: "hive",
    storage: parquet,
    buckets: 0,
    partitionsInCatalog: true,
    ...description,
  };
}

describe("whyNotParquet", () => {
  it.each<[string, Partial<TableDescription>, string | undefined]>([
    ["Hive's Parquet", {}, undefined],
    [
      "an old Hive's",
      {
        storage: {
          serde: "parquet.hive.serde.ParquetHiveSerDe",
          inputFormat: "parquet.hive.DeprecatedParquetInputFormat",
        },
      },
      undefined,
    ],
    ["Spark's Parquet", { provider: "PARQUET" }, undefined],
    ["Spark's Parquet that Hive cannot read", { provider: "parquet", storage: placeholder }, undefined],
    [
      "text",
      { storage: placeholder },
      "is stored by LazySimpleSerDe and SequenceFileInputFormat, not Parquet",
    ],
    [
      "Hudi, by its input format",
      { storage: { ...parquet, inputFormat: "org.apache.hudi.hadoop.HoodieParquetInputFormat" } },
      "is stored by ParquetHiveSerDe and HoodieParquetInputFormat, not Parquet",
    ],
    [
      "Delta's manifests",
      { storage: { ...parquet, inputFormat: "org.apache.hadoop.hive.ql.io.SymlinkTextInputFormat" } },
      "is stored by ParquetHiveSerDe and SymlinkTextInputFormat, not Parquet",
    ],
    [
      "a storage handler",
      { storage: { serde: "a.HBaseSerDe", inputFormat: "" } },
      "is stored by HBaseSerDe and no input format, not Parquet",
    ],
    ["Spark's CSV", { provider: "CSV", storage: placeholder }, "is a table of CSV, not of Parquet"],
    ["Delta", { provider: "delta" }, "is a table of delta, not of Parquet"],
    ["buckets", { provider: "parquet", buckets: 4 }, "has 4 buckets, which the files of a day do not keep"],
    [
      "no partitions in the metastore",
      { provider: "parquet", partitionsInCatalog: false },
      "keeps its partitions in folders, not in the metastore",
    ],
  ])("of %s", (_title, description, why) => {
    expect(whyNotParquet(table(description))).toBe(why);
  });
});

describe("isParquetPartition", () => {
  it.each<[string, Storage, Partial<TableDescription>, boolean]>([
    ["Parquet", parquet, {}, true],
    ["text in a Parquet table", placeholder, {}, false],
    ["a placeholder like its table's", placeholder, { provider: "parquet", storage: placeholder }, true],
    ["text in a Parquet table of Spark", placeholder, { provider: "parquet" }, false],
  ])("%s: %#", (_title, partition, description, expected) => {
    expect(isParquetPartition(partition, table(description))).toBe(expected);
  });
});

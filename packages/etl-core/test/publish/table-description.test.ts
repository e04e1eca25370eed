import { describe, expect, it } from "@jest/globals";
import {
  type DescribeRow,
  parsePartitionDay,
  parsePartitionDescription,
  parseTableDescription,
} from "../../src/publish/table-description.ts";

/** As Spark 4.3 answers, cut to what differs from row to row. */
const rows = (...pairs: readonly [string, string][]): DescribeRow[] =>
  pairs.map(([col_name, data_type]) => ({ col_name, data_type }));

const columns = rows(
  ["location", "string"],
  ["Type", "bigint"],
  ["date_uploaded", "date"],
  ["# Partition Information", ""],
  ["# col_name", "data_type"],
  ["date_uploaded", "date"],
  ["", ""],
);

describe("parseTableDescription", () => {
  it("reads properties, not columns of the same name", () => {
    const description = parseTableDescription([
      ...columns,
      ...rows(
        ["# Detailed Table Information", ""],
        ["Type", "EXTERNAL"],
        ["Provider", "hive"],
        ["Num Buckets", "4"],
        ["Location", "s3a://b/t"],
        ["Serde Library", "a.Serde"],
        ["InputFormat", "a.Input"],
        ["Partition Provider", "Catalog"],
      ),
    ]);
    expect(description).toEqual({
      type: "EXTERNAL",
      location: "s3a://b/t",
      partitionColumns: [{ name: "date_uploaded", type: "date" }],
      provider: "hive",
      storage: { serde: "a.Serde", inputFormat: "a.Input" },
      buckets: 4,
      partitionsInCatalog: true,
    });
  });

  it("knows a table without partitions", () => {
    const description = parseTableDescription(
      rows(["a", "int"], ["", ""], ["# Detailed Table Information", ""], ["Type", "VIEW"]),
    );
    expect(description).toMatchObject({ type: "VIEW", location: "", partitionColumns: [], buckets: 0 });
  });
});

describe("parsePartitionDescription", () => {
  it("reads the partition's, not the table's", () => {
    const description = parsePartitionDescription([
      ...columns,
      ...rows(
        ["# Detailed Partition Information", ""],
        ["Database", "db"],
        ["Location", "s3a://b/t/run=000001-0a0b0c0d/date_uploaded=2026-11-01"],
        ["Serde Library", "a.Orc"],
        ["InputFormat", "a.OrcInput"],
        ["", ""],
        ["# Storage Information", ""],
        ["Location", "s3a://b/t"],
        ["Serde Library", "a.Parquet"],
      ),
    ]);
    expect(description).toEqual({
      location: "s3a://b/t/run=000001-0a0b0c0d/date_uploaded=2026-11-01",
      storage: { serde: "a.Orc", inputFormat: "a.OrcInput" },
    });
  });

  it("is undefined where there is none", () => {
    expect(parsePartitionDescription(columns).location).toBeUndefined();
  });
});

describe("parsePartitionDay", () => {
  it.each([
    ["date_uploaded=2026-11-01", "2026-11-01"],
    ["DATE_UPLOADED=2026-11-01", "2026-11-01"],
    ["date_uploaded=__HIVE_DEFAULT_PARTITION__", undefined],
    ["date_uploaded=2026-11-01/hour=1", undefined],
  ])("%s", (partition, day) => {
    expect(parsePartitionDay(partition)).toBe(day);
  });
});

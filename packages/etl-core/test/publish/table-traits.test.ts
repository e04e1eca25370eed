import { describe, expect, it } from "@jest/globals";
import { tableTraits } from "../../src/publish/table-traits.ts";
import { createTable } from "../../src/publish/statements.ts";
import type { TableDescription } from "../../src/publish/table-description.ts";

const description: TableDescription = {
  type: "EXTERNAL",
  location: "s3a://b/t",
  partitionColumns: [{ name: "date_uploaded", type: "date", comment: "the day" }],
  comment: "it's",
  provider: "PARQUET",
  storage: { serde: "", inputFormat: "" },
  buckets: 0,
  partitionsInCatalog: true,
};

describe("tableTraits", () => {
  it("keeps what people put there, not what Spark and the metastore write", () => {
    const traits = tableTraits(description, [
      ["owner.team", "x"],
      ["transient_lastDdlTime", "1"],
      ["numRows", "7"],
      ["api.token", "*********(redacted)"],
      ["option.serialization.format", "1"],
      ["option.path", "s3a://b/t"],
      ["option.mergeSchema", "true"],
    ]);
    expect([...traits.properties]).toEqual([["owner.team", "x"]]);
    expect([...traits.options]).toEqual([["mergeSchema", "true"]]);
    expect(traits.hidden).toEqual(["api.token"]);
    const table = { database: "db", table: "t" };
    expect(createTable(table, [], "s3a://b/t", traits)).toBe(
      "CREATE TABLE IF NOT EXISTS `db`.`t` (, `date_uploaded` DATE COMMENT 'the day') USING PARQUET OPTIONS ('mergeSchema' = 'true') " +
        "PARTITIONED BY (`date_uploaded`) COMMENT 'it\\'s' LOCATION 's3a://b/t' TBLPROPERTIES ('owner.team' = 'x')",
    );
    expect(createTable(table, [], "s3a://b/t", { ...traits, provider: "hive" })).toBe(
      "CREATE EXTERNAL TABLE IF NOT EXISTS `db`.`t` () COMMENT 'it\\'s' PARTITIONED BY (`date_uploaded` DATE COMMENT 'the day') " +
        "ROW FORMAT SERDE 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe' WITH SERDEPROPERTIES ('mergeSchema' = 'true') " +
        "STORED AS INPUTFORMAT 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat' OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat' " +
        "LOCATION 's3a://b/t' TBLPROPERTIES ('owner.team' = 'x')",
    );
  });
});

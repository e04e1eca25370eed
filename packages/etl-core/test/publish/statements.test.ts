import { describe, expect, it } from "@jest/globals";
import { StructType, types } from "spark-connect-node";
import {
  addColumns,
  addPartitions,
  createDatabase,
  createTable,
  changesMetastore,
  describePartition,
  dropPartition,
  dropTable,
  quoteText,
  renameTable,
  setLocation,
  showPartitions,
  showTables,
} from "../../src/publish/statements.ts";

const bids = { database: "uc_kickstart", table: "bids" };
const columns = types.struct([
  { name: "id", type: types.long },
  { name: "it's`odd", type: types.array(types.struct([{ name: "line 1", type: types.string }])) },
]).fields;

describe("statements", () => {
  it.each([
    [createDatabase("uc_kickstart"), "CREATE DATABASE IF NOT EXISTS `uc_kickstart`"],
    [
      createTable(bids, columns, "s3a://b/data/uc_kickstart/non-pii/bids/"),
      "CREATE EXTERNAL TABLE IF NOT EXISTS `uc_kickstart`.`bids` (`id` bigint, `it's``odd` array<struct<`line 1`:string>>) " +
        "PARTITIONED BY (`date_uploaded` DATE) STORED AS PARQUET LOCATION 's3a://b/data/uc_kickstart/non-pii/bids'",
    ],
    [
      addColumns(
        bids,
        StructType.fromDDL("s STRUCT<a: INT NOT NULL COMMENT 'x', b: MAP<STRING, STRUCT<c: INT NOT NULL>>>")
          .fields,
      ),
      "ALTER TABLE `uc_kickstart`.`bids` ADD COLUMNS (`s` struct<a:int comment 'x',b:map<string,struct<c:int>>>)",
    ],
    [addColumns(bids, columns.slice(0, 1)), "ALTER TABLE `uc_kickstart`.`bids` ADD COLUMNS (`id` bigint)"],
    [
      addPartitions(bids, [
        { day: "2026-11-01", location: "s3a://b/x/" },
        { day: "2026-11-02", location: "s3a://b/y" },
      ]),
      "ALTER TABLE `uc_kickstart`.`bids` ADD IF NOT EXISTS PARTITION (`date_uploaded` = DATE '2026-11-01') LOCATION 's3a://b/x' " +
        "PARTITION (`date_uploaded` = DATE '2026-11-02') LOCATION 's3a://b/y'",
    ],
    [
      setLocation(bids, { day: "2026-11-01", location: "s3a://b/it's\\here//" }),
      "ALTER TABLE `uc_kickstart`.`bids` PARTITION (`date_uploaded` = DATE '2026-11-01') SET LOCATION 's3a://b/it\\'s\\\\here'",
    ],
    [
      renameTable(bids, "bids__prev"),
      "ALTER TABLE `uc_kickstart`.`bids` RENAME TO `uc_kickstart`.`bids__prev`",
    ],
    [
      dropPartition(bids, "2026-11-01"),
      "ALTER TABLE `uc_kickstart`.`bids` DROP IF EXISTS PARTITION (`date_uploaded` = DATE '2026-11-01')",
    ],
    [showTables("a`b"), "SHOW TABLES IN `a``b`"],
    [showPartitions(bids), "SHOW PARTITIONS `uc_kickstart`.`bids`"],
    [
      describePartition(bids, "2026-11-01"),
      "DESCRIBE TABLE EXTENDED `uc_kickstart`.`bids` PARTITION (`date_uploaded` = DATE '2026-11-01')",
    ],
    [dropTable(bids), "DROP TABLE IF EXISTS `uc_kickstart`.`bids`"],
  ])("writes %s", (statement, expected) => {
    expect(statement).toBe(expected);
  });

  it.each([
    ["plain", "'plain'"],
    ["it's", "'it\\'s'"],
    ["a\\", "'a\\\\'"],
    ["\\'; DROP TABLE x --", "'\\\\\\'; DROP TABLE x --'"],
  ])("quotes %s", (text, literal) => {
    expect(quoteText(text)).toBe(literal);
  });

  it("refuses what is no day in a partition", () => {
    expect(() => setLocation(bids, { day: "2026-11-01') --", location: "s3a://b/x" })).toThrow(
      "is not a day",
    );
  });
});

it.each([
  [true, createDatabase("db")],
  [true, createTable(bids, columns, "s3a://b/x")],
  [true, addColumns(bids, columns)],
  [true, addPartitions(bids, [{ day: "2026-11-01", location: "s3a://b/x" }])],
  [true, setLocation(bids, { day: "2026-11-01", location: "s3a://b/x" })],
  [true, renameTable(bids, "bids__prev")],
  [true, dropPartition(bids, "2026-11-01")],
  [true, dropTable(bids)],
  [false, showTables("db")],
  [false, showPartitions(bids)],
  [false, describePartition(bids, "2026-11-01")],
])("changes the metastore: %s, %s", (expected, statement) => {
  expect(changesMetastore(statement)).toBe(expected);
});

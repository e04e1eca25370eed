import { beforeEach, describe, expect, it } from "@jest/globals";
import { create } from "@bufbuild/protobuf";
import { CheckpointCommandResultSchema, PlanSchema } from "#gen/spark/connect/base_pb.js";
import type { DataFrame } from "../../src/dataframe/dataframe.ts";
import { Observation } from "../../src/dataframe/observation.ts";
import { InvalidArgumentError, ProtocolError, UnsupportedError } from "../../src/errors.ts";
import { col, expr, lit } from "../../src/functions/index.ts";
import { StorageLevel } from "../../src/plan/storage-level.ts";
import type { SparkSession } from "../../src/session/spark-session.ts";
import { StructType } from "../../src/types/index.ts";
import { attribute, fn, root, sql, table } from "../plan/plan-json.ts";
import { asJson, onlyPlan, type RecordingClient, recordingSession } from "../plan/recording-client.ts";

let spark: SparkSession;
let client: RecordingClient;
let df: DataFrame;

beforeEach(() => {
  ({ spark, client } = recordingSession());
  df = spark.table("t");
});

describe("writeTo", () => {
  const write = (mode: string, more: object = {}): unknown => ({
    command: { writeOperationV2: { input: table, tableName: "c.t", mode: `MODE_${mode}`, ...more } },
  });

  it.each<[string, (df: DataFrame) => Promise<void>, unknown]>([
    ["create", (d) => d.writeTo("c.t").create(), write("CREATE")],
    ["replace", (d) => d.writeTo("c.t").replace(), write("REPLACE")],
    ["append", (d) => d.writeTo("c.t").append(), write("APPEND")],
    ["overwritePartitions", (d) => d.writeTo("c.t").overwritePartitions(), write("OVERWRITE_PARTITIONS")],
    [
      "overwrite by a column",
      (d) => d.writeTo("c.t").overwrite(col("day").eq(1)),
      write("OVERWRITE", { overwriteCondition: fn("==", attribute("day"), { literal: { integer: 1 } }) }),
    ],
    [
      "overwrite by SQL",
      (d) => d.writeTo("c.t").overwrite("day = 1"),
      write("OVERWRITE", { overwriteCondition: sql("day = 1") }),
    ],
    [
      "createOrReplace with everything",
      (d) =>
        d
          .writeTo("c.t")
          .using("iceberg")
          .option("o", 1)
          .options({ p: true, none: undefined })
          .tableProperty("format-version", "2")
          .partitionedBy("a", expr("days(b)"))
          .clusterBy("x", "y")
          .createOrReplace(),
      write("CREATE_OR_REPLACE", {
        provider: "iceberg",
        options: { o: "1", p: "true" },
        tableProperties: { "format-version": "2" },
        partitioningColumns: [attribute("a"), sql("days(b)")],
        clusteringColumns: ["x", "y"],
      }),
    ],
  ])("%s", async (_, action, expected) => {
    await action(df);
    expect(onlyPlan(client)).toEqual(expected);
  });

  it("is immutable", async () => {
    const writer = df.writeTo("c.t");
    writer.using("iceberg").option("o", 1);
    await writer.append();
    expect(onlyPlan(client)).toEqual(write("APPEND"));
  });

  it("refuses a table without a name, and to cluster on servers before 4.0", async () => {
    expect(() => df.writeTo("")).toThrow(InvalidArgumentError);
    const old = recordingSession("3.5.6");
    await expect(old.spark.table("t").writeTo("c.t").clusterBy("a").create()).rejects.toThrow(
      UnsupportedError,
    );
  });
});

describe("mergeInto", () => {
  const merge = (more: object): unknown => ({
    command: {
      mergeIntoTableCommand: {
        targetTableName: "c.t",
        sourceTablePlan: table,
        mergeCondition: sql("t.id = s.id"),
        ...more,
      },
    },
  });
  const action = (actionType: string, more: object = {}): object => ({
    mergeAction: { actionType: `ACTION_TYPE_${actionType}`, ...more },
  });

  it.each<[string, (df: DataFrame) => Promise<void>, unknown]>([
    [
      "all columns",
      (d) => d.mergeInto("c.t", "t.id = s.id").whenMatched().updateAll().whenNotMatched().insertAll().merge(),
      merge({ matchActions: [action("UPDATE_STAR")], notMatchedActions: [action("INSERT_STAR")] }),
    ],
    [
      "conditions and assignments, in their order",
      (d) =>
        d
          .mergeInto("c.t", expr("t.id = s.id"))
          .whenMatched(col("s.gone"))
          .delete()
          .whenMatched("s.v > t.v")
          .update({ "t.v": col("s.v"), n: 1 })
          .whenNotMatched("s.v > 0")
          .insert({ id: col("s.id") })
          .whenNotMatchedBySource(col("t.old"))
          .delete()
          .whenNotMatchedBySource()
          .update({ n: lit(0) })
          .whenNotMatchedBySource()
          .updateAll()
          .withSchemaEvolution()
          .merge(),
      merge({
        matchActions: [
          action("DELETE", { condition: attribute("s.gone") }),
          action("UPDATE", {
            condition: sql("s.v > t.v"),
            assignments: [
              { key: sql("t.v"), value: attribute("s.v") },
              { key: sql("n"), value: { literal: { integer: 1 } } },
            ],
          }),
        ],
        notMatchedActions: [
          action("INSERT", {
            condition: sql("s.v > 0"),
            assignments: [{ key: sql("id"), value: attribute("s.id") }],
          }),
        ],
        notMatchedBySourceActions: [
          action("DELETE", { condition: attribute("t.old") }),
          action("UPDATE", { assignments: [{ key: sql("n"), value: { literal: { integer: 0 } } }] }),
          action("UPDATE_STAR"),
        ],
        withSchemaEvolution: true,
      }),
    ],
  ])("%s", async (_, run, expected) => {
    await run(df);
    expect(onlyPlan(client)).toEqual(expected);
  });

  it("refuses a merge of nothing, an update of nothing, and servers before 4.0", async () => {
    await expect(df.mergeInto("c.t", "true").merge()).rejects.toThrow(InvalidArgumentError);
    expect(() => df.mergeInto("", "true")).toThrow(InvalidArgumentError);
    expect(() => df.mergeInto("c.t", "true").whenMatched().update({})).toThrow(InvalidArgumentError);
    const old = recordingSession("3.5.6");
    const merging = old.spark.table("t").mergeInto("c.t", "true").whenMatched().delete().merge();
    await expect(merging).rejects.toThrow(UnsupportedError);
  });
});

describe("checkpoint", () => {
  beforeEach(() => {
    const value = create(CheckpointCommandResultSchema, { relation: { relationId: "kept" } });
    client.answer = () => [{ kind: "result", result: { case: "checkpointCommandResult", value } }];
  });

  it.each<[string, (df: DataFrame) => Promise<DataFrame>, object]>([
    ["checkpoint", (d) => d.checkpoint(), { eager: true }],
    ["lazy checkpoint", (d) => d.checkpoint(false), {}],
    ["localCheckpoint", (d) => d.localCheckpoint(), { local: true, eager: true }],
    [
      "localCheckpoint of a level",
      (d) => d.localCheckpoint(false, StorageLevel.DISK_ONLY),
      { local: true, storageLevel: { useDisk: true, replication: 1 } },
    ],
  ])("%s", async (_, keep, expected) => {
    await keep(df);
    expect(onlyPlan(client)).toEqual({ command: { checkpointCommand: { relation: table, ...expected } } });
  });

  it("gives a DataFrame of what is kept, which can be dropped", async () => {
    const kept = await df.checkpoint();
    await kept.filter("a > 1").collect();
    await kept.dropCheckpoint();
    expect(client.plans.slice(1).map((plan) => asJson(PlanSchema, plan))).toEqual([
      root(1, {
        filter: {
          input: { common: { planId: 2 }, cachedRemoteRelation: { relationId: "kept" } },
          condition: sql("a > 1"),
        },
      }),
      { command: { removeCachedRemoteRelationCommand: { relation: { relationId: "kept" } } } },
    ]);
  });

  it("drops nothing else", async () => {
    const kept = await df.checkpoint();
    for (const other of [df, kept.filter("a > 1")]) {
      await expect(other.dropCheckpoint()).rejects.toThrow(InvalidArgumentError);
    }
    expect(client.plans).toHaveLength(1);
  });

  it("needs to be told what the server keeps", async () => {
    client.answer = () => [];
    await expect(df.checkpoint()).rejects.toThrow(ProtocolError);
  });

  it("is refused by servers before 4.0", async () => {
    const old = recordingSession("3.5.6");
    await expect(old.spark.table("t").localCheckpoint()).rejects.toThrow(UnsupportedError);
    expect(old.client.plans).toEqual([]);
  });
});

describe("DataFrameWriter", () => {
  const write = (operation: object): unknown => ({
    command: { writeOperation: { input: table, ...operation } },
  });

  it.each<[string, (df: DataFrame) => Promise<void>, unknown]>([
    [
      "xml",
      (d) => d.write.option("rowTag", "r").xml("/p"),
      write({ source: "xml", path: "/p", options: { rowTag: "r" } }),
    ],
    [
      "jdbc",
      (d) => d.write.mode("append").jdbc("jdbc:x", "t", { user: "u" }),
      write({
        source: "jdbc",
        mode: "SAVE_MODE_APPEND",
        options: { url: "jdbc:x", dbtable: "t", user: "u" },
      }),
    ],
    ...(
      [
        [true, "OVERWRITE"],
        [false, "APPEND"],
      ] as const
    ).map(([overwrite, mode]): [string, (df: DataFrame) => Promise<void>, unknown] => [
      `insertInto, overwrite ${overwrite}`,
      (d) => d.write.insertInto("x", { overwrite }),
      write({
        mode: `SAVE_MODE_${mode}`,
        table: { tableName: "x", saveMethod: "TABLE_SAVE_METHOD_INSERT_INTO" },
      }),
    ]),
  ])("%s", async (_, action, expected) => {
    await action(df);
    expect(onlyPlan(client)).toEqual(expected);
  });
});

describe("DataFrameReader", () => {
  const source = (dataSource: object): unknown =>
    root(1, { read: { dataSource: { schema: "", ...dataSource } } });
  const text = { ...table, common: { planId: 2 } };
  const struct = { struct: { fields: [{ name: "a", dataType: { integer: {} }, nullable: true }] } };

  it.each<[string, (spark: SparkSession) => DataFrame, unknown]>([
    [
      "a format with options",
      (s) => s.read.option("header", false).csv("/p", { header: true, sep: ";" }),
      source({ format: "csv", paths: ["/p"], options: { header: "true", sep: ";" } }),
    ],
    [
      "xml",
      (s) => s.read.xml("/p", { rowTag: "r" }),
      source({ format: "xml", paths: ["/p"], options: { rowTag: "r" } }),
    ],
    [
      "jdbc",
      (s) => s.read.jdbc("jdbc:x", "t", { properties: { user: "u" } }),
      source({ format: "jdbc", options: { user: "u", url: "jdbc:x", dbtable: "t" } }),
    ],
    [
      "jdbc by ranges",
      (s) => s.read.jdbc("jdbc:x", "t", { column: "id", lowerBound: 0, upperBound: 10n, numPartitions: 2 }),
      source({
        format: "jdbc",
        options: {
          partitionColumn: "id",
          lowerBound: "0",
          upperBound: "10",
          numPartitions: "2",
          url: "jdbc:x",
          dbtable: "t",
        },
      }),
    ],
    [
      "jdbc by predicates",
      (s) => s.read.jdbc("jdbc:x", "t", { predicates: ["a < 1", "a >= 1"] }),
      source({
        format: "jdbc",
        options: { url: "jdbc:x", dbtable: "t" },
        predicates: ["a < 1", "a >= 1"],
      }),
    ],
    [
      "json of a DataFrame",
      (s) => s.read.json(df),
      root(1, { parse: { input: text, format: "PARSE_FORMAT_JSON" } }),
    ],
    [
      "csv of a DataFrame, with a schema in DDL",
      (s) => s.read.schema("a INT").csv(df, { sep: ";" }),
      root(1, { parse: { input: text, format: "PARSE_FORMAT_CSV", schema: struct, options: { sep: ";" } } }),
    ],
    [
      "xml of a DataFrame",
      (s) => s.read.option("rowTag", "r").xml(df),
      root(1, { parse: { input: text, format: "PARSE_FORMAT_XML", options: { rowTag: "r" } } }),
    ],
    [
      "changes",
      (s) => s.read.option("startingVersion", 1).changes("c.t"),
      root(1, { relationChanges: { unparsedIdentifier: "c.t", options: { startingVersion: "1" } } }),
    ],
  ])("%s", async (_, read, expected) => {
    await read(spark).collect();
    expect(onlyPlan(client)).toEqual(expected);
  });

  it("takes a schema as a type for the texts of a DataFrame too", async () => {
    await spark.read.schema(StructType.fromDDL("a INT")).json(df).collect();
    expect(onlyPlan(client)).toMatchObject({ root: { parse: { schema: struct } } });
  });

  it.each<[string, (spark: SparkSession) => unknown]>([
    ["ranges without bounds", (s) => s.read.jdbc("u", "t", { column: "id", lowerBound: 1 })],
    ["bounds without a column", (s) => s.read.jdbc("u", "t", { lowerBound: 1 })],
    [
      "ranges and predicates",
      (s) =>
        s.read.jdbc("u", "t", {
          column: "id",
          lowerBound: 1,
          upperBound: 2,
          numPartitions: 1,
          predicates: [],
        }),
    ],
    ["changes with a schema", (s) => s.read.schema("a INT").changes("t")],
    ["the texts of another session", (s) => s.read.json(recordingSession().spark.table("t"))],
  ])("refuses %s", (_, read) => {
    expect(() => read(spark)).toThrow(InvalidArgumentError);
  });

  it.each<[string, (spark: SparkSession) => DataFrame]>([
    ["4.1.0", (s) => s.read.changes("t")],
    ["4.1.0", (s) => s.read.xml(s.table("t"))],
    ["3.5.6", (s) => s.tvf.sqlKeywords()],
    ["3.5.6", (s) => s.table("t").select(s.table("t").metadataColumn("_metadata"))],
    ["3.5.6", (s) => s.table("t").observe(new Observation(), col("a").as("a"))],
  ])("a server of %s is told that it is too old", async (version, read) => {
    const old = recordingSession(version);
    await expect(read(old.spark).collect()).rejects.toThrow(UnsupportedError);
  });
});

describe("tvf", () => {
  const call = (functionName: string, ...args: unknown[]): unknown =>
    root(1, {
      unresolvedTableValuedFunction: { functionName, ...(args.length === 0 ? {} : { arguments: args }) },
    });
  const a = attribute("a");

  it.each<[string, (spark: SparkSession) => DataFrame, unknown]>([
    ["explode", (s) => s.tvf.explode("a"), call("explode", a)],
    ["explodeOuter", (s) => s.tvf.explodeOuter(col("a")), call("explode_outer", a)],
    ["posexplode", (s) => s.tvf.posexplode("a"), call("posexplode", a)],
    ["posexplodeOuter", (s) => s.tvf.posexplodeOuter("a"), call("posexplode_outer", a)],
    ["inline", (s) => s.tvf.inline("a"), call("inline", a)],
    ["inlineOuter", (s) => s.tvf.inlineOuter("a"), call("inline_outer", a)],
    ["jsonTuple", (s) => s.tvf.jsonTuple("a", lit("f")), call("json_tuple", a, { literal: { string: "f" } })],
    ["stack", (s) => s.tvf.stack(lit(2), "a"), call("stack", { literal: { integer: 2 } }, a)],
    ["variantExplode", (s) => s.tvf.variantExplode("a"), call("variant_explode", a)],
    ["variantExplodeOuter", (s) => s.tvf.variantExplodeOuter("a"), call("variant_explode_outer", a)],
    ["collations", (s) => s.tvf.collations(), call("collations")],
    ["sqlKeywords", (s) => s.tvf.sqlKeywords(), call("sql_keywords")],
    ["pythonWorkerLogs", (s) => s.tvf.pythonWorkerLogs(), call("python_worker_logs")],
    ["range", (s) => s.tvf.range(1, 3), root(1, { range: { start: "1", end: "3", step: "1" } })],
  ])("%s", async (_, make, expected) => {
    await make(spark).collect();
    expect(onlyPlan(client)).toEqual(expected);
  });

  it("refuses jsonTuple without fields", () => {
    expect(() => spark.tvf.jsonTuple("a")).toThrow(InvalidArgumentError);
  });
});

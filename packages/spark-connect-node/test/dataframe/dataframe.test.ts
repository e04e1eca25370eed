import { beforeEach, describe, expect, it } from "@jest/globals";
import { create } from "@bufbuild/protobuf";
import { type AnalyzePlanResponse, AnalyzePlanResponse_SchemaSchema } from "#gen/spark/connect/base_pb.js";
import type { DataFrame } from "../../src/dataframe/dataframe.ts";
import { InvalidArgumentError, UnsupportedError } from "../../src/errors.ts";
import { col, count, lit, sum } from "../../src/functions/index.ts";
import type { SparkSession } from "../../src/session/spark-session.ts";
import { StructType } from "../../src/types/index.ts";
import { ascending, attribute, fn, over, root, sql, table } from "../plan/plan-json.ts";
import { onlyPlan, type RecordingClient, recordingSession } from "../plan/recording-client.ts";

let spark: SparkSession;
let client: RecordingClient;
let df: DataFrame;

beforeEach(() => {
  ({ spark, client } = recordingSession());
  df = spark.table("t");
});

describe("a DataFrame's plan", () => {
  it.each<[string, (df: DataFrame) => DataFrame, unknown]>([
    [
      "select",
      (d) => d.select("a", col("b")),
      over({ project: { expressions: [attribute("a"), attribute("b")] } }),
    ],
    ["selectExpr", (d) => d.selectExpr("a + 1"), over({ project: { expressions: [sql("a + 1")] } })],
    ["a bound column", (d) => d.select(d.col("a")), over({ project: { expressions: [attribute("a", 2)] } })],
    [
      "a bound star",
      (d) => d.select(d.col("*")),
      over({ project: { expressions: [{ unresolvedStar: { planId: 2 } }] } }),
    ],
    [
      "colRegex",
      (d) => d.select(d.colRegex("`a.*`")),
      over({ project: { expressions: [{ unresolvedRegex: { colName: "`a.*`", planId: 2 } }] } }),
    ],
    [
      "withColumn",
      (d) => d.withColumn("x", lit(1)),
      over({ withColumns: { aliases: [{ expr: { literal: { integer: 1 } }, name: ["x"] }] } }),
    ],
    [
      "withColumns keeps the order of a Map",
      (d) =>
        d.withColumns(
          new Map([
            ["2", lit(2)],
            ["1", lit(1)],
          ]),
        ),
      over({
        withColumns: {
          aliases: [
            { expr: { literal: { integer: 2 } }, name: ["2"] },
            { expr: { literal: { integer: 1 } }, name: ["1"] },
          ],
        },
      }),
    ],
    [
      "withColumnRenamed",
      (d) => d.withColumnRenamed("a", "b"),
      over({ withColumnsRenamed: { renames: [{ colName: "a", newColName: "b" }] } }),
    ],
    ["toDF", (d) => d.toDF("x", "y"), over({ toDf: { columnNames: ["x", "y"] } })],
    [
      "drop",
      (d) => d.drop("a", d.col("b")),
      over({ drop: { columns: [attribute("b", 2)], columnNames: ["a"] } }),
    ],
    ["filter by SQL", (d) => d.filter("a > 1"), over({ filter: { condition: sql("a > 1") } })],
    [
      "where by a column",
      (d) => d.where(col("a").isNull()),
      over({ filter: { condition: fn("isNull", attribute("a")) } }),
    ],
    [
      "groupBy, agg",
      (d) => d.groupBy("a").agg(sum("b").as("s")),
      over({
        aggregate: {
          groupType: "GROUP_TYPE_GROUPBY",
          groupingExpressions: [attribute("a")],
          aggregateExpressions: [{ alias: { expr: fn("sum", attribute("b")), name: ["s"] } }],
        },
      }),
    ],
    [
      "groupBy, count",
      (d) => d.groupBy().count(),
      over({
        aggregate: {
          groupType: "GROUP_TYPE_GROUPBY",
          aggregateExpressions: [
            { alias: { expr: fn("count", { literal: { integer: 1 } }), name: ["count"] } },
          ],
        },
      }),
    ],
    [
      "pivot",
      (d) => d.groupBy("a").pivot("b", ["x"]).sum("c"),
      over({
        aggregate: {
          groupType: "GROUP_TYPE_PIVOT",
          groupingExpressions: [attribute("a")],
          aggregateExpressions: [fn("sum", attribute("c"))],
          pivot: { col: attribute("b", 2), values: [{ string: "x" }] },
        },
      }),
    ],
    [
      "orderBy",
      (d) => d.orderBy("a", col("b").desc()),
      over({
        sort: {
          order: [
            ascending(attribute("a")),
            {
              child: attribute("b"),
              direction: "SORT_DIRECTION_DESCENDING",
              nullOrdering: "SORT_NULLS_LAST",
            },
          ],
          isGlobal: true,
        },
      }),
    ],
    [
      "sortWithinPartitions",
      (d) => d.sortWithinPartitions("a"),
      over({ sort: { order: [ascending(attribute("a"))], isGlobal: false } }),
    ],
    ["limit", (d) => d.limit(3), over({ limit: { limit: 3 } })],
    ["offset", (d) => d.offset(3), over({ offset: { offset: 3 } })],
    [
      "distinct",
      (d) => d.distinct(),
      over({ deduplicate: { allColumnsAsKeys: true, withinWatermark: false } }),
    ],
    [
      "dropDuplicates",
      (d) => d.dropDuplicates("a"),
      over({ deduplicate: { columnNames: ["a"], allColumnsAsKeys: false, withinWatermark: false } }),
    ],
    ["alias", (d) => d.alias("x"), over({ subqueryAlias: { alias: "x" } })],
    [
      "observe",
      (d) => d.observe("o", count(lit(1)).as("n")),
      over({
        collectMetrics: {
          name: "o",
          metrics: [{ alias: { expr: fn("count", { literal: { integer: 1 } }), name: ["n"] } }],
        },
      }),
    ],
    ["hint", (d) => d.hint("broadcast"), over({ hint: { name: "broadcast" } })],
    ["repartition", (d) => d.repartition(2), over({ repartition: { numPartitions: 2, shuffle: true } })],
    [
      "repartition by columns",
      (d) => d.repartition(2, "a"),
      over({ repartitionByExpression: { partitionExprs: [attribute("a")], numPartitions: 2 } }),
    ],
    [
      "repartition by columns alone",
      (d) => d.repartition("a"),
      over({ repartitionByExpression: { partitionExprs: [attribute("a")] } }),
    ],
    ["coalesce", (d) => d.coalesce(1), over({ repartition: { numPartitions: 1, shuffle: false } })],
    [
      "sample",
      (d) => d.sample(0.5, { seed: 7 }),
      over({ sample: { upperBound: 0.5, withReplacement: false, seed: "7" } }),
    ],
  ])("%s", async (_, change, expected) => {
    await change(df).collect();
    expect(onlyPlan(client)).toEqual(expected);
  });

  it.each<[string, (left: DataFrame, right: DataFrame) => DataFrame, object]>([
    [
      "join on a name",
      (l, r) => l.join(r, "a", "left_outer"),
      { joinType: "JOIN_TYPE_LEFT_OUTER", usingColumns: ["a"] },
    ],
    [
      "join on names",
      (l, r) => l.join(r, ["a", "b"], "semi"),
      { joinType: "JOIN_TYPE_LEFT_SEMI", usingColumns: ["a", "b"] },
    ],
    [
      "join on bound columns",
      (l, r) => l.join(r, l.col("a").eq(r.col("a"))),
      {
        joinType: "JOIN_TYPE_INNER",
        joinCondition: fn("==", attribute("a", 2), attribute("a", 3)),
      },
    ],
    [
      "join on several conditions",
      (l, r) => l.join(r, [l.col("a").eq(1), r.col("a").eq(2)], "full"),
      {
        joinType: "JOIN_TYPE_FULL_OUTER",
        joinCondition: fn(
          "and",
          fn("==", attribute("a", 2), { literal: { integer: 1 } }),
          fn("==", attribute("a", 3), { literal: { integer: 2 } }),
        ),
      },
    ],
    ["crossJoin", (l, r) => l.crossJoin(r), { joinType: "JOIN_TYPE_CROSS" }],
  ])("%s", async (_, combine, join) => {
    await combine(df, spark.table("t")).collect();
    expect(onlyPlan(client)).toEqual(
      root(1, {
        join: {
          left: { ...table, common: { planId: 2 } },
          right: { ...table, common: { planId: 3 } },
          ...join,
        },
      }),
    );
  });

  it.each<[string, (left: DataFrame, right: DataFrame) => DataFrame, object]>([
    [
      "union",
      (l, r) => l.union(r),
      { setOpType: "SET_OP_TYPE_UNION", isAll: true, byName: false, allowMissingColumns: false },
    ],
    [
      "unionByName",
      (l, r) => l.unionByName(r, { allowMissingColumns: true }),
      { setOpType: "SET_OP_TYPE_UNION", isAll: true, byName: true, allowMissingColumns: true },
    ],
    [
      "intersect",
      (l, r) => l.intersect(r),
      { setOpType: "SET_OP_TYPE_INTERSECT", isAll: false, byName: false, allowMissingColumns: false },
    ],
    [
      "exceptAll",
      (l, r) => l.exceptAll(r),
      { setOpType: "SET_OP_TYPE_EXCEPT", isAll: true, byName: false, allowMissingColumns: false },
    ],
  ])("%s", async (_, combine, operation) => {
    await combine(df, spark.table("t")).collect();
    expect(onlyPlan(client)).toEqual(
      root(1, {
        setOp: {
          leftInput: { ...table, common: { planId: 2 } },
          rightInput: { ...table, common: { planId: 3 } },
          ...operation,
        },
      }),
    );
  });

  it("keeps the id of a DataFrame that is used twice", async () => {
    await df.union(df).collect();
    expect(onlyPlan(client)).toMatchObject({
      root: { setOp: { leftInput: { common: { planId: 2 } }, rightInput: { common: { planId: 2 } } } },
    });
  });

  it("renames by a map for servers before 4.0", async () => {
    const old = recordingSession("3.5.6");
    await old.spark.table("t").withColumnRenamed("a", "b").collect();
    expect(onlyPlan(old.client)).toEqual(over({ withColumnsRenamed: { renameColumnsMap: { a: "b" } } }));
  });

  it.each<[string, (df: DataFrame) => unknown]>([
    ["limit of a fraction", (d) => d.limit(1.5)],
    ["limit below zero", (d) => d.limit(-1)],
    ["no partitions", (d) => d.repartition(0)],
    ["coalesce to none", (d) => d.coalesce(0)],
    ["sample of a negative fraction", (d) => d.sample(-0.1)],
    ["a join on names and conditions", (d) => d.join(d, ["a", col("b")] as never)],
    ["a join of no kind", (d) => d.join(d, "a", "sideways" as never)],
    ["a pivot after rollup", (d) => d.rollup("a").pivot("b")],
    ["a pivot of columns", (d) => d.groupBy("a").pivot("b", [col("c")])],
    ["DataFrames of two sessions", (d) => d.union(recordingSession().spark.table("t"))],
  ])("refuses %s", (_, make) => {
    expect(() => make(df)).toThrow(InvalidArgumentError);
  });
});

describe("what an action sends", () => {
  it("count aggregates on the server", async () => {
    await expect(df.count()).rejects.toThrow("one value");
    expect(onlyPlan(client)).toEqual(
      over({
        aggregate: {
          groupType: "GROUP_TYPE_GROUPBY",
          aggregateExpressions: [fn("count", { literal: { integer: 1 } })],
        },
      }),
    );
  });

  it("take limits", async () => {
    await df.take(2);
    expect(onlyPlan(client)).toEqual(over({ limit: { limit: 2 } }));
  });

  it("tail asks for the end", async () => {
    await df.tail(2);
    expect(onlyPlan(client)).toEqual(over({ tail: { limit: 2 } }));
  });

  it.each<[boolean | number | undefined, number]>([
    [undefined, 20],
    [true, 20],
    [false, 0],
    [5, 5],
  ])("show with truncate %p cuts at %p", async (truncate, expected) => {
    await expect(df.showString(7, { truncate, vertical: true })).rejects.toThrow("one value");
    expect(onlyPlan(client)).toEqual(
      over({ showString: { numRows: 7, ...(expected === 0 ? {} : { truncate: expected }), vertical: true } }),
    );
  });

  it("schema analyses the plan and reads the answer", async () => {
    const value = create(AnalyzePlanResponse_SchemaSchema, {
      schema: {
        kind: {
          case: "struct",
          value: { fields: [{ name: "a", dataType: { kind: { case: "long", value: {} } }, nullable: true }] },
        },
      },
    });
    client.analysis = { case: "schema", value } satisfies AnalyzePlanResponse["result"];
    expect((await df.schema()).equals(StructType.fromDDL("a BIGINT"))).toBe(true);
    expect(client.analyses.map(({ case: kind }) => kind)).toEqual(["schema"]);
    expect(client.plans).toEqual([]);
  });

  it("creates views by command", async () => {
    await df.createOrReplaceTempView("v");
    expect(onlyPlan(client)).toEqual({
      command: { createDataframeView: { input: table, name: "v", replace: true } },
    });
  });

  it("knows its session", () => {
    expect(df.filter("a").sparkSession).toBe(spark);
  });

  it("sends nothing before rows are asked for", async () => {
    const rows = df.toRows();
    expect(client.plans).toEqual([]);
    await rows.next();
    expect(client.plans).toHaveLength(1);
  });
});

describe("DataFrameWriter", () => {
  const write = (operation: object): unknown => ({
    command: { writeOperation: { input: table, ...operation } },
  });

  it.each<[string, (df: DataFrame) => Promise<void>, unknown]>([
    [
      "parquet with everything",
      (d) =>
        d.write
          .mode("overwrite")
          .option("compression", "snappy")
          .option("COMPRESSION", "zstd")
          .options({ n: 1, b: true, none: undefined })
          .partitionBy("a", "b")
          .parquet("/p"),
      write({
        source: "parquet",
        path: "/p",
        mode: "SAVE_MODE_OVERWRITE",
        partitioningColumns: ["a", "b"],
        options: { COMPRESSION: "zstd", n: "1", b: "true" },
      }),
    ],
    ["nothing said", (d) => d.write.save("/p"), write({ path: "/p" })],
    [
      "csv with its options at once, as they are read",
      (d) =>
        d.write.option("sep", ",").csv("/p", { header: true, sep: ";", quote: undefined }, { tags: ["x"] }),
      write({ source: "csv", path: "/p", options: { header: "true", sep: ";" } }),
    ],
    [
      "no path",
      (d) => d.write.format("noop").mode("append").save(),
      write({ source: "noop", mode: "SAVE_MODE_APPEND" }),
    ],
    [
      "a table in buckets",
      (d) => d.write.mode("errorifexists").bucketBy(4, "a").sortBy("b").saveAsTable("x.y"),
      write({
        mode: "SAVE_MODE_ERROR_IF_EXISTS",
        bucketBy: { bucketColumnNames: ["a"], numBuckets: 4 },
        sortColumnNames: ["b"],
        table: { tableName: "x.y", saveMethod: "TABLE_SAVE_METHOD_SAVE_AS_TABLE" },
      }),
    ],
    [
      "into a table",
      (d) => d.write.mode("ignore").insertInto("x"),
      write({
        mode: "SAVE_MODE_IGNORE",
        table: { tableName: "x", saveMethod: "TABLE_SAVE_METHOD_INSERT_INTO" },
      }),
    ],
    [
      "clusters",
      (d) => d.write.clusterBy("a").saveAsTable("x"),
      write({
        clusteringColumns: ["a"],
        table: { tableName: "x", saveMethod: "TABLE_SAVE_METHOD_SAVE_AS_TABLE" },
      }),
    ],
  ])("%s", async (_, action, expected) => {
    await action(df);
    expect(onlyPlan(client)).toEqual(expected);
  });

  it("is immutable: one writer can be the start of several", async () => {
    const writer = df.write.format("csv");
    writer.option("header", true);
    await writer.save("/p");
    expect(onlyPlan(client)).toEqual(write({ source: "csv", path: "/p" }));
  });

  it("refuses to cluster on servers before 4.0, which would ignore it", async () => {
    const old = recordingSession("3.5.6");
    await expect(old.spark.table("t").write.clusterBy("a").saveAsTable("x")).rejects.toThrow(
      UnsupportedError,
    );
  });

  it("refuses a mode that there is not", () => {
    expect(() => df.write.mode("replace" as never)).toThrow(InvalidArgumentError);
  });
});

describe("DataFrameReader", () => {
  it.each<[string, (spark: SparkSession) => DataFrame, object]>([
    [
      "table",
      (s) => s.read.option("o", 1).table("d.t"),
      { namedTable: { unparsedIdentifier: "d.t", options: { o: "1" } } },
    ],
    ["load of nothing", (s) => s.read.format("rate").load(), { dataSource: { format: "rate", schema: "" } }],
    [
      "csv with a schema in DDL",
      (s) => s.read.schema("a INT").option("header", true).csv(["/a", "/b"]),
      { dataSource: { format: "csv", schema: "a INT", options: { header: "true" }, paths: ["/a", "/b"] } },
    ],
    [
      "json with a schema as a type",
      (s) => s.read.schema(StructType.fromDDL("a INT")).json("/a"),
      {
        dataSource: {
          format: "json",
          schema: JSON.stringify({
            type: "struct",
            fields: [{ name: "a", type: "integer", nullable: true, metadata: {} }],
          }),
          paths: ["/a"],
        },
      },
    ],
    [
      "parquet",
      (s) => s.read.parquet("/a"),
      { dataSource: { format: "parquet", schema: "", paths: ["/a"] } },
    ],
    ["orc", (s) => s.read.orc("/a"), { dataSource: { format: "orc", schema: "", paths: ["/a"] } }],
    ["text", (s) => s.read.text("/a"), { dataSource: { format: "text", schema: "", paths: ["/a"] } }],
  ])("%s", async (_, read, expected) => {
    await read(spark).collect();
    expect(onlyPlan(client)).toEqual(root(1, { read: expected }));
  });

  it("refuses an empty list of paths, which would read nothing without a word", () => {
    expect(() => spark.read.parquet([])).toThrow(InvalidArgumentError);
  });
});

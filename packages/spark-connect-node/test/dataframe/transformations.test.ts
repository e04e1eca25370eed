import { beforeEach, describe, expect, it } from "@jest/globals";
import type { DataFrame } from "../../src/dataframe/dataframe.ts";
import { InvalidArgumentError, UnsupportedError } from "../../src/errors.ts";
import { avg, col, lit } from "../../src/functions/index.ts";
import type { SparkSession } from "../../src/session/spark-session.ts";
import { LocalTime } from "../../src/values/index.ts";
import { ascending, attribute, fn, over, overTwo } from "../plan/plan-json.ts";
import { onlyPlan, type RecordingClient, recordingSession } from "../plan/recording-client.ts";

let spark: SparkSession;
let client: RecordingClient;
let df: DataFrame;

beforeEach(() => {
  ({ spark, client } = recordingSession());
  df = spark.table("t");
});

const literal = (value: object): object => ({ literal: value });
const sortedBy = (name: string): object => ({ sortOrder: ascending(attribute(name)) });
const grouped = (groupType: string, more: object): unknown =>
  over({ aggregate: { groupType: `GROUP_TYPE_${groupType}`, ...more } });

type Change = (df: DataFrame) => DataFrame;

describe.each<[string, [string, Change, unknown][]]>([
  [
    "groups",
    [
      [
        "agg with an object",
        (d) => d.groupBy("a").agg({ b: "max", "*": "count" }),
        grouped("GROUPBY", {
          groupingExpressions: [attribute("a")],
          aggregateExpressions: [fn("max", attribute("b")), fn("count", { unresolvedStar: {} })],
        }),
      ],
      [
        "agg of everything with an object",
        (d) => d.agg({ b: "avg" }),
        grouped("GROUPBY", { aggregateExpressions: [fn("avg", attribute("b"))] }),
      ],
      ...(["sum", "min", "max", "avg"] as const).map((name): [string, Change, unknown] => [
        name,
        (d) => d.groupBy()[name]("b", "c"),
        grouped("GROUPBY", { aggregateExpressions: [fn(name, attribute("b")), fn(name, attribute("c"))] }),
      ]),
      [
        "mean is avg",
        (d) => d.groupBy().mean("b"),
        grouped("GROUPBY", { aggregateExpressions: [fn("avg", attribute("b"))] }),
      ],
      [
        "rollup",
        (d) => d.rollup("a", col("b")).agg(avg("c")),
        grouped("ROLLUP", {
          groupingExpressions: [attribute("a"), attribute("b")],
          aggregateExpressions: [fn("avg", attribute("c"))],
        }),
      ],
      [
        "cube",
        (d) => d.cube("a").max("c"),
        grouped("CUBE", {
          groupingExpressions: [attribute("a")],
          aggregateExpressions: [fn("max", attribute("c"))],
        }),
      ],
      [
        "groupingSets",
        (d) => d.groupingSets([["a"], [col("b"), "a"], []], "a", "b").sum("c"),
        grouped("GROUPING_SETS", {
          groupingExpressions: [attribute("a"), attribute("b")],
          aggregateExpressions: [fn("sum", attribute("c"))],
          groupingSets: [
            { groupingSet: [attribute("a")] },
            { groupingSet: [attribute("b"), attribute("a")] },
            {},
          ],
        }),
      ],
      [
        "pivot without values",
        (d) => d.groupBy("a").pivot("b").max("c"),
        grouped("PIVOT", {
          groupingExpressions: [attribute("a")],
          aggregateExpressions: [fn("max", attribute("c"))],
          pivot: { col: attribute("b", 2) },
        }),
      ],
    ],
  ],
  [
    "nulls",
    [
      ["dropna", (d) => d.dropna(), over({ dropNa: {} })],
      ["dropna of all", (d) => d.na.drop({ how: "all" }), over({ dropNa: { minNonNulls: 1 } })],
      [
        "dropna by a threshold",
        (d) => d.dropna({ how: "all", thresh: 2, subset: ["a", "b"] }),
        over({ dropNa: { minNonNulls: 2, cols: ["a", "b"] } }),
      ],
      ["fillna with a whole number", (d) => d.fillna(1), over({ fillNa: { values: [{ long: "1" }] } })],
      ["fillna with a bigint", (d) => d.fillna(1n), over({ fillNa: { values: [{ long: "1" }] } })],
      ["fillna with a fraction", (d) => d.fillna(1.5), over({ fillNa: { values: [{ double: 1.5 }] } })],
      [
        "fillna of some columns",
        (d) => d.na.fill("x", "a"),
        over({ fillNa: { cols: ["a"], values: [{ string: "x" }] } }),
      ],
      [
        "fillna column by column",
        (d) => d.fillna({ a: true, b: 2 }),
        over({ fillNa: { cols: ["a", "b"], values: [{ boolean: true }, { long: "2" }] } }),
      ],
      [
        "replace one value",
        (d) => d.replace(1, 2, "a"),
        over({
          replace: { cols: ["a"], replacements: [{ oldValue: { double: 1 }, newValue: { double: 2 } }] },
        }),
      ],
      [
        "replace several by one",
        (d) => d.replace(["x", "y"], null),
        over({
          replace: {
            replacements: [
              { oldValue: { string: "x" }, newValue: { null: { null: {} } } },
              { oldValue: { string: "y" }, newValue: { null: { null: {} } } },
            ],
          },
        }),
      ],
      [
        "replace several by several",
        (d) => d.replace([true, false], [false, true]),
        over({
          replace: {
            replacements: [
              { oldValue: { boolean: true }, newValue: { boolean: false } },
              { oldValue: { boolean: false }, newValue: { boolean: true } },
            ],
          },
        }),
      ],
      [
        "replace by an object of texts",
        (d) => d.na.replace({ x: "y" }, undefined, ["a"]),
        over({
          replace: { cols: ["a"], replacements: [{ oldValue: { string: "x" }, newValue: { string: "y" } }] },
        }),
      ],
      [
        "replace by a Map of numbers",
        (d) => d.replace(new Map([[1, 2n]])),
        over({ replace: { replacements: [{ oldValue: { double: 1 }, newValue: { double: 2 } }] } }),
      ],
    ],
  ],
  [
    "statistics",
    [
      ["summary", (d) => d.summary("min", "25%"), over({ summary: { statistics: ["min", "25%"] } })],
      ["describe", (d) => d.describe("a"), over({ describe: { cols: ["a"] } })],
      ["crosstab", (d) => d.stat.crosstab("a", "b"), over({ crosstab: { col1: "a", col2: "b" } })],
      ["freqItems", (d) => d.freqItems(["a"]), over({ freqItems: { cols: ["a"], support: 0.01 } })],
      [
        "freqItems by support",
        (d) => d.stat.freqItems(["a"], 0.4),
        over({ freqItems: { cols: ["a"], support: 0.4 } }),
      ],
      [
        "sampleBy texts",
        (d) => d.sampleBy("a", { x: 0.1, y: 1 }, 7),
        over({
          sampleBy: {
            col: attribute("a"),
            fractions: [
              { stratum: { string: "x" }, fraction: 0.1 },
              { stratum: { string: "y" }, fraction: 1 },
            ],
            seed: "7",
          },
        }),
      ],
      [
        "sampleBy numbers",
        (d) => d.stat.sampleBy(col("a"), new Map([[1, 0.5]]), 7n),
        over({
          sampleBy: {
            col: attribute("a"),
            fractions: [{ stratum: { integer: 1 }, fraction: 0.5 }],
            seed: "7",
          },
        }),
      ],
      [
        "sample with a seed",
        (d) => d.sample(0.5, 7),
        over({ sample: { upperBound: 0.5, withReplacement: false, seed: "7" } }),
      ],
      [
        "sample with replacement",
        (d) => d.sample(true, 2.5, -7n),
        over({ sample: { upperBound: 2.5, withReplacement: true, seed: "-7" } }),
      ],
      [
        "sample by options",
        (d) => d.sample(1, { withReplacement: true, seed: 1 }),
        over({ sample: { upperBound: 1, withReplacement: true, seed: "1" } }),
      ],
      [
        "the second part of a randomSplit",
        (d) => d.randomSplit([1, 3], 7)[1] as DataFrame,
        over({
          sample: {
            lowerBound: 0.25,
            upperBound: 1,
            withReplacement: false,
            seed: "7",
            deterministicOrder: true,
          },
        }),
      ],
    ],
  ],
  [
    "columns and rows",
    [
      [
        "unpivot",
        (d) => d.unpivot("id", ["a", col("b")], "var", "val"),
        over({
          unpivot: {
            ids: [attribute("id")],
            values: { values: [attribute("a"), attribute("b")] },
            variableColumnName: "var",
            valueColumnName: "val",
          },
        }),
      ],
      [
        "melt of all the rest",
        (d) => d.melt([], undefined, "var", "val"),
        over({ unpivot: { variableColumnName: "var", valueColumnName: "val" } }),
      ],
      [
        "unpivot of no values",
        (d) => d.unpivot([], [], "var", "val"),
        over({ unpivot: { values: {}, variableColumnName: "var", valueColumnName: "val" } }),
      ],
      ["transpose", (d) => d.transpose(), over({ transpose: {} })],
      [
        "transpose by a column",
        (d) => d.transpose("a"),
        over({ transpose: { indexColumns: [attribute("a")] } }),
      ],
      [
        "withMetadata",
        (d) => d.withMetadata("a", { unit: "m" }),
        over({
          withColumns: { aliases: [{ expr: attribute("a", 2), name: ["a"], metadata: '{"unit":"m"}' }] },
        }),
      ],
      [
        "metadataColumn",
        (d) => d.select(d.metadataColumn("_metadata")),
        over({
          project: {
            expressions: [
              { unresolvedAttribute: { unparsedIdentifier: "_metadata", planId: 2, isMetadataColumn: true } },
            ],
          },
        }),
      ],
      [
        "withColumnsRenamed keeps its order",
        (d) => d.withColumnsRenamed({ a: "b", b: "c" }),
        over({
          withColumnsRenamed: {
            renames: [
              { colName: "a", newColName: "b" },
              { colName: "b", newColName: "c" },
            ],
          },
        }),
      ],
      [
        "zipWithIndex",
        (d) => d.zipWithIndex("n"),
        over({
          project: {
            expressions: [
              { unresolvedStar: {} },
              {
                alias: {
                  expr: { unresolvedFunction: { functionName: "distributed_sequence_id" } },
                  name: ["n"],
                },
              },
            ],
          },
        }),
      ],
      [
        "toJSON",
        (d) => d.toJSON(),
        over({
          project: {
            expressions: [
              { alias: { expr: fn("to_json", fn("struct", { unresolvedStar: {} })), name: ["value"] } },
            ],
          },
        }),
      ],
      [
        "withWatermark",
        (d) => d.withWatermark("time", "10 minutes"),
        over({ withWatermark: { eventTime: "time", delayThreshold: "10 minutes" } }),
      ],
      [
        "dropDuplicatesWithinWatermark",
        (d) => d.dropDuplicatesWithinWatermark("a"),
        over({ deduplicate: { columnNames: ["a"], allColumnsAsKeys: false, withinWatermark: true } }),
      ],
    ],
  ],
  [
    "hints and partitions",
    [
      [
        "hint with parameters of all kinds",
        (d) => d.hint("h", "a", 3, 0.5, col("b"), ["x", 1]),
        over({
          hint: {
            name: "h",
            parameters: [
              literal({ string: "a" }),
              literal({ integer: 3 }),
              literal({ double: 0.5 }),
              attribute("b"),
              fn("array", literal({ string: "x" }), literal({ integer: 1 })),
            ],
          },
        }),
      ],
      [
        "hint with a list alone",
        (d) => d.hint("h", ["a", "b"]),
        over({ hint: { name: "h", parameters: [literal({ string: "a" }), literal({ string: "b" })] } }),
      ],
      [
        "repartitionByRange",
        (d) => d.repartitionByRange(3, "a"),
        over({ repartitionByExpression: { partitionExprs: [sortedBy("a")], numPartitions: 3 } }),
      ],
      [
        "repartitionByRange of columns alone",
        (d) => d.repartitionByRange("a", col("b").asc()),
        over({ repartitionByExpression: { partitionExprs: [sortedBy("a"), sortedBy("b")] } }),
      ],
      [
        "repartitionById",
        (d) => d.repartitionById(3, "a"),
        over({
          repartitionByExpression: {
            partitionExprs: [{ directShufflePartitionId: { child: attribute("a") } }],
            numPartitions: 3,
          },
        }),
      ],
    ],
  ],
])("%s", (_, cases) => {
  it.each(cases)("%s", async (__, change, expected) => {
    await change(df).collect();
    expect(onlyPlan(client)).toEqual(expected);
  });
});

describe("two DataFrames", () => {
  it.each<[string, (l: DataFrame, r: DataFrame) => DataFrame, unknown]>([
    ["lateralJoin", (l, r) => l.lateralJoin(r), overTwo({ lateralJoin: { joinType: "JOIN_TYPE_INNER" } })],
    [
      "lateralJoin on a condition",
      (l, r) => l.lateralJoin(r, l.col("a").eq(r.col("b")), "LEFT_OUTER" as "left"),
      overTwo({
        lateralJoin: {
          joinType: "JOIN_TYPE_LEFT_OUTER",
          joinCondition: fn("==", attribute("a", 2), attribute("b", 3)),
        },
      }),
    ],
    [
      "nearestByJoin",
      (l, r) =>
        l.nearestByJoin(r, l.col("a").minus(r.col("a")), {
          numResults: 2,
          mode: "exact",
          direction: "distance",
          joinType: "left",
        }),
      overTwo({
        nearestByJoin: {
          rankingExpression: fn("-", attribute("a", 2), attribute("a", 3)),
          numResults: 2,
          joinType: "left",
          mode: "exact",
          direction: "distance",
        },
      }),
    ],
    ["zip", (l, r) => l.zip(r), overTwo({ zip: {} })],
    [
      "subtract",
      (l, r) => l.subtract(r),
      overTwo(
        {
          setOp: { setOpType: "SET_OP_TYPE_EXCEPT", isAll: false, byName: false, allowMissingColumns: false },
        },
        ["leftInput", "rightInput"],
      ),
    ],
  ])("%s", async (_, combine, expected) => {
    await combine(df, spark.table("t")).collect();
    expect(onlyPlan(client)).toEqual(expected);
  });

  it.each([
    ["inner", "INNER"],
    ["outer", "FULL_OUTER"],
    ["full", "FULL_OUTER"],
    ["fullouter", "FULL_OUTER"],
    ["full_outer", "FULL_OUTER"],
    ["left", "LEFT_OUTER"],
    ["leftouter", "LEFT_OUTER"],
    ["left_outer", "LEFT_OUTER"],
    ["right", "RIGHT_OUTER"],
    ["rightouter", "RIGHT_OUTER"],
    ["right_outer", "RIGHT_OUTER"],
    ["semi", "LEFT_SEMI"],
    ["leftsemi", "LEFT_SEMI"],
    ["left_semi", "LEFT_SEMI"],
    ["anti", "LEFT_ANTI"],
    ["leftanti", "LEFT_ANTI"],
    ["left_anti", "LEFT_ANTI"],
    ["cross", "CROSS"],
    ["LEFT_Outer" as "left_outer", "LEFT_OUTER"],
  ] as const)("joins by %s", async (how, type) => {
    await df.join(spark.table("t"), "a", how).collect();
    expect(onlyPlan(client)).toEqual(
      overTwo({ join: { joinType: `JOIN_TYPE_${type}`, usingColumns: ["a"] } }),
    );
  });
});

describe("questions about statistics", () => {
  it.each<[string, (df: DataFrame) => Promise<unknown>, unknown]>([
    ["cov", (d) => d.stat.cov("a", "b"), over({ cov: { col1: "a", col2: "b" } })],
    ["corr", (d) => d.stat.corr("a", "b"), over({ corr: { col1: "a", col2: "b", method: "pearson" } })],
    [
      "approxQuantile",
      (d) => d.stat.approxQuantile("a", [0, 0.5], 0.1),
      over({ approxQuantile: { cols: ["a"], probabilities: [0, 0.5], relativeError: 0.1 } }),
    ],
  ])("%s", async (_, ask, expected) => {
    await expect(ask(df)).rejects.toThrow("one value");
    expect(onlyPlan(client)).toEqual(expected);
  });
});

describe("bad arguments are refused before anything is sent", () => {
  it.each<[string, (df: DataFrame) => unknown]>([
    ["fillna with nothing", (d) => d.fillna({})],
    ["fillna with null", (d) => d.fillna(null as never)],
    ["fillna with a date", (d) => d.fillna({ a: new Date(0) as never })],
    ["dropna of neither", (d) => d.dropna({ how: "some" as never })],
    ["a fraction as a threshold", (d) => d.dropna({ thresh: 0.5 })],
    ["replace without a value", (d) => d.replace("a", undefined as never)],
    ["replace of several kinds", (d) => d.replace(["a", 1], null)],
    ["replace of a text by a number", (d) => d.replace("a", 1)],
    ["replace of a number or a text by null", (d) => d.replace({ 1: null })],
    ["replace of two by three", (d) => d.replace([1, 2], [1, 2, 3])],
    ["replace of a bigint that DOUBLE cannot hold", (d) => d.replace(2n ** 53n + 1n, 0)],
    ["a stratum that is a number or a text", (d) => d.sampleBy("a", { 1: 0.5 })],
    ["a stratum that is a fraction or a text", (d) => d.sampleBy("a", { x: 1, "-1.5": 0.5 })],
    ["a stratum that is a boolean or a text", (d) => d.sampleBy("a", { true: 0.5 })],
    ["a negative fraction of a stratum", (d) => d.sampleBy("a", { x: -1 })],
    ["a sample without a fraction", (d) => d.sample(true, undefined as never)],
    ["a seed of a fraction", (d) => d.sample(0.5, 0.5)],
    ["a seed of more than 64 bits", (d) => d.sample(0.5, 2n ** 63n)],
    ["weights below zero", (d) => d.randomSplit([1, -1])],
    ["weights of nothing", (d) => d.randomSplit([0, 0])],
    ["no weights", (d) => d.randomSplit([])],
    ["a support above 1", (d) => d.freqItems(["a"], 2)],
    ["agg of nothing", (d) => d.agg({})],
    ["repartitionByRange of nothing", (d) => d.repartitionByRange(3)],
    ["repartitionById to none", (d) => d.repartitionById(0, "a")],
    ["an empty watermark", (d) => d.withWatermark("time", "")],
    ["a right lateral join", (d) => d.lateralJoin(d, undefined, "right" as never)],
    [
      "a nearestByJoin of none",
      (d) => d.nearestByJoin(d, lit(1), { numResults: 0, mode: "exact", direction: "distance" }),
    ],
    [
      "a nearestByJoin of no mode",
      (d) => d.nearestByJoin(d, lit(1), { numResults: 1, mode: "fast" as never, direction: "distance" }),
    ],
    ["a pivot of grouping sets", (d) => d.groupingSets([["a"]], "a").pivot("b")],
  ])("%s", (_, make) => {
    expect(() => make(df)).toThrow(InvalidArgumentError);
    expect(client.plans).toEqual([]);
  });

  it.each<[string, (df: DataFrame) => Promise<unknown>]>([
    ["a probability above 1", (d) => d.approxQuantile("a", [1.5], 0)],
    ["a negative error", (d) => d.approxQuantile("a", [0.5], -1)],
    ["a correlation by another method", (d) => d.corr("a", "b", "spearman" as never)],
  ])("%s", async (_, ask) => {
    await expect(ask(df)).rejects.toThrow(InvalidArgumentError);
    expect(client.plans).toEqual([]);
  });
});

describe("servers that are too old are told so, with the version needed", () => {
  it.each<[string, string, Change]>([
    ["3.5.6", "4.0", (d) => d.transpose()],
    ["3.5.6", "4.0", (d) => d.lateralJoin(d)],
    ["3.5.6", "4.0", (d) => d.groupingSets([["a"]], "a").count()],
    ["3.5.6", "4.0", (d) => d.hint("rebalance", 2, col("a"))],
    ["4.0.1", "4.1", (d) => d.repartitionById(2, "a")],
    ["4.0.1", "4.1", (d) => d.filter(col("a").eq(LocalTime.parse("10:00")))],
    ["4.0.1", "4.1", (d) => d.select(lit(new Map([["a", { at: LocalTime.parse("10:00") }]])))],
    ["4.1.0", "4.2", (d) => d.zipWithIndex()],
    [
      "4.1.0",
      "4.2",
      (d) => d.nearestByJoin(d, lit(1), { numResults: 1, mode: "exact", direction: "distance" }),
    ],
    ["4.2.0", "4.3", (d) => d.zip(d)],
  ])("%s is before %s: %s", async (version, needed, change) => {
    const old = recordingSession(version);
    const action = change(old.spark.table("t")).collect();
    await expect(action).rejects.toThrow(UnsupportedError);
    await expect(action).rejects.toThrow(`Spark ${version} does not know`);
    await expect(action).rejects.toThrow(`needs ${needed}`);
    expect(old.client.plans).toEqual([]);
  });
});

import { beforeEach, describe, expect, it } from "@jest/globals";
import { PlanSchema } from "#gen/spark/connect/base_pb.js";
import { type Column, Window } from "../../src/index.ts";
import type { DataFrame } from "../../src/dataframe/dataframe.ts";
import { InvalidArgumentError } from "../../src/errors.ts";
import { col, lit, max, sum, when } from "../../src/functions/index.ts";
import type { SparkSession } from "../../src/session/spark-session.ts";
import { asJson, recordingSession, type RecordingClient } from "../plan/recording-client.ts";

let spark: SparkSession;
let client: RecordingClient;
let df: DataFrame;

beforeEach(() => {
  ({ spark, client } = recordingSession());
  df = spark.table("t");
});

const names: string[] = ["a", "b"];
const frozen: readonly ["a", "b"] = ["a", "b"];

describe("several columns, one after another or as one array", () => {
  it.each<[string, (df: DataFrame) => DataFrame, (df: DataFrame) => DataFrame]>([
    ["select", (d) => d.select("a", col("b")), (d) => d.select(["a", col("b")])],
    ["selectExpr", (d) => d.selectExpr(...names), (d) => d.selectExpr(frozen)],
    ["drop", (d) => d.drop("a", col("b")), (d) => d.drop(["a", col("b")])],
    ["groupBy", (d) => d.groupBy(...names).count(), (d) => d.groupBy(frozen).count()],
    ["rollup", (d) => d.rollup(...names).count(), (d) => d.rollup(names).count()],
    ["cube", (d) => d.cube(...names).count(), (d) => d.cube(names).count()],
    ["orderBy", (d) => d.orderBy("a", col("b").desc()), (d) => d.orderBy(["a", col("b").desc()])],
    ["sort", (d) => d.sort(...names), (d) => d.sort(names)],
    ["sortWithinPartitions", (d) => d.sortWithinPartitions(...names), (d) => d.sortWithinPartitions(names)],
    ["dropDuplicates", (d) => d.dropDuplicates(...names), (d) => d.dropDuplicates(names)],
    [
      "dropDuplicatesWithinWatermark",
      (d) => d.dropDuplicatesWithinWatermark(...names),
      (d) => d.dropDuplicatesWithinWatermark(names),
    ],
    ["toDF", (d) => d.toDF(...names), (d) => d.toDF(names)],
    ["describe", (d) => d.describe(...names), (d) => d.describe(names)],
    ["summary", (d) => d.summary("min", "max"), (d) => d.summary(["min", "max"])],
    [
      "windows",
      (d) => d.select(sum("x").over(Window.partitionBy(...names).orderBy(...names))),
      (d) => d.select(sum("x").over(Window.partitionBy(names).orderBy(frozen))),
    ],
  ])("%s", async (_, apart, together) => {
    await apart(df).collect();
    await together(df).collect();
    const [first, second] = client.plans.map((plan) => asJson(PlanSchema, plan));
    expect(second).toEqual(first);
    expect(JSON.stringify(first)).toMatch(/a.*b|min.*max/);
  });

  it("are lists made by a program too", async () => {
    const aggregates: Column[] = names.map((name) => max(name));
    await df
      .groupBy(names)
      .agg(...aggregates)
      .collect();
    await df
      .groupBy("a")
      .sum(...names)
      .collect();
    await df
      .observe("counted", ...aggregates)
      .write.bucketBy(4, ...names)
      .saveAsTable("t");
    await df.write.partitionBy(names).sortBy(names).saveAsTable("t");
    expect(client.plans.map((plan) => JSON.stringify(asJson(PlanSchema, plan)))).toEqual([
      expect.stringMatching(/max.*"a".*max.*"b"/),
      expect.stringMatching(/sum.*"a".*sum.*"b"/),
      expect.stringContaining('"bucketColumnNames":["a","b"]'),
      expect.stringContaining('"sortColumnNames":["a","b"],"partitioningColumns":["a","b"]'),
    ]);
  });
});

describe("what JavaScript can still pass", () => {
  it.each<[string, (df: DataFrame) => unknown, RegExp]>([
    [
      "a value for a column",
      (d) => d.withColumn("a", 1 as never),
      /Column expected, not the number 1; a constant is lit/,
    ],
    [
      "a text for a column",
      (d) => d.withColumns({ a: "secret" as never }),
      /Column expected, not a string; .* by its name col/,
    ],
    ["a comparison by ===", (d) => d.filter(false as never), /=== and < do not work on columns/],
    ["no condition", (d) => d.filter(undefined as never), /Column expected, not undefined/],
    ["a number for a column's name", (d) => d.select(1 as never), /Column expected, not the number 1/],
    [
      "nothing for a column's name",
      () => col(undefined as never),
      /name of a column is a string, not undefined/,
    ],
    [
      "an array in an array",
      (d) => d.dropDuplicates([["a"]] as never),
      /dropDuplicates takes strings, not an object of class Array/,
    ],
    ["an aggregate that is none", (d) => d.agg(undefined as never), /Column expected, not undefined/],
    [
      "an aggregate by a column's name",
      (d) => d.agg({ a: sum("a") as never }),
      /names of functions, not an object of class Column/,
    ],
    ["an aggregate as a text", (d) => d.agg("sum" as never), /Column expected, not a string/],
    ["no aggregates", (d) => d.agg(), /at least one aggregate/],
    ["no metrics", (d) => d.observe("x"), /observe\(\) needs at least one metric/],
    ["no buckets", (d) => d.write.bucketBy(2), /bucketBy needs at least one column/],
    ["a join with no DataFrame", (d) => d.join("t" as never, "id"), /DataFrame expected, not a string/],
    ["a union with nothing", (d) => d.union(undefined as never), /DataFrame expected, not undefined/],
    ["a join on true", (d) => d.join(d, true as never), /=== and < do not work on columns/],
    ["a join on true among others", (d) => d.join(d, [true] as never), /=== and < do not work on columns/],
    ["a branch on true", () => when(true as never, 1), /=== and < do not work on columns/],
    [
      "nothing as a constant",
      () => col("a").eq(undefined as never),
      /a constant: Spark has no type for undefined/,
    ],
  ])("is refused: %s", (_, make, message) => {
    expect(() => make(df)).toThrow(InvalidArgumentError);
    expect(() => make(df)).toThrow(message);
  });

  it("is named among the arguments of a statement", async () => {
    const args = { a: 1, b: undefined as never };
    await expect(spark.sql("SELECT :a, :b", args)).rejects.toThrow(
      /argument :b: Spark has no type for undefined/,
    );
    await expect(spark.sql("SELECT ?", [undefined as never])).rejects.toThrow(
      /argument 0: Spark has no type/,
    );
  });
});

describe("constants", () => {
  it("are of what cannot be changed too, with dates inside", async () => {
    const ids: readonly number[] = [1, 2];
    await df.select(lit(ids), lit([new Date(0)]), lit({ at: new Date(0) })).collect();
    await spark
      .range(1)
      .select(lit(new Map([["a", [new Date(0)]]])))
      .collect();
    await df.filter(col("id").isin(ids)).filter(col("ids").eq(ids)).collect();
    expect(client.plans.length).toBe(3);
  });
});

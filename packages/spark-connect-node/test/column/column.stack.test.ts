import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { Column } from "../../src/column/column.ts";
import { Window } from "../../src/column/window.ts";
import type { DataFrame } from "../../src/dataframe/dataframe.ts";
import { AnalysisError } from "../../src/errors.ts";
import * as F from "../../src/functions/index.ts";
import type { SparkSession } from "../../src/session/spark-session.ts";
import { connect } from "../session/stack.ts";

let spark: SparkSession;

beforeAll(async () => {
  spark = await connect();
});

afterAll(async () => {
  await spark.stop();
});

const { col, lit } = F;

describe("Column", () => {
  const cases: readonly (readonly [string, Column, unknown])[] = [
    ["plus", col("n").plus(2), 7],
    ["minus, constant first", lit(2).minus(col("n")), -3],
    ["times", col("n").times(2), 10],
    ["div", col("n").div(2), 2.5],
    ["mod", col("n").neg().mod(3), -2],
    ["pow", col("n").pow(2), 25],
    ["pow, constant first", lit(2).pow(col("n")), 32],
    ["bitwiseAnd", col("n").bitwiseAnd(4), 4],
    ["bitwiseOr", col("n").bitwiseOr(2), 7],
    ["bitwiseXor", col("n").bitwiseXor(1), 4],
    ["eq with null", col("none").eq(1), null],
    ["eqNullSafe with null", col("none").eqNullSafe(null), true],
    ["isNaN", lit(Number.NaN).isNaN(), true],
    ["isin of a list", col("n").isin([1, 5]), true],
    ["isin of a list without it, with a null", col("n").isin([1, null]), null],
    ["isin of nothing", col("n").isin([]), false],
    ["between", col("n").between(5, 6), true],
    ["like", col("s").like("h_llo%"), true],
    ["ilike", col("s").ilike("HELLO%"), true],
    ["rlike", col("s").rlike("l{2}"), true],
    ["startsWith", col("s").startsWith("he"), true],
    ["endsWith", col("s").endsWith("ld"), true],
    ["contains", col("s").contains("x"), false],
    ["substr", col("s").substr(1, 3), "hel"],
    ["cast by DDL", col("n").cast("decimal(5,2)"), "5.00"],
    ["tryCast", col("s").tryCast("int"), null],
    ["getItem of an array", col("list").getItem(1), "b"],
    ["getItem of a map", col("map").getItem("k"), 1],
    ["getItem of a map by a column", col("map").getItem(lit("k")), 1],
    ["getField", col("st").getField("x.y"), 1],
    ["withField", col("st").withField("z", "new"), { "x.y": 1, w: { v: 2 }, z: "new" }],
    ["withField inside", col("st").withField("w.u", 3), { "x.y": 1, w: { v: 2, u: 3 } }],
    ["dropFields", col("st").dropFields("`x.y`"), { w: { v: 2 } }],
    ["when", F.when(col("n").gt(9), "big").when(col("n").gt(4), "some").otherwise("few"), "some"],
    ["when without otherwise", F.when(col("n").gt(9), "big"), null],
    ["transform", col("n").transform((n) => n.plus(n)), 10],
  ];

  it("computes what it says", async () => {
    const row = spark.sql(
      "SELECT 5 AS n, CAST(NULL AS INT) AS none, 'hello world' AS s, array('a', 'b') AS list, " +
        "map('k', 1) AS map, named_struct('x.y', 1, 'w', named_struct('v', 2)) AS st",
    );
    const columns = cases.map(([, column], at) => column.as(`c${at}`));
    const values = await (await row).select(...columns).first();
    expect(cases.map(([name], at) => [name, values?.[`c${at}`]])).toEqual(
      cases.map(([name, , value]) => [name, value]),
    );
  });

  it("keeps metadata in the schema, and names the columns of a generator", async () => {
    const schema = await spark
      .range(1)
      .select(col("id").as("n", { unit: "ms", more: [1, 2] }))
      .schema();
    expect(schema.field("n")?.metadata).toEqual({ unit: "ms", more: [1, 2] });
    const exploded = spark.range(1).select(F.posexplode(F.array(lit("a"))).as("at", "value"));
    expect(await exploded.collect()).toEqual([{ at: 0, value: "a" }]);
  });

  it("computes over windows", async () => {
    const by = Window.partitionBy(col("id").mod(2)).orderBy("id");
    const rows = spark
      .range(5)
      .select(
        "id",
        F.sum("id").over(by.rowsBetween(Window.unboundedPreceding, Window.currentRow)).as("running"),
        F.sum("id").over(by.rowsBetween(-1, 1)).as("near"),
        F.sum("id").over(by.rangeBetween(-2, Window.currentRow)).as("range"),
        F.count("id").over(by.rowsBetween(Window.unboundedPreceding, Window.unboundedFollowing)).as("all"),
      );
    expect(await rows.orderBy("id").collect({ rowMode: "array" })).toEqual([
      [0n, 0n, 2n, 0n, 3n],
      [1n, 1n, 4n, 1n, 2n],
      [2n, 2n, 6n, 2n, 3n],
      [3n, 4n, 4n, 4n, 2n],
      [4n, 6n, 6n, 6n, 3n],
    ]);
  });

  it("runs lambdas of one, two and three parameters, nested", async () => {
    const df = spark
      .range(1)
      .select(
        F.transform(F.array(lit(1), lit(2)), (x) => x.plus(1)).as("one"),
        F.transform(F.array(F.array(lit(1)), F.array(lit(2))), (x, i) =>
          F.transform(x, (y, j) => y.plus(i).plus(j)),
        ).as("two"),
        F.mapZipWith(F.createMap(lit("k"), lit(1)), F.createMap(lit("k"), lit(2)), (k, a, b) =>
          F.concat(k, a.plus(b).cast("string")),
        ).as("three"),
      );
    expect(await df.first()).toEqual({ one: [2, 3], two: [[1], [3]], three: new Map([["k", "k3"]]) });
  });
});

describe("subqueries", () => {
  const shops = (): DataFrame =>
    spark.createDataFrame(
      [
        { shop: 1, name: "a" },
        { shop: 2, name: "b" },
      ],
      "shop INT, name STRING",
    );
  const orders = (): DataFrame =>
    spark.createDataFrame(
      [
        { of: 1, price: 10 },
        { of: 1, price: 20 },
      ],
      "of INT, price INT",
    );

  it("give one value, of the query around when it is told", async () => {
    const total = orders()
      .filter(col("of").eq(col("shop").outer()))
      .select(F.sum("price"))
      .scalar();
    expect(await shops().select("name", total.as("total")).orderBy("name").collect()).toEqual([
      { name: "a", total: 30n },
      { name: "b", total: null },
    ]);
  });

  it("say whether there are rows", async () => {
    const sold = orders()
      .filter(col("of").eq(col("shop").outer()))
      .exists();
    expect(await shops().filter(sold).select("name").collect()).toEqual([{ name: "a" }]);
    expect(await shops().filter(sold.not()).select("name").collect()).toEqual([{ name: "b" }]);
  });

  it("hold values, or structs of them", async () => {
    expect(
      await shops()
        .filter(col("shop").isin(orders().select("of")))
        .select("name")
        .collect(),
    ).toEqual([{ name: "a" }]);
    const pairs = orders().select("of", lit("a"));
    expect(await shops().filter(F.struct("shop", "name").isin(pairs)).count()).toBe(1);
  });

  it("may hold subqueries, and stand several times in one query", async () => {
    const dearest = orders().select(F.max("price")).scalar();
    const buyers = orders().filter(col("price").eq(dearest)).select("of");
    const df = shops().select(
      "name",
      col("shop").isin(buyers).as("dear"),
      dearest.as("d1"),
      dearest.minus(1).as("d2"),
    );
    expect(await df.orderBy("name").collect()).toEqual([
      { name: "a", dear: true, d1: 20, d2: 19 },
      { name: "b", dear: false, d1: 20, d2: 19 },
    ]);
  });

  it("of more than one row are an error of the server", async () => {
    await expect(shops().select(orders().scalar()).collect()).rejects.toThrow(AnalysisError);
  });
});

import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { DataFrame } from "../../src/dataframe/dataframe.ts";
import { AnalysisError, ExecutionError } from "../../src/errors.ts";
import * as f from "../../src/functions/index.ts";
import { StorageLevel } from "../../src/plan/storage-level.ts";
import type { SparkSession } from "../../src/session/spark-session.ts";
import { connect, uniqueName } from "../session/stack.ts";

const { col, lit } = f;
let spark: SparkSession;
/** Shop, item, price with a hole. */
let sales: DataFrame;

beforeAll(async () => {
  spark = await connect();
  sales = spark.createDataFrame(
    [
      ["a", "x", 1],
      ["a", "y", 2],
      ["b", "x", 4],
      ["b", null, null],
    ],
    "shop STRING, item STRING, price DOUBLE",
  );
});

afterAll(async () => {
  await spark.stop();
});

type Case = [string, (df: DataFrame) => DataFrame, unknown[][]];

describe.each<[string, Case[]]>([
  [
    "groups",
    [
      [
        "agg with an object",
        (d) => d.groupBy("shop").agg({ price: "sum", "*": "count" }).orderBy("shop"),
        [
          ["a", 3, 2n],
          ["b", 4, 2n],
        ],
      ],
      [
        "mean and avg are one",
        (d) => d.groupBy().mean("price").union(d.groupBy().avg("price")),
        [[7 / 3], [7 / 3]],
      ],
      [
        "groupingSets",
        (d) =>
          d
            .groupingSets([["shop"], []], "shop")
            .agg(f.sum("price").as("s"))
            .orderBy(col("shop").ascNullsLast()),
        [
          ["a", 3],
          ["b", 4],
          [null, 7],
        ],
      ],
      [
        "cube",
        (d) =>
          d
            .dropna()
            .cube("shop", "item")
            .count()
            .agg(f.count(lit(1))),
        [[8n]],
      ],
      [
        "pivot without values",
        (d) => d.groupBy("shop").pivot("item").sum("price").orderBy("shop"),
        [
          ["a", null, 1, 2],
          ["b", null, 4, null],
        ],
      ],
    ],
  ],
  [
    "nulls",
    [
      ["dropna", (d) => d.dropna().groupBy().count(), [[3n]]],
      [
        "dropna of rows of nothing",
        (d) =>
          d
            .dropna({ how: "all", subset: ["item", "price"] })
            .groupBy()
            .count(),
        [[3n]],
      ],
      ["dropna by a threshold", (d) => d.na.drop({ thresh: 1 }).groupBy().count(), [[4n]]],
      ["fillna of numbers", (d) => d.fillna(9).select("item", "price").filter("price = 9"), [[null, 9]]],
      [
        "fillna of texts",
        (d) => d.fillna("none").filter("item = 'none'").select("item", "price"),
        [["none", null]],
      ],
      [
        "fillna column by column",
        (d) => d.fillna({ item: "?", price: 0.5 }).filter("item = '?'"),
        [["b", "?", 0.5]],
      ],
      ["replace numbers", (d) => d.replace([1, 2], [10, 20], "price").agg(f.sum("price")), [[34]]],
      ["replace by null", (d) => d.replace("x", null).filter("item IS NULL").groupBy().count(), [[3n]]],
      [
        "replace texts by an object",
        (d) => d.na.replace({ a: "A", b: "B" }).select("shop").distinct().orderBy("shop"),
        [["A"], ["B"]],
      ],
    ],
  ],
  [
    "statistics",
    [
      [
        "summary",
        (d) => d.summary("count", "max").select("summary", "price"),
        [
          ["count", "3"],
          ["max", "4.0"],
        ],
      ],
      ["describe", (d) => d.describe("price").filter("summary = 'min'"), [["min", "1.0"]]],
      [
        "crosstab",
        (d) => d.stat.crosstab("shop", "item").select("shop_item", "x", "y").orderBy("shop_item"),
        [
          ["a", 1n, 1n],
          ["b", 1n, 0n],
        ],
      ],
      ["freqItems", (d) => d.freqItems(["shop"], 0.6).select(f.size("shop_freqItems").le(2)), [[true]]],
      ["sampleBy", (d) => d.sampleBy("shop", { a: 1, b: 0 }, 1).select("shop").distinct(), [["a"]]],
      ["sample with replacement", (d) => d.sample(true, 0, 1).groupBy().count(), [[0n]]],
    ],
  ],
  [
    "columns made rows, and back",
    [
      [
        "unpivot",
        (d) =>
          d
            .dropna()
            .select("shop", col("price").as("p"), f.negative("price").as("n"))
            .filter("p = 4")
            .unpivot("shop", ["p", "n"], "which", "value"),
        [
          ["b", "p", 4],
          ["b", "n", -4],
        ],
      ],
      [
        "melt of all the rest",
        (d) => d.select("shop", "item").limit(1).melt("shop", undefined, "which", "value"),
        [["a", "item", "x"]],
      ],
      [
        "transpose",
        (d) => d.dropna().groupBy("shop").agg(f.sum("price").as("total")).transpose("shop"),
        [["total", 3, 4]],
      ],
      ["toJSON", (d) => d.limit(1).toJSON(), [['{"shop":"a","item":"x","price":1.0}']]],
      ["zipWithIndex", (d) => d.select("price").zipWithIndex("n").filter("n = 2"), [[4, 2n]]],
      [
        "zip",
        (d) =>
          d
            .select("shop")
            .zip(d.select(f.upper("shop").as("S")))
            .limit(1),
        [["a", "A"]],
      ],
    ],
  ],
  [
    "partitions and hints",
    [
      [
        "repartitionById",
        (d) =>
          d
            .repartitionById(3, f.when(col("shop").eq("a"), 0).otherwise(2))
            .select("shop", f.sparkPartitionId().as("p"))
            .distinct()
            .orderBy("p"),
        [
          ["a", 0],
          ["b", 2],
        ],
      ],
      ["hint with numbers and columns", (d) => d.hint("rebalance", 2, col("shop")).groupBy().count(), [[4n]]],
      ["hint with a list of names", (d) => d.hint("repartition", ["shop"]).groupBy().count(), [[4n]]],
      ["dropDuplicates of some columns", (d) => d.dropDuplicates("shop").groupBy().count(), [[2n]]],
    ],
  ],
])("%s", (_, cases) => {
  it.each(cases)("%s", async (__, change, expected) => {
    expect(await change(sales).collect({ rowMode: "array" })).toEqual(expected);
  });
});

describe("statistics that are numbers", () => {
  it("cov, corr and quantiles", async () => {
    const line = spark.range(1, 6).select(col("id").as("x"), col("id").times(2).as("y"));
    expect(await line.stat.cov("x", "y")).toBeCloseTo(5, 10);
    expect(await line.corr("x", "y")).toBeCloseTo(1, 10);
    expect(await line.approxQuantile("x", [0, 0.5, 1], 0)).toEqual([1, 3, 5]);
    expect(await line.stat.approxQuantile(["x", "y"], [0.5], 0)).toEqual([[3], [6]]);
  });

  it("shares every row out once, the same way for the same seed", async () => {
    const rows = spark.range(0, 200, 1, 3);
    const parts = rows.randomSplit([1, 3, 0], 7);
    const counts = await Promise.all(parts.map((part) => part.count()));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(200);
    expect(counts[2]).toBe(0);
    const [first] = parts as [DataFrame, ...DataFrame[]];
    expect(await first.intersect(parts[1] as DataFrame).count()).toBe(0);
    const again = rows.randomSplit([1, 3, 0], 7)[0] as DataFrame;
    expect(await again.except(first).count()).toBe(0);
  });
});

it("repartitionByRange keeps near values together", async () => {
  const parts = spark.range(0, 100, 1, 4).repartitionByRange(2, "id").groupBy(f.sparkPartitionId().as("p"));
  const [low, high] = await parts.agg(f.min("id").as("min"), f.max("id").as("max")).orderBy("p").collect();
  expect((low as { max: bigint }).max).toBeLessThan((high as { min: bigint }).min);
});

describe("joins", () => {
  it("lateralJoin sees the row on the left", async () => {
    const lists = spark.createDataFrame(
      [
        [1, [10, 20]],
        [2, []],
      ],
      "id INT, list ARRAY<INT>",
    );
    const items = spark.tvf.explode(col("list").outer());
    const expected = [
      { id: 1, col: 10 },
      { id: 1, col: 20 },
    ];
    expect(await lists.lateralJoin(items).select("id", "col").orderBy("col").collect()).toEqual(expected);
    const kept = lists.lateralJoin(items, lit(true), "left").select("id", "col").orderBy("id", "col");
    expect(await kept.collect()).toEqual([...expected, { id: 2, col: null }]);
  });

  it("nearestByJoin finds the best of the other side", async () => {
    const points = spark.createDataFrame([[1], [10]], "p INT");
    const places = spark.createDataFrame([[2], [4], [9]], "q INT");
    const nearest = points.nearestByJoin(places, f.abs(points.col("p").minus(places.col("q"))), {
      numResults: 1,
      mode: "exact",
      direction: "distance",
    });
    expect(await nearest.orderBy("p").collect({ rowMode: "array" })).toEqual([
      [1, 2],
      [10, 9],
    ]);
  });

  it("cannot tell a DataFrame from one made of it by its columns; Spark says to use aliases", async () => {
    const dear = sales.filter("price > 1");
    const pairs = sales.join(dear, sales.col("shop").eq(dear.col("shop"))).select(sales.col("price"));
    await expect(pairs.collect()).rejects.toMatchObject({
      constructor: AnalysisError,
      errorClass: "AMBIGUOUS_COLUMN_REFERENCE",
      message: expect.stringContaining("alias"),
    });
  });
});

describe("what the server is told and asked", () => {
  it("keeps rows and forgets them", async () => {
    const df = spark.range(7_777).filter("id > 5");
    expect(await df.isCached()).toBe(false);
    expect(await df.cache()).toBe(df);
    expect(await df.storageLevel()).toEqual(StorageLevel.MEMORY_AND_DISK_DESER);
    expect(await df.unpersist(true)).toBe(df);
    expect(await (await df.persist(StorageLevel.DISK_ONLY)).storageLevel()).toEqual(StorageLevel.DISK_ONLY);
    await df.unpersist(true);
    expect(await df.storageLevel()).toEqual(StorageLevel.NONE);
  });

  it("keeps a checkpoint until it is dropped", async () => {
    const random = spark.range(3).select(f.rand().as("r"));
    const kept = await random.localCheckpoint();
    expect(await kept.collect()).toEqual(await kept.collect());
    expect(await kept.explain("extended")).not.toContain("Range");
    await kept.dropCheckpoint();
    // Not collected before: the server remembers the plans that it has analysed.
    const lazy = await random.localCheckpoint(false, StorageLevel.DISK_ONLY);
    await lazy.dropCheckpoint();
    await expect(lazy.collect()).rejects.toMatchObject({
      errorClass: "CONNECT_INVALID_PLAN.DATAFRAME_NOT_FOUND",
    });
  });

  it("knows what is the same, local, streaming", async () => {
    const [one, two] = [spark.range(5).filter("id > 1"), spark.range(5).filter(col("id").gt(1))];
    expect(await one.sameSemantics(two)).toBe(true);
    expect(await one.sameSemantics(spark.range(5))).toBe(false);
    expect(await one.semanticHash()).toBe(await two.semanticHash());
    expect(await sales.isLocal()).toBe(true);
    expect(await one.isLocal()).toBe(false);
    expect(await one.isStreaming()).toBe(false);
    expect(await one.inputFiles()).toEqual([]);
    expect(await one.explain(true)).toContain("Analyzed Logical Plan");
  });

  it("keeps metadata of a column", async () => {
    const schema = await sales.withMetadata("price", { unit: "EUR" }).schema();
    expect(schema.field("price")?.metadata).toEqual({ unit: "EUR" });
  });

  it("cuts the tree at a level", async () => {
    const nested = await spark.sql("SELECT named_struct('b', named_struct('c', 1)) AS a");
    expect(await nested.treeString(1)).not.toContain("b: struct");
    expect(await nested.treeString(2)).toContain("b: struct");
    expect(await nested.treeString(2)).not.toContain("c: integer");
  });

  it("gives rows one by one, and batch by batch", async () => {
    const ids = spark.range(0, 3_000, 1, 2);
    let rows = 0;
    for await (const row of ids.toLocalIterator<{ id: bigint }>()) {
      expect(row.id).toBe(BigInt(rows));
      rows += 1;
    }
    let inBatches = 0;
    for await (const batch of ids.toBatches()) inBatches += batch.length;
    expect([rows, inBatches]).toEqual([3_000, 3_000]);
    expect(await ids.head()).toEqual({ id: 0n });
    expect(await ids.filter("id < 0").head()).toBeUndefined();
  });

  it("offers the metadata of files, and the functions that make rows", async () => {
    expect(await spark.tvf.sqlKeywords().filter("keyword = 'SELECT'").count()).toBe(1);
    expect(await spark.tvf.range(3).count()).toBe(3);
    const stacked = spark.tvf.stack(lit(2), lit(1), lit("a"), lit(2), lit("b"));
    expect(await stacked.collect({ rowMode: "array" })).toEqual([
      [1, "a"],
      [2, "b"],
    ]);
  });

  it("drops late duplicates of a stream only, and says so", async () => {
    const late = sales.dropDuplicatesWithinWatermark("shop");
    await expect(late.collect()).rejects.toThrow(/Watermark/iu);
  });
});

describe("tables of the newer interface", () => {
  it("are made, and what they cannot do is Spark's own error", async () => {
    const name = uniqueName("scn_v2");
    try {
      await sales.writeTo(name).using("parquet").partitionedBy("shop").create();
      expect(await spark.table(name).count()).toBe(4);
      await expect(sales.writeTo(name).using("parquet").create()).rejects.toMatchObject({
        constructor: AnalysisError,
        errorClass: "TABLE_OR_VIEW_ALREADY_EXISTS",
      });
      await expect(sales.writeTo(name).overwrite(lit(true))).rejects.toThrow(AnalysisError);
      const merging = sales
        .alias("s")
        .mergeInto(name, f.expr(`${name}.item = s.item`))
        .whenMatched()
        .updateAll()
        .whenNotMatched()
        .insertAll()
        .merge();
      await expect(merging).rejects.toThrow(/MERGE INTO/u);
    } finally {
      await spark.sql(`DROP TABLE IF EXISTS ${name}`);
    }
  });
});

describe("readers", () => {
  it("reads JSON, CSV and XML out of a DataFrame of texts", async () => {
    const texts = (...lines: string[]): DataFrame =>
      spark.createDataFrame(
        lines.map((line) => [line]),
        "value STRING",
      );
    const json = spark.read.schema("a INT, b STRING").json(texts('{"a": 1, "b": "x"}', '{"a": 2}'));
    expect(await json.collect()).toEqual([
      { a: 1, b: "x" },
      { a: 2, b: null },
    ]);
    expect(await spark.read.json(texts('{"a": 1}')).dtypes()).toEqual([["a", "bigint"]]);
    const csv = spark.read.schema("a INT, b STRING").csv(texts("1;x"), { sep: ";" });
    expect(await csv.collect()).toEqual([{ a: 1, b: "x" }]);
    const xml = spark.read.schema("a INT").xml(texts("<r><a>1</a></r>"), { rowTag: "r" });
    expect(await xml.collect()).toEqual([{ a: 1 }]);
  });

  it("says which JDBC driver is missing", async () => {
    const table = spark.read.jdbc("jdbc:nothing://localhost/db", "t");
    await expect(table.collect()).rejects.toThrow(/No suitable driver|driver/iu);
    await expect(table.collect()).rejects.not.toBeInstanceOf(TypeError);
    await expect(sales.write.jdbc("jdbc:nothing://localhost/db", "t")).rejects.toThrow(ExecutionError);
  });
});

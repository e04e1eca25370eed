import { functions as F } from "../../src/index.ts";
import type { Topic } from "../program.ts";

export const statistics: Topic["programs"] = {
  describe: (spark) => spark.table("orders").describe("price", "amount"),
  describeAll: (spark) => spark.table("people").select("age", "name").describe(),
  summary: (spark) => spark.table("orders").select("price", "amount").summary(),
  summaryOfSome: (spark) => spark.table("orders").select("price").summary("count", "min", "25%", "max"),
  covariance: async (spark) => {
    await spark.table("orders").cov("price", "amount");
  },
  correlation: async (spark) => {
    await spark.table("orders").stat.corr("price", "amount");
  },
  quantiles: async (spark) => {
    await spark.table("orders").approxQuantile("price", [0.25, 0.5], 0.1);
  },
  quantilesOfSeveral: async (spark) => {
    await spark.table("orders").stat.approxQuantile(["price", "amount"], [0, 1], 0);
  },
  crosstab: (spark) => spark.table("orders").crosstab("item", "amount"),
  freqItems: (spark) => spark.table("orders").freqItems(["item", "amount"], 0.4),
  freqItemsDefault: (spark) => spark.table("orders").stat.freqItems(["item"]),
  sampleBy: (spark) =>
    spark
      .range(60)
      .withColumn("k", F.col("id").mod(3))
      .sampleBy(
        "k",
        new Map([
          [0, 0.2],
          [1, 0.5],
        ]),
        7,
      ),
  sampleByColumn: (spark) => spark.table("orders").sampleBy(F.upper("item"), new Map([["BOOK", 1]]), 1),
  randomSplit: (spark) => {
    const [first, second] = spark.range(20).randomSplit([1, 3], 5);
    if (first === undefined || second === undefined) throw new Error("two parts were asked for");
    return first.withColumn("part", F.lit(1)).union(second.withColumn("part", F.lit(2)));
  },
  grouped: (spark) => spark.table("orders").groupBy("item").agg({ price: "max", amount: "sum" }),
  groupedCount: (spark) => spark.table("orders").agg({ "*": "count" }),
};

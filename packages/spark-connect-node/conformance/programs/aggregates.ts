import { functions as F } from "../../src/index.ts";
import type { Topic } from "../program.ts";

export const aggregates: Topic["programs"] = {
  groupAndCount: (spark) => spark.table("people").groupBy("town").count().orderBy("town"),
  groupByNothing: (spark) =>
    spark
      .table("orders")
      .groupBy()
      .agg(F.sum("amount"), F.avg("price"), F.count(F.lit(1))),
  aggOfFrame: (spark) => spark.table("orders").agg(F.min("placed").as("first"), F.max("placed").as("last")),
  groupByExpressions: (spark) =>
    spark
      .table("orders")
      .groupBy(F.month("placed").as("month"), F.col("price").gt(10))
      .agg(F.collectList("item").as("items"), F.countDistinct("person_id").as("people"))
      .orderBy("month"),
  everyNamed: (spark) => {
    const grouped = spark.table("orders").groupBy("person_id");
    return grouped
      .sum("amount", "price")
      .join(grouped.min("amount"), "person_id")
      .join(grouped.max("amount"), "person_id")
      .join(grouped.avg("price"), "person_id")
      .join(grouped.mean("amount"), "person_id");
  },
  rollup: (spark) =>
    spark
      .table("people")
      .rollup("town", "age")
      .agg(F.count("*").as("n"), F.grouping("town"), F.groupingId("town", "age")),
  cube: (spark) =>
    spark.table("people").cube("town", F.col("age").gt(40).as("old")).agg(F.sum("pay").as("pay")),
  distincts: (spark) =>
    spark
      .table("orders")
      .agg(
        F.countDistinct("item", "amount"),
        F.sumDistinct("amount"),
        F.approxCountDistinct("item"),
        F.approxCountDistinct("item", 0.1),
        F.sortArray(F.collectSet("item")),
      ),
  statistics: (spark) =>
    spark
      .table("orders")
      .agg(
        F.stddev("price"),
        F.stddevPop("price"),
        F.stddevSamp("price"),
        F.variance("price"),
        F.varPop("price"),
        F.varSamp("price"),
        F.skewness("price"),
        F.kurtosis("price"),
        F.corr("price", "amount"),
        F.covarPop("price", "amount"),
        F.covarSamp("price", "amount"),
      ),
  percentiles: (spark) =>
    spark
      .table("orders")
      .agg(
        F.median("price"),
        F.percentile("amount", 0.25),
        F.percentileApprox("amount", 0.5),
        F.percentileApprox("amount", F.array(F.lit(0.1), F.lit(0.9)), 100),
        F.mode("item"),
      ),
  firstsAndLasts: (spark) =>
    spark
      .table("people")
      .coalesce(1)
      .orderBy("id")
      .agg(
        F.first("age", false),
        F.first("age", true),
        F.last("age", false),
        F.last("pay", true),
        F.anyValue("town"),
        F.firstValue("id"),
        F.lastValue("id"),
      ),
  extremes: (spark) =>
    spark
      .table("orders")
      .groupBy("person_id")
      .agg(
        F.maxBy("item", "price").as("dearest"),
        F.minBy("item", "price"),
        F.max(F.struct("placed", "item")).as("latest"),
      ),
  booleans: (spark) =>
    spark
      .table("people")
      .agg(
        F.boolAnd(F.col("id").gt(0)),
        F.boolOr(F.col("age").gt(50)),
        F.every(F.col("id").gt(1)),
        F.some(F.col("id").gt(3)),
        F.countIf(F.col("age").eq(34)),
      ),
  bitAggregates: (spark) =>
    spark.range(1, 8).agg(F.bitAnd("id"), F.bitOr("id"), F.bitXor("id"), F.product("id")),
  tries: (spark) => spark.table("orders").agg(F.trySum("amount"), F.tryAvg("price")),
  textAggregates: (spark) =>
    spark
      .table("orders")
      .orderBy("order_id")
      .coalesce(1)
      .agg(F.listagg("item", ", "), F.stringAgg("item"), F.arrayAgg("amount")),
  conditional: (spark) =>
    spark
      .table("orders")
      .groupBy("item")
      .agg(
        F.sum(F.when(F.col("amount").gt(1), F.col("price").times(F.col("amount"))).otherwise(0)).as("bulk"),
        F.count(F.when(F.col("price").isNull(), 1)).as("unpriced"),
        F.avg(F.when(F.col("person_id").isin(1, 2), F.col("price"))).as("ours"),
      ),
  filterOnAggregates: (spark) =>
    spark
      .table("orders")
      .groupBy("item")
      .agg(F.count(F.lit(1)).as("n"))
      .filter(F.col("n").gt(1))
      .select(F.upper("item").as("item"), F.col("n").cast("string").as("n")),
  aggregateOfAggregate: (spark) =>
    spark
      .table("orders")
      .groupBy("person_id")
      .agg(F.sum("amount").as("amount"))
      .agg(F.max("amount"), F.min("amount")),
  aggregateArithmetic: (spark) =>
    spark
      .table("orders")
      .groupBy("item")
      .agg(
        F.sum("price").div(F.count("price")).times(100).cast("int").as("cents"),
        F.max("amount").minus(F.min("amount")),
      ),
  histogram: (spark) => spark.range(10).agg(F.histogramNumeric("id", F.lit(3)).as("h")),
};

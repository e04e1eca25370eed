import { functions as F, StructType } from "../../src/index.ts";
import type { Topic } from "../program.ts";

// Pivots, samples, partitions, hints, observations: what changes the shape of a frame, or how it is run.
export const shapes: Topic["programs"] = {
  ranges: (spark) =>
    spark
      .range(5)
      .union(spark.range(2, 4))
      .union(spark.range(10, 0, -3))
      .union(spark.range(0, 4, 1, 2)),
  hugeRange: (spark) => spark.range(9223372036854775800n, 9223372036854775807n),
  pivot: (spark) => spark.table("orders").groupBy("person_id").pivot("item").agg(F.sum("amount")),
  pivotOfValues: (spark) =>
    spark
      .table("orders")
      .groupBy("person_id")
      .pivot("item", ["book", "lamp"])
      .agg(F.sum("amount").as("n"), F.max("price").as("p")),
  pivotByExpression: (spark) =>
    spark
      .table("orders")
      .withColumn("m", F.month("placed"))
      .groupBy(F.year("placed").as("y"))
      .pivot("m", [1, 2, 3])
      .agg(F.count("*")),
  pivotAndSum: (spark) => spark.table("orders").groupBy("item").pivot("person_id", [1, 2]).sum("amount"),
  pivotAndCount: (spark) => spark.table("orders").groupBy("item").pivot("amount", [1, 2]).count(),
  pivotAfterUnionByName: (spark) => {
    const a = spark.table("orders").select("item", "amount", F.lit("a").as("source"));
    const b = spark
      .table("orders")
      .select(F.lit("b").as("source"), "item", F.col("amount").times(2).as("amount"));
    return a.unionByName(b).groupBy("item").pivot("source", ["a", "b"]).agg(F.sum("amount")).orderBy("item");
  },
  sample: (spark) => spark.range(100).sample(0.1, { seed: 42 }),
  sampleWithReplacement: (spark) => spark.range(100).sample(1.5, { withReplacement: true, seed: 3 }),
  sampleUnseeded: (spark) => spark.range(100).sample(0.5),
  limitAndOffset: (spark) => spark.range(10).orderBy("id").offset(3).limit(4),
  repartition: (spark) =>
    spark.range(10).repartition(3).repartition(2, "id").repartition("id", F.col("id").mod(2)).coalesce(1),
  hints: (spark) =>
    spark
      .range(3)
      .hint("coalesce", 2)
      .hint("broadcast")
      .hint("rebalance", F.col("id"))
      .hint("repartition", 3, F.col("id")),
  observe: (spark) =>
    spark
      .range(5)
      .observe("seen", F.count(F.lit(1)).as("rows"), F.max("id").as("max"))
      .filter("id > 2"),
  observeTwice: (spark) =>
    spark
      .table("orders")
      .observe("in", F.count("*").as("n"))
      .filter(F.col("price").gt(10))
      .observe("out", F.count("*").as("n"), F.sum("price").as("s")),
  toSchema: (spark) => spark.table("people").to(StructType.fromDDL("name STRING, id STRING, nothing INT")),
  aliases: (spark) =>
    spark
      .table("people")
      .alias("p")
      .select("p.name", F.col("p.likes").getItem(0).as("x"))
      .alias("q")
      .filter("q.name > 'B'")
      .limit(1),
  deepChain: (spark) => {
    let frame = spark.range(10);
    for (let i = 0; i < 30; i++)
      frame = frame.withColumn(`c${i}`, F.col(i === 0 ? "id" : `c${i - 1}`).plus(i));
    return frame.filter(F.col("c29").gt(0)).select("id", "c29");
  },
  deepExpression: (spark) => {
    let column = F.col("id");
    for (let i = 0; i < 25; i++) column = column.plus(i);
    return spark.range(2).select(column.as("sum"));
  },
  sameFrameTwice: (spark) => {
    const base = spark.table("orders").filter(F.col("amount").ge(1));
    const totals = base.groupBy("item").agg(F.sum("amount").as("total"));
    return base
      .join(totals, "item")
      .withColumn("share", F.col("amount").div(F.col("total")))
      .drop("placed");
  },
  report: (spark) => {
    const orders = spark.table("orders");
    const people = spark.table("people");
    return orders
      .join(people, orders.col("person_id").eq(people.col("id")), "left_outer")
      .withColumn("spent", F.col("price").times(F.col("amount")))
      .groupBy(people.col("town"), F.dateTrunc("month", orders.col("placed")).as("month"))
      .agg(
        F.round(F.sum("spent"), 2).as("spent"),
        F.countDistinct(people.col("id")).as("buyers"),
        F.collectSet(orders.col("item")).as("items"),
      )
      .withColumn("items", F.arraySort("items"))
      .filter(F.col("spent").gt(0).or(F.col("buyers").eq(0)))
      .orderBy(F.col("month").asc(), F.col("spent").descNullsLast())
      .limit(10);
  },
};

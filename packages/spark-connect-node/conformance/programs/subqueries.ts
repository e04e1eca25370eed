import { functions as F } from "../../src/index.ts";
import type { Topic } from "../program.ts";

// Queries inside queries: scalar, EXISTS, IN, lateral joins, table arguments, table-valued functions.
export const subqueries: Topic["programs"] = {
  scalar: (spark) => {
    const oldest = spark.table("people").agg(F.max("age"));
    return spark.table("people").filter(F.col("age").eq(oldest.scalar())).select("name");
  },
  scalarInSelect: (spark) =>
    spark.table("orders").select(
      "order_id",
      F.col("price")
        .minus(spark.table("orders").agg(F.avg("price")).scalar())
        .as("off"),
    ),
  correlatedScalar: (spark) => {
    const spent = spark
      .table("orders")
      .alias("o")
      .where(F.col("o.person_id").eq(F.col("p.id").outer()))
      .agg(F.sum("o.amount"));
    return spark.table("people").alias("p").select("p.name", spent.scalar().as("amount"));
  },
  exists: (spark) => {
    const orders = spark
      .table("orders")
      .alias("o")
      .where(F.col("o.person_id").eq(F.col("p.id").outer()));
    return spark.table("people").alias("p").where(orders.exists()).select("p.id");
  },
  notExists: (spark) => {
    const orders = spark
      .table("orders")
      .alias("o")
      .where(F.col("o.person_id").eq(F.col("p.id").outer()));
    return spark.table("people").alias("p").where(orders.exists().not());
  },
  isin: (spark) => spark.table("orders").where(F.col("person_id").isin(spark.table("people").select("id"))),
  notIn: (spark) =>
    spark.table("orders").where(F.col("person_id").isin(spark.table("people").select("id")).not()),
  twoSubqueries: (spark) => {
    const orders = spark.table("orders");
    return spark.table("orders").where(
      F.col("price")
        .ge(orders.agg(F.avg("price")).scalar())
        .or(F.col("amount").eq(orders.agg(F.max("amount")).scalar())),
    );
  },
  nestedSubqueries: (spark) => {
    const cheap = spark
      .table("orders")
      .where(F.col("price").lt(spark.table("orders").agg(F.avg("price")).scalar()))
      .select("person_id");
    return spark.table("people").where(F.col("id").isin(cheap)).select("name");
  },
  lateralJoin: (spark) => {
    const people = spark.table("people").alias("p");
    const latest = spark
      .table("orders")
      .alias("o")
      .where(F.col("o.person_id").eq(F.col("p.id").outer()))
      .orderBy(F.desc("placed"))
      .limit(1);
    return people.lateralJoin(latest).select("p.name", "o.item");
  },
  lateralLeftJoin: (spark) => {
    const people = spark.table("people").alias("p");
    const totals = spark
      .table("orders")
      .where(F.col("person_id").eq(F.col("p.id").outer()))
      .agg(F.sum("amount").as("total"));
    return people.lateralJoin(totals, F.col("total").gt(1), "left").select("name", "total");
  },
  explodeLaterally: (spark) =>
    spark
      .table("people")
      .alias("p")
      .lateralJoin(spark.tvf.explode(F.col("p.likes").outer()).toDF("like"))
      .select("name", "like"),
  tableFunctions: (spark) =>
    spark.tvf.explode(F.array(F.lit(1), F.lit(2))).unionAll(spark.tvf.explodeOuter(F.array(F.lit(3)))),
  positions: (spark) =>
    spark.tvf
      .posexplode(F.array(F.lit("a"), F.lit("b")))
      .union(spark.tvf.posexplodeOuter(F.array(F.lit("c")))),
  inlineTable: (spark) =>
    spark.tvf.inline(F.array(F.struct(F.lit(1), F.lit("a")), F.struct(F.lit(2), F.lit("b")))),
  stackTable: (spark) => spark.tvf.stack(F.lit(2), F.lit(1), F.lit(2), F.lit(3)),
  jsonTable: (spark) => spark.tvf.jsonTuple(F.lit('{"a": 1, "b": "x"}'), F.lit("a"), F.lit("b")),
  keywords: (spark) => spark.tvf.sqlKeywords().filter("keyword = 'SELECT'"),
};

import { functions as F, Window } from "../../src/index.ts";
import type { Topic } from "../program.ts";

export const joins: Topic["programs"] = {
  onName: (spark) =>
    spark.table("people").join(spark.table("orders").withColumnRenamed("person_id", "id"), "id"),

  onNames: (spark) =>
    spark
      .range(5)
      .select("id", F.col("id").mod(2).as("k"))
      .join(
        spark.range(3).select("id", F.col("id").mod(2).as("k"), F.lit("r").as("side")),
        ["id", "k"],
        "left_outer",
      ),

  onCondition: (spark) => {
    const people = spark.table("people");
    const orders = spark.table("orders");
    return people.join(orders, people.col("id").eq(orders.col("person_id")), "left");
  },

  onConditions: (spark) => {
    const people = spark.table("people");
    const orders = spark.table("orders");
    return people.join(
      orders,
      [
        people.col("id").eq(orders.col("person_id")),
        orders.col("amount").gt(1),
        people.col("age").isNotNull(),
      ],
      "full",
    );
  },

  semi: (spark) => {
    const people = spark.table("people");
    const orders = spark.table("orders");
    return people.join(orders, people.col("id").eq(orders.col("person_id")), "leftsemi");
  },

  anti: (spark) => {
    const people = spark.table("people").alias("p");
    const orders = spark.table("orders").alias("o");
    return people.join(orders, F.col("p.id").eq(F.col("o.person_id")), "anti").select("p.*");
  },

  cross: (spark) =>
    spark.table("people").select("name").crossJoin(spark.range(2).withColumnRenamed("id", "n")),

  withoutCondition: (spark) => spark.range(2).join(spark.range(2).toDF("other")),

  rightByExpression: (spark) =>
    spark.range(4).join(spark.range(2, 6).toDF("other"), F.expr("id = other AND other % 2 = 0"), "right"),

  selfJoinBySides: (spark) => {
    const left = spark.range(5);
    const right = spark.range(5);
    return left
      .join(right, left.col("id").eq(right.col("id").plus(1)))
      .select(left.col("id"), right.col("id").as("before"));
  },

  selfJoinOfOneFrame: (spark) => {
    const people = spark.table("people");
    const older = people.alias("older");
    const younger = people.alias("younger");
    return older
      .join(younger, F.col("older.age").gt(F.col("younger.age")))
      .select(F.col("older.name"), F.col("younger.name").as("younger"));
  },

  selfJoinAfterWindow: (spark) => {
    const latest = spark
      .table("orders")
      .withColumn(
        "place",
        F.rowNumber().over(Window.partitionBy("person_id").orderBy(F.col("placed").desc())),
      )
      .filter(F.col("place").eq(1))
      .alias("latest");
    const every = spark.table("orders").alias("every");
    return every
      .join(latest, F.col("every.person_id").eq(F.col("latest.person_id")), "left")
      .select("every.order_id", F.col("latest.order_id").as("latest_order"), F.col("every.item"))
      .orderBy("every.order_id");
  },

  threeWays: (spark) => {
    const people = spark.table("people");
    const orders = spark.table("orders");
    const towns = people.select("town").distinct().withColumn("country", F.lit("GB"));
    return people
      .join(orders, people.col("id").eq(orders.col("person_id")))
      .join(towns, "town", "left")
      .groupBy("country")
      .agg(F.sum(orders.col("price").times(orders.col("amount"))).as("spent"));
  },

  nullSafe: (spark) => {
    const a = spark.table("people").select("town").alias("a");
    const b = spark.table("people").select("town").alias("b");
    return a
      .join(b, F.col("a.town").eqNullSafe(F.col("b.town")))
      .groupBy("a.town")
      .count();
  },

  broadcastHint: (spark) => {
    const people = spark.table("people").hint("broadcast");
    const orders = spark.table("orders");
    return orders.join(people, orders.col("person_id").eq(people.col("id")), "inner").drop(people.col("id"));
  },

  dropBothSides: (spark) => {
    const left = spark.range(3).withColumn("v", F.lit("l"));
    const right = spark.range(3).withColumn("v", F.lit("r"));
    return left.join(right, left.col("id").eq(right.col("id"))).drop(right.col("id"), left.col("v"));
  },

  rangeJoin: (spark) => {
    const days = spark
      .range(3)
      .select(F.col("id").times(10).as("low"), F.col("id").plus(1).times(10).as("high"));
    const points = spark.range(0, 30, 7).toDF("point");
    return points
      .join(days, F.col("point").between(F.col("low"), F.col("high")))
      .select("low", F.struct("point", "high").as("pair"));
  },
};

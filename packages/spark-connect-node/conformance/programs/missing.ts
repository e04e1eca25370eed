import { functions as F } from "../../src/index.ts";
import type { Topic } from "../program.ts";

export const missing: Topic["programs"] = {
  drop: (spark) => spark.table("people").dropna(),
  dropAll: (spark) => spark.table("people").select("age", "town").na.drop({ how: "all" }),
  dropBySubset: (spark) =>
    spark
      .table("people")
      .dropna({ subset: ["age", "pay"] })
      .dropna({ how: "any", subset: "town" }),
  dropByThreshold: (spark) =>
    spark
      .table("people")
      .dropna({ thresh: 5 })
      .na.drop({ thresh: 2, subset: ["age", "town", "pay"] }),
  fillNumber: (spark) => spark.table("people").fillna(0),
  fillFraction: (spark) => spark.table("orders").na.fill(0.5),
  fillText: (spark) => spark.table("people").fillna("unknown"),
  fillBoolean: (spark) => spark.table("people").withColumn("old", F.col("age").gt(40)).fillna(false),
  fillSubset: (spark) => spark.table("people").fillna("nowhere", ["town", "name"]),
  fillByColumn: (spark) => spark.table("people").fillna({ age: 18, town: "nowhere", pay: 0.5 }),
  replaceOne: (spark) => spark.table("people").replace(34, 35),
  replaceText: (spark) => spark.table("people").na.replace("Leeds", "LEEDS", ["town"]),
  replaceSeveral: (spark) => spark.table("people").replace(["Leeds", "York"], ["L", "Y"]),
  replaceSeveralByOne: (spark) => spark.table("people").replace(["Leeds", "York"], "?"),
  replaceByMap: (spark) =>
    spark.table("people").replace(
      new Map([
        ["Ann", "Anna"],
        ["Bob", "Robert"],
      ]),
    ),
  replaceByNull: (spark) => spark.table("people").replace("Leeds", null),
  chain: (spark) =>
    spark
      .table("people")
      .dropna({ subset: ["age"] })
      .fillna({ town: "?" })
      .replace("?", "nowhere", ["town"])
      .groupBy("town")
      .agg(F.avg("age")),
};

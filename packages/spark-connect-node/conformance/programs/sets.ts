import { functions as F } from "../../src/index.ts";
import type { Topic } from "../program.ts";

export const sets: Topic["programs"] = {
  union: (spark) => spark.range(3).union(spark.range(2, 5)),
  unionAllOfThree: (spark) => spark.range(2).unionAll(spark.range(1)).unionAll(spark.range(3)).orderBy("id"),
  unionWithItself: (spark) => {
    const people = spark.table("people").select("id", "name");
    return people.union(people).groupBy("name").count();
  },
  unionByName: (spark) =>
    spark
      .range(2)
      .select("id", F.lit("a").as("v"))
      .unionByName(spark.range(2).select(F.lit("b").as("v"), "id")),
  unionByNameWithMissing: (spark) =>
    spark
      .table("people")
      .select("id", "name")
      .unionByName(spark.table("orders").select(F.col("order_id").as("id"), "item"), {
        allowMissingColumns: true,
      })
      .filter(F.col("name").isNull().or(F.col("item").isNull())),
  intersect: (spark) => spark.range(5).intersect(spark.range(3, 8)),
  intersectAll: (spark) =>
    spark
      .range(3)
      .union(spark.range(3))
      .intersectAll(spark.range(2).union(spark.range(2))),
  exceptRows: (spark) =>
    spark.table("people").select("town").except(spark.table("people").select("town").limit(1)),
  exceptAll: (spark) => spark.range(3).union(spark.range(3)).exceptAll(spark.range(2)),
  distinctOfUnion: (spark) => spark.range(3).union(spark.range(5)).distinct().orderBy(F.desc("id")),
  dropDuplicates: (spark) => spark.table("people").select("age").dropDuplicates(),
  dropDuplicatesByNames: (spark) =>
    spark.table("people").select("age", "town").dropDuplicates("age", "town").filter("age IS NOT NULL"),
  everySetInOne: (spark) => {
    const evens = spark.range(0, 20, 2);
    const threes = spark.range(0, 20, 3);
    return evens.union(threes).except(evens.intersect(threes)).sort(F.col("id").desc()).limit(5).offset(1);
  },
  unionOfDifferentTypes: (spark) =>
    spark
      .range(1)
      .select(F.lit(1).as("v"))
      .union(spark.range(1).select(F.lit(2.5).as("v"))),
};

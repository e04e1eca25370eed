import { functions as F } from "../../src/index.ts";
import type { Topic } from "../program.ts";

export const reshaping: Topic["programs"] = {
  groupingSets: (spark) =>
    spark
      .table("orders")
      .groupingSets([["item"], ["person_id"], []], "item", "person_id")
      .agg(F.sum("amount").as("n")),
  unpivot: (spark) => spark.table("orders").unpivot(["order_id"], ["amount", "person_id"], "name", "value"),
  unpivotAll: (spark) =>
    spark.range(2).withColumn("x", F.col("id").plus(1)).unpivot("id", undefined, "name", "value"),
  melt: (spark) =>
    spark
      .range(2)
      .withColumn("x", F.col("id"))
      .melt([F.col("id")], [F.col("x")], "k", "v"),
  transpose: (spark) => spark.table("orders").select("item", "amount").limit(3).orderBy("amount").transpose(),
  transposeByColumn: (spark) =>
    spark
      .range(2)
      .withColumn("k", F.concat(F.lit("k"), F.col("id")))
      .transpose("k"),
  byRange: (spark) =>
    spark
      .range(10)
      .repartitionByRange(2, "id")
      .repartitionByRange(F.col("id").desc(), "id")
      .repartitionByRange(3, F.desc("id")),
  byId: (spark) => spark.range(10).repartitionById(4, F.col("id").cast("int")),
  withMetadata: (spark) => spark.range(2).withMetadata("id", { comment: "a key", depth: 1 }),
  withIndex: (spark) => spark.range(3).coalesce(1).zipWithIndex(),
  withNamedIndex: (spark) => spark.table("people").select("name").orderBy("name").zipWithIndex("at"),
  toJson: (spark) => spark.table("people").select("id", "name", "born").toJSON(),
  zip: (spark) => {
    const base = spark.range(3);
    return base.select("id").zip(base.select(F.col("id").plus(1).as("next")));
  },
  watermark: (spark) => spark.table("orders").withWatermark("placed", "1 hour").dropDuplicates("item"),
  withinWatermark: (spark) =>
    spark.table("orders").withWatermark("placed", "2 days").dropDuplicatesWithinWatermark("item"),
  nearest: (spark) => {
    const left = spark.range(3);
    const right = spark.range(0, 30, 10).toDF("r");
    return left.nearestByJoin(right, F.abs(left.col("id").minus(right.col("r"))), {
      numResults: 1,
      mode: "exact",
      direction: "distance",
    });
  },
  renamedByMap: (spark) =>
    spark
      .table("people")
      .withColumnsRenamed(
        new Map([
          ["id", "key"],
          ["name", "label"],
        ]),
      )
      .select("key", "label"),
  hintLists: (spark) => spark.range(3).hint("merge", ["a", "b"]).hint("skew", "t", [1, 2], F.col("id")),
  transformedColumn: (spark) =>
    spark.table("people").select(
      F.col("name")
        .transform((c) => F.upper(c))
        .transform((c) => F.concat(c, F.lit("!"))),
    ),
  sameMeaning: async (spark) => {
    const frame = spark.range(3).filter("id > 1");
    await frame.sameSemantics(spark.range(3).where("id > 1"));
    await frame.semanticHash();
    await frame.isLocal();
    await frame.isStreaming();
    await frame.inputFiles();
  },
  persisted: async (spark) => {
    const frame = spark.range(3).filter("id > 0");
    await frame.persist();
    await frame.storageLevel();
    await frame.unpersist();
    await frame.unpersist(true);
  },
};

import { functions as F } from "../../src/index.ts";
import type { Topic } from "../program.ts";

// writeTo, mergeInto, checkpoints: plans alone, since they need catalogs that a plain server has not.
export const tables: Topic["programs"] = {
  create: (spark) =>
    spark.table("orders").writeTo("cat.db.t").using("parquet").tableProperty("owner", "me").create(),
  createPartitioned: (spark) =>
    spark
      .table("orders")
      .writeTo("cat.db.t")
      .option("compression", "zstd")
      .partitionedBy(F.years("placed"), F.col("item"))
      .createOrReplace(),
  replace: (spark) =>
    spark
      .table("orders")
      .writeTo("cat.db.t")
      .options({ a: 1, b: true })
      .clusterBy("item", "placed")
      .replace(),
  append: (spark) => spark.table("orders").writeTo("cat.db.t").append(),
  overwrite: (spark) => spark.table("orders").writeTo("cat.db.t").overwrite(F.col("item").eq("book")),
  overwritePartitions: (spark) => spark.table("orders").writeTo("cat.db.t").overwritePartitions(),
  mergeEverything: (spark) =>
    spark
      .table("orders")
      .alias("s")
      .mergeInto("cat.db.t", F.expr("t.order_id = s.order_id"))
      .whenMatched()
      .updateAll()
      .whenNotMatched()
      .insertAll()
      .merge(),
  mergeWithConditions: (spark) =>
    spark
      .table("orders")
      .alias("s")
      .mergeInto("cat.db.t", F.col("t.order_id").eq(F.col("s.order_id")))
      .whenMatched(F.col("s.amount").eq(0))
      .delete()
      .whenMatched(F.col("s.price").gt(F.col("t.price")))
      .update({ price: F.col("s.price"), amount: F.col("t.amount").plus(F.col("s.amount")) })
      .whenNotMatched(F.col("s.amount").gt(0))
      .insert({ order_id: F.col("s.order_id"), price: F.lit(0) })
      .whenNotMatchedBySource(F.expr("t.placed < current_date()"))
      .delete()
      .whenNotMatchedBySource()
      .update({ amount: F.lit(0) })
      .withSchemaEvolution()
      .merge(),
  checkpoint: async (spark) => {
    const saved = await spark.table("orders").checkpoint();
    return saved.groupBy("item").count();
  },
  lazyCheckpoint: async (spark) => {
    const saved = await spark.range(3).localCheckpoint(false);
    return saved.filter("id > 1");
  },
};

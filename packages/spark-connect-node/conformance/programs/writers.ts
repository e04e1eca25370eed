import { functions as F } from "../../src/index.ts";
import type { Topic } from "../program.ts";

export const writers: Topic["programs"] = {
  parquet: (spark) => spark.range(3).write.parquet("/out/a"),
  csv: (spark) => spark.range(3).write.option("header", true).mode("overwrite").csv("/out/b"),
  json: (spark) => spark.table("people").write.mode("append").json("/out/c"),
  orc: (spark) => spark.range(3).write.mode("ignore").orc("/out/d"),
  text: (spark) => spark.table("people").select("name").write.text("/out/e"),
  errorMode: (spark) => spark.range(1).write.mode("error").parquet("/out/f"),
  save: (spark) =>
    spark
      .range(3)
      .write.format("avro")
      .options({ compression: "snappy", maxRecordsPerFile: 10 })
      .save("/out/g"),
  saveWithoutPath: (spark) =>
    spark
      .range(3)
      .write.format("jdbc")
      .option("url", "jdbc:h2:mem:x")
      .option("dbtable", "t")
      .mode("append")
      .save(),
  saveDefault: (spark) => spark.range(3).write.save("/out/h"),
  partitioned: (spark) =>
    spark
      .table("orders")
      .withColumn("month", F.month("placed"))
      .withColumn("year", F.year("placed"))
      .write.partitionBy("year", "month")
      .mode("overwrite")
      .parquet("/out/i"),
  bucketed: (spark) =>
    spark
      .table("orders")
      .write.bucketBy(4, "person_id", "item")
      .sortBy("placed", "item")
      .mode("overwrite")
      .saveAsTable("bucketed"),
  clustered: (spark) => spark.table("orders").write.clusterBy("item").saveAsTable("clustered"),
  table: (spark) => spark.range(3).write.format("delta").mode("append").saveAsTable("db.t"),
  insert: (spark) => spark.range(3).write.insertInto("db.t"),
  insertOverwrite: (spark) => spark.range(3).write.mode("overwrite").insertInto("db.t"),
  views: async (spark) => {
    await spark.range(3).createOrReplaceTempView("v1");
    await spark.range(3).createTempView("v2");
    await spark.range(3).filter("id > 1").createOrReplaceGlobalTempView("v3");
    await spark.table("people").createGlobalTempView("v4");
  },
  writtenAndRead: async (spark) => {
    const orders = spark.table("orders").filter(F.col("price").isNotNull());
    await orders.write.mode("overwrite").parquet("/out/j");
    return spark.read.parquet("/out/j").groupBy("item").agg(F.max("price").as("max"));
  },
};

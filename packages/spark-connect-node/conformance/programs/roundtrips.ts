import { functions as F } from "../../src/index.ts";
import type { Topic } from "../program.ts";

// What is written, read again: with rows compared, writers and readers run too. Each program has a folder of its own.
const folder = "file:/tmp/spark-connect-conformance";

export const roundtrips: Topic["programs"] = {
  parquet: async (spark) => {
    await spark.table("nested").write.mode("overwrite").parquet(`${folder}/parquet`);
    return spark.read.parquet(`${folder}/parquet`);
  },
  partitioned: async (spark) => {
    const orders = spark.table("orders").withColumn("month", F.month("placed"));
    await orders.write.partitionBy("month", "item").mode("overwrite").parquet(`${folder}/partitioned`);
    return spark.read
      .parquet(`${folder}/partitioned`)
      .filter("month = 1")
      .select("order_id", "item", "month");
  },
  csv: async (spark) => {
    const people = spark.table("people").select("id", "name", "age", "pay", "born");
    await people.write.option("header", true).option("nullValue", "-").mode("overwrite").csv(`${folder}/csv`);
    return spark.read
      .schema("id BIGINT, name STRING, age INT, pay DECIMAL(10, 2), born DATE")
      .options({ header: true, nullValue: "-" })
      .csv(`${folder}/csv`);
  },
  csvInferred: async (spark) => {
    await spark
      .table("orders")
      .coalesce(1)
      .write.option("header", true)
      .mode("overwrite")
      .csv(`${folder}/inferred`);
    return spark.read.option("header", true).option("inferSchema", true).csv(`${folder}/inferred`);
  },
  json: async (spark) => {
    await spark.table("nested").write.mode("overwrite").json(`${folder}/json`);
    return spark.read
      .schema("id BIGINT, s STRUCT<a: INT, b: STRUCT<c: STRING>>, m MAP<STRING, BIGINT>")
      .json(`${folder}/json`);
  },
  orc: async (spark) => {
    await spark.table("orders").write.format("orc").mode("overwrite").save(`${folder}/orc`);
    return spark.read.format("orc").load(`${folder}/orc`).groupBy("item").agg(F.sum("amount").as("n"));
  },
  text: async (spark) => {
    await spark.table("people").select("name").write.mode("overwrite").text(`${folder}/text`);
    return spark.read.text(`${folder}/text`);
  },
  view: async (spark) => {
    await spark.table("orders").filter("amount > 1").createOrReplaceTempView("many_orders");
    return spark.sql("SELECT item, amount FROM many_orders ORDER BY amount");
  },
};

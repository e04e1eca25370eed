import { functions as F } from "../../src/index.ts";
import type { Topic } from "../program.ts";

// Plans alone. A question to a query ends its program, like any query.
export const streams: Topic["programs"] = {
  rate: (spark) => spark.readStream.format("rate").option("rowsPerSecond", 5).load(),
  files: (spark) =>
    spark.readStream.schema("id BIGINT, at TIMESTAMP").option("maxFilesPerTrigger", 1).json("/in/a"),
  csv: (spark) => spark.readStream.schema("id BIGINT").options({ header: true, sep: "|" }).csv("/in/b"),
  parquet: (spark) => spark.readStream.schema("id BIGINT").parquet("/in/c"),
  text: (spark) => spark.readStream.text("/in/d"),
  table: (spark) => spark.readStream.option("skipChangeCommits", true).table("db.events"),
  windowed: (spark) =>
    spark.readStream
      .format("rate")
      .load()
      .withWatermark("timestamp", "10 minutes")
      .groupBy(F.window("timestamp", "5 minutes", "1 minute"), F.col("value").mod(3).as("k"))
      .agg(F.count("*").as("n")),
  joined: (spark) => {
    const left = spark.readStream
      .format("rate")
      .load()
      .select(F.col("value").as("id"), F.col("timestamp").as("lt"))
      .withWatermark("lt", "1 hour");
    const right = spark.readStream
      .format("rate")
      .load()
      .select(F.col("value").as("rid"), F.col("timestamp").as("rt"))
      .withWatermark("rt", "2 hours");
    return left.join(right, F.expr("id = rid AND rt BETWEEN lt AND lt + INTERVAL 1 HOUR"), "left_outer");
  },
  deduplicated: (spark) =>
    spark.readStream
      .format("rate")
      .load()
      .withWatermark("timestamp", "1 hour")
      .dropDuplicatesWithinWatermark("value"),
  memory: async (spark) => {
    await spark.readStream
      .format("rate")
      .load()
      .writeStream.format("memory")
      .queryName("q")
      .outputMode("append")
      .start();
  },
  toPath: async (spark) => {
    await spark.readStream
      .format("rate")
      .load()
      .writeStream.format("parquet")
      .option("checkpointLocation", "/tmp/check")
      .partitionBy("value")
      .trigger({ availableNow: true })
      .start("/out/stream");
  },
  toTable: async (spark) => {
    await spark.readStream
      .format("rate")
      .load()
      .writeStream.trigger({ processingTime: "5 seconds" })
      .toTable("db.out");
  },
  once: async (spark) => {
    await spark.readStream
      .format("rate")
      .load()
      .writeStream.format("console")
      .trigger({ once: true })
      .start();
  },
  continuous: async (spark) => {
    await spark.readStream
      .format("rate")
      .load()
      .writeStream.format("console")
      .trigger({ continuous: "1 second" })
      .start();
  },
  complete: async (spark) => {
    await spark.readStream
      .format("rate")
      .load()
      .groupBy("value")
      .count()
      .writeStream.outputMode("complete")
      .format("noop")
      .start();
  },
  clustered: async (spark) => {
    await spark.readStream
      .format("rate")
      .load()
      .writeStream.clusterBy("value")
      .format("delta")
      .start("/out/c");
  },
  status: async (spark) => {
    const query = await spark.readStream.format("rate").load().writeStream.format("noop").start();
    await query.status();
  },
  stop: async (spark) => {
    const query = await spark.readStream.format("rate").load().writeStream.format("noop").start();
    await query.stop();
  },
  processAll: async (spark) => {
    const query = await spark.readStream.format("rate").load().writeStream.format("noop").start();
    await query.processAllAvailable();
  },
  recentProgress: async (spark) => {
    const query = await spark.readStream.format("rate").load().writeStream.format("noop").start();
    await query.recentProgress();
  },
  lastProgress: async (spark) => {
    const query = await spark.readStream.format("rate").load().writeStream.format("noop").start();
    await query.lastProgress();
  },
  explain: async (spark) => {
    const query = await spark.readStream.format("rate").load().writeStream.format("noop").start();
    await query.explain(true);
  },
  exception: async (spark) => {
    const query = await spark.readStream.format("rate").load().writeStream.format("noop").start();
    await query.exception();
  },
  active: async (spark) => {
    await spark.streams.active();
  },
  get: async (spark) => {
    await spark.streams.get("00000000-0000-0000-0000-000000000001");
  },
  resetTerminated: async (spark) => {
    await spark.streams.resetTerminated();
  },
};

from pyspark.sql import functions as F


def _started(spark):
    return spark.readStream.format("rate").load().writeStream.format("noop").start()


def rate(spark):
    return spark.readStream.format("rate").option("rowsPerSecond", 5).load()


def files(spark):
    reader = spark.readStream.schema("id BIGINT, at TIMESTAMP").option("maxFilesPerTrigger", 1)
    return reader.json("/in/a")


def csv(spark):
    return spark.readStream.schema("id BIGINT").options(header=True, sep="|").csv("/in/b")


def parquet(spark):
    return spark.readStream.schema("id BIGINT").parquet("/in/c")


def text(spark):
    return spark.readStream.text("/in/d")


def table(spark):
    return spark.readStream.option("skipChangeCommits", True).table("db.events")


def windowed(spark):
    return (
        spark.readStream.format("rate")
        .load()
        .withWatermark("timestamp", "10 minutes")
        .groupBy(
            F.window("timestamp", "5 minutes", "1 minute"), (F.col("value") % 3).alias("k")
        )
        .agg(F.count("*").alias("n"))
    )


def joined(spark):
    left = (
        spark.readStream.format("rate")
        .load()
        .select(F.col("value").alias("id"), F.col("timestamp").alias("lt"))
        .withWatermark("lt", "1 hour")
    )
    right = (
        spark.readStream.format("rate")
        .load()
        .select(F.col("value").alias("rid"), F.col("timestamp").alias("rt"))
        .withWatermark("rt", "2 hours")
    )
    condition = F.expr("id = rid AND rt BETWEEN lt AND lt + INTERVAL 1 HOUR")
    return left.join(right, condition, "left_outer")


def deduplicated(spark):
    return (
        spark.readStream.format("rate")
        .load()
        .withWatermark("timestamp", "1 hour")
        .dropDuplicatesWithinWatermark(["value"])
    )


def memory(spark):
    stream = spark.readStream.format("rate").load()
    stream.writeStream.format("memory").queryName("q").outputMode("append").start()


def to_path(spark):
    (
        spark.readStream.format("rate")
        .load()
        .writeStream.format("parquet")
        .option("checkpointLocation", "/tmp/check")
        .partitionBy("value")
        .trigger(availableNow=True)
        .start("/out/stream")
    )


def to_table(spark):
    stream = spark.readStream.format("rate").load()
    stream.writeStream.trigger(processingTime="5 seconds").toTable("db.out")


def once(spark):
    stream = spark.readStream.format("rate").load()
    stream.writeStream.format("console").trigger(once=True).start()


def continuous(spark):
    stream = spark.readStream.format("rate").load()
    stream.writeStream.format("console").trigger(continuous="1 second").start()


def complete(spark):
    stream = spark.readStream.format("rate").load().groupBy("value").count()
    stream.writeStream.outputMode("complete").format("noop").start()


def clustered(spark):
    stream = spark.readStream.format("rate").load()
    stream.writeStream.clusterBy("value").format("delta").start("/out/c")


def status(spark):
    _started(spark).status


def stop(spark):
    _started(spark).stop()


def process_all(spark):
    _started(spark).processAllAvailable()


def recent_progress(spark):
    _started(spark).recentProgress


def last_progress(spark):
    _started(spark).lastProgress


def explain(spark):
    _started(spark).explain(True)


def exception(spark):
    _started(spark).exception()


def active(spark):
    spark.streams.active


def get(spark):
    spark.streams.get("00000000-0000-0000-0000-000000000001")


def reset_terminated(spark):
    spark.streams.resetTerminated()

from pyspark.sql import functions as F


def parquet(spark):
    spark.range(3).write.parquet("/out/a")


def csv(spark):
    spark.range(3).write.option("header", True).mode("overwrite").csv("/out/b")


def json(spark):
    spark.table("people").write.mode("append").json("/out/c")


def orc(spark):
    spark.range(3).write.mode("ignore").orc("/out/d")


def text(spark):
    spark.table("people").select("name").write.text("/out/e")


def error_mode(spark):
    spark.range(1).write.mode("error").parquet("/out/f")


def save(spark):
    writer = spark.range(3).write.format("avro").options(compression="snappy", maxRecordsPerFile=10)
    writer.save("/out/g")


def save_without_path(spark):
    writer = spark.range(3).write.format("jdbc").option("url", "jdbc:h2:mem:x").option("dbtable", "t")
    writer.mode("append").save()


def save_default(spark):
    spark.range(3).write.save("/out/h")


def partitioned(spark):
    (
        spark.table("orders")
        .withColumn("month", F.month("placed"))
        .withColumn("year", F.year("placed"))
        .write.partitionBy("year", "month")
        .mode("overwrite")
        .parquet("/out/i")
    )


def bucketed(spark):
    writer = spark.table("orders").write.bucketBy(4, "person_id", "item").sortBy("placed", "item")
    writer.mode("overwrite").saveAsTable("bucketed")


def clustered(spark):
    spark.table("orders").write.clusterBy("item").saveAsTable("clustered")


def table(spark):
    spark.range(3).write.format("delta").mode("append").saveAsTable("db.t")


def insert(spark):
    spark.range(3).write.insertInto("db.t")


def insert_overwrite(spark):
    spark.range(3).write.mode("overwrite").insertInto("db.t")


def views(spark):
    spark.range(3).createOrReplaceTempView("v1")
    spark.range(3).createTempView("v2")
    spark.range(3).filter("id > 1").createOrReplaceGlobalTempView("v3")
    spark.table("people").createGlobalTempView("v4")


def written_and_read(spark):
    orders = spark.table("orders").filter(F.col("price").isNotNull())
    orders.write.mode("overwrite").parquet("/out/j")
    return spark.read.parquet("/out/j").groupBy("item").agg(F.max("price").alias("max"))

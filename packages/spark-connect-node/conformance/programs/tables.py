from pyspark.sql import functions as F


def create(spark):
    spark.table("orders").writeTo("cat.db.t").using("parquet").tableProperty("owner", "me").create()


def create_partitioned(spark):
    (
        spark.table("orders")
        .writeTo("cat.db.t")
        .option("compression", "zstd")
        .partitionedBy(F.partitioning.years("placed"), F.col("item"))
        .createOrReplace()
    )


def replace(spark):
    writer = spark.table("orders").writeTo("cat.db.t").options(a=1, b=True)
    writer.clusterBy("item", "placed").replace()


def append(spark):
    spark.table("orders").writeTo("cat.db.t").append()


def overwrite(spark):
    spark.table("orders").writeTo("cat.db.t").overwrite(F.col("item") == "book")


def overwrite_partitions(spark):
    spark.table("orders").writeTo("cat.db.t").overwritePartitions()


def merge_everything(spark):
    (
        spark.table("orders")
        .alias("s")
        .mergeInto("cat.db.t", F.expr("t.order_id = s.order_id"))
        .whenMatched()
        .updateAll()
        .whenNotMatched()
        .insertAll()
        .merge()
    )


def merge_with_conditions(spark):
    (
        spark.table("orders")
        .alias("s")
        .mergeInto("cat.db.t", F.col("t.order_id") == F.col("s.order_id"))
        .whenMatched(F.col("s.amount") == 0)
        .delete()
        .whenMatched(F.col("s.price") > F.col("t.price"))
        .update({"price": F.col("s.price"), "amount": F.col("t.amount") + F.col("s.amount")})
        .whenNotMatched(F.col("s.amount") > 0)
        .insert({"order_id": F.col("s.order_id"), "price": F.lit(0)})
        .whenNotMatchedBySource(F.expr("t.placed < current_date()"))
        .delete()
        .whenNotMatchedBySource()
        .update({"amount": F.lit(0)})
        .withSchemaEvolution()
        .merge()
    )


def checkpoint(spark):
    saved = spark.table("orders").checkpoint()
    return saved.groupBy("item").count()


def lazy_checkpoint(spark):
    saved = spark.range(3).localCheckpoint(False)
    return saved.filter("id > 1")

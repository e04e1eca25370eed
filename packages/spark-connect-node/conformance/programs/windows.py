from pyspark.sql import Window
from pyspark.sql import functions as F


def _by_person():
    return Window.partitionBy("person_id").orderBy("placed")


def ranking(spark):
    by_town = Window.partitionBy("town").orderBy(F.col("age").desc())
    return spark.table("people").select(
        "name",
        F.row_number().over(by_town),
        F.rank().over(by_town),
        F.dense_rank().over(by_town),
        F.percent_rank().over(by_town),
        F.cume_dist().over(by_town),
        F.ntile(2).over(by_town),
    )


def neighbours(spark):
    return spark.table("orders").select(
        "order_id",
        F.lag("price").over(_by_person()),
        F.lag("price", 2, 0).over(_by_person()),
        F.lead("item", 1, "none").over(_by_person()),
        F.nth_value("item", 2).over(_by_person()),
        F.nth_value("item", 1, True).over(_by_person()),
    )


def running_total(spark):
    return spark.table("orders").withColumn(
        "so_far",
        F.sum("amount").over(_by_person().rowsBetween(Window.unboundedPreceding, Window.currentRow)),
    )


def sliding_frame(spark):
    return spark.range(10).select(
        "id", F.avg("id").over(Window.orderBy("id").rowsBetween(-2, 2)).alias("smooth")
    )


def range_frame(spark):
    return spark.range(10).select(
        "id", F.count("*").over(Window.orderBy(F.col("id") * 3).rangeBetween(-6, 0)).alias("near")
    )


def whole_frame(spark):
    whole = Window.partitionBy("town").rowsBetween(Window.unboundedPreceding, Window.unboundedFollowing)
    return spark.table("people").select("name", F.max("pay").over(whole).alias("best"))


def no_order(spark):
    return spark.table("people").select(
        "name", F.avg("age").over(Window.partitionBy("town")).alias("mean_age")
    )


def no_partition(spark):
    return spark.table("orders").select(
        "order_id", F.sum("amount").over(Window.partitionBy()).alias("all")
    )


def partition_by_expressions(spark):
    window = Window.partitionBy(F.month("placed"), F.col("price") > 10).orderBy(
        F.col("amount").desc_nulls_first(), F.desc("order_id")
    )
    return spark.table("orders").select("order_id", F.row_number().over(window))


def top_of_each(spark):
    window = Window.partitionBy("item").orderBy((F.col("price") * F.col("amount")).desc())
    return (
        spark.table("orders").withColumn("rank", F.rank().over(window)).filter("rank = 1").drop("rank")
    )


def share_of_sum(spark):
    every = Window.partitionBy("item")
    return spark.table("orders").select(
        "order_id",
        (F.col("amount") / F.sum("amount").over(every)).alias("share"),
        (F.count(F.lit(1)).over(every) > 1).alias("many"),
    )


def gaps(spark):
    return (
        spark.table("orders")
        .withColumn("before", F.lag("placed").over(_by_person()))
        .withColumn("days", F.date_diff("placed", "before"))
        .withColumn(
            "new_session", F.when((F.col("days") > 1) | F.col("before").isNull(), 1).otherwise(0)
        )
        .withColumn("session", F.sum("new_session").over(_by_person()))
        .select("order_id", "days", "session")
    )


def window_of_aggregate(spark):
    return (
        spark.table("orders")
        .groupBy("item")
        .agg(F.sum("amount").alias("sold"))
        .select("item", "sold", F.rank().over(Window.orderBy(F.desc("sold"))).alias("place"))
    )


def several_windows(spark):
    by_age = Window.partitionBy("age").orderBy("id")
    return spark.table("people").select(
        "id",
        (F.row_number().over(Window.orderBy("id")) - F.row_number().over(by_age)).alias("island"),
        F.collect_list("name").over(by_age.rowsBetween(0, 1)).alias("with_next"),
    )


def large_frame(spark):
    window = Window.orderBy("id").rangeBetween(-5_000_000_000, 5_000_000_000)
    return spark.range(3).select(F.sum("id").over(window).alias("s"))

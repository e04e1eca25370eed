from pyspark.sql import functions as F


def group_and_count(spark):
    return spark.table("people").groupBy("town").count().orderBy("town")


def group_by_nothing(spark):
    return spark.table("orders").groupBy().agg(F.sum("amount"), F.avg("price"), F.count(F.lit(1)))


def agg_of_frame(spark):
    return spark.table("orders").agg(F.min("placed").alias("first"), F.max("placed").alias("last"))


def group_by_expressions(spark):
    return (
        spark.table("orders")
        .groupBy(F.month("placed").alias("month"), F.col("price") > 10)
        .agg(F.collect_list("item").alias("items"), F.countDistinct("person_id").alias("people"))
        .orderBy("month")
    )


def every_named(spark):
    grouped = spark.table("orders").groupBy("person_id")
    return (
        grouped.sum("amount", "price")
        .join(grouped.min("amount"), "person_id")
        .join(grouped.max("amount"), "person_id")
        .join(grouped.avg("price"), "person_id")
        .join(grouped.mean("amount"), "person_id")
    )


def rollup(spark):
    return (
        spark.table("people")
        .rollup("town", "age")
        .agg(F.count("*").alias("n"), F.grouping("town"), F.grouping_id("town", "age"))
    )


def cube(spark):
    return (
        spark.table("people")
        .cube("town", (F.col("age") > 40).alias("old"))
        .agg(F.sum("pay").alias("pay"))
    )


def distincts(spark):
    return spark.table("orders").agg(
        F.countDistinct("item", "amount"),
        F.sum_distinct("amount"),
        F.approx_count_distinct("item"),
        F.approx_count_distinct("item", 0.1),
        F.sort_array(F.collect_set("item")),
    )


def statistics(spark):
    return spark.table("orders").agg(
        F.stddev("price"),
        F.stddev_pop("price"),
        F.stddev_samp("price"),
        F.variance("price"),
        F.var_pop("price"),
        F.var_samp("price"),
        F.skewness("price"),
        F.kurtosis("price"),
        F.corr("price", "amount"),
        F.covar_pop("price", "amount"),
        F.covar_samp("price", "amount"),
    )


def percentiles(spark):
    return spark.table("orders").agg(
        F.median("price"),
        F.percentile("amount", 0.25),
        F.percentile_approx("amount", 0.5),
        F.percentile_approx("amount", F.array(F.lit(0.1), F.lit(0.9)), 100),
        F.mode("item"),
    )


def firsts_and_lasts(spark):
    return (
        spark.table("people")
        .coalesce(1)
        .orderBy("id")
        .agg(
            F.first("age"),
            F.first("age", True),
            F.last("age"),
            F.last("pay", True),
            F.any_value("town"),
            F.first_value("id"),
            F.last_value("id"),
        )
    )


def extremes(spark):
    return (
        spark.table("orders")
        .groupBy("person_id")
        .agg(
            F.max_by("item", "price").alias("dearest"),
            F.min_by("item", "price"),
            F.max(F.struct("placed", "item")).alias("latest"),
        )
    )


def booleans(spark):
    return spark.table("people").agg(
        F.bool_and(F.col("id") > 0),
        F.bool_or(F.col("age") > 50),
        F.every(F.col("id") > 1),
        F.some(F.col("id") > 3),
        F.count_if(F.col("age") == 34),
    )


def bit_aggregates(spark):
    return spark.range(1, 8).agg(F.bit_and("id"), F.bit_or("id"), F.bit_xor("id"), F.product("id"))


def tries(spark):
    return spark.table("orders").agg(F.try_sum("amount"), F.try_avg("price"))


def text_aggregates(spark):
    return (
        spark.table("orders")
        .orderBy("order_id")
        .coalesce(1)
        .agg(F.listagg("item", ", "), F.string_agg("item"), F.array_agg("amount"))
    )


def conditional(spark):
    return (
        spark.table("orders")
        .groupBy("item")
        .agg(
            F.sum(F.when(F.col("amount") > 1, F.col("price") * F.col("amount")).otherwise(0)).alias("bulk"),
            F.count(F.when(F.col("price").isNull(), 1)).alias("unpriced"),
            F.avg(F.when(F.col("person_id").isin(1, 2), F.col("price"))).alias("ours"),
        )
    )


def filter_on_aggregates(spark):
    return (
        spark.table("orders")
        .groupBy("item")
        .agg(F.count(F.lit(1)).alias("n"))
        .filter(F.col("n") > 1)
        .select(F.upper("item").alias("item"), F.col("n").cast("string").alias("n"))
    )


def aggregate_of_aggregate(spark):
    return (
        spark.table("orders")
        .groupBy("person_id")
        .agg(F.sum("amount").alias("amount"))
        .agg(F.max("amount"), F.min("amount"))
    )


def aggregate_arithmetic(spark):
    return (
        spark.table("orders")
        .groupBy("item")
        .agg(
            (F.sum("price") / F.count("price") * 100).cast("int").alias("cents"),
            F.max("amount") - F.min("amount"),
        )
    )


def histogram(spark):
    return spark.range(10).agg(F.histogram_numeric("id", F.lit(3)).alias("h"))

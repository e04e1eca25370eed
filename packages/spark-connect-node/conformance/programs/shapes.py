from pyspark.sql import functions as F
from pyspark.sql.types import IntegerType, StringType, StructField, StructType


def ranges(spark):
    return (
        spark.range(5).union(spark.range(2, 4)).union(spark.range(10, 0, -3)).union(spark.range(0, 4, 1, 2))
    )


def huge_range(spark):
    return spark.range(9223372036854775800, 9223372036854775807)


def pivot(spark):
    return spark.table("orders").groupBy("person_id").pivot("item").agg(F.sum("amount"))


def pivot_of_values(spark):
    return (
        spark.table("orders")
        .groupBy("person_id")
        .pivot("item", ["book", "lamp"])
        .agg(F.sum("amount").alias("n"), F.max("price").alias("p"))
    )


def pivot_by_expression(spark):
    return (
        spark.table("orders")
        .withColumn("m", F.month("placed"))
        .groupBy(F.year("placed").alias("y"))
        .pivot("m", [1, 2, 3])
        .agg(F.count("*"))
    )


def pivot_and_sum(spark):
    return spark.table("orders").groupBy("item").pivot("person_id", [1, 2]).sum("amount")


def pivot_and_count(spark):
    return spark.table("orders").groupBy("item").pivot("amount", [1, 2]).count()


def pivot_after_union_by_name(spark):
    a = spark.table("orders").select("item", "amount", F.lit("a").alias("source"))
    b = spark.table("orders").select(F.lit("b").alias("source"), "item", (F.col("amount") * 2).alias("amount"))
    return (
        a.unionByName(b)
        .groupBy("item")
        .pivot("source", ["a", "b"])
        .agg(F.sum("amount"))
        .orderBy("item")
    )


def sample(spark):
    return spark.range(100).sample(fraction=0.1, seed=42)


def sample_with_replacement(spark):
    return spark.range(100).sample(withReplacement=True, fraction=1.5, seed=3)


def sample_unseeded(spark):
    return spark.range(100).sample(0.5)


def limit_and_offset(spark):
    return spark.range(10).orderBy("id").offset(3).limit(4)


def repartition(spark):
    return (
        spark.range(10)
        .repartition(3)
        .repartition(2, "id")
        .repartition("id", F.col("id") % 2)
        .coalesce(1)
    )


def hints(spark):
    return (
        spark.range(3)
        .hint("coalesce", 2)
        .hint("broadcast")
        .hint("rebalance", F.col("id"))
        .hint("repartition", 3, F.col("id"))
    )


def observe(spark):
    return (
        spark.range(5)
        .observe("seen", F.count(F.lit(1)).alias("rows"), F.max("id").alias("max"))
        .filter("id > 2")
    )


def observe_twice(spark):
    return (
        spark.table("orders")
        .observe("in", F.count("*").alias("n"))
        .filter(F.col("price") > 10)
        .observe("out", F.count("*").alias("n"), F.sum("price").alias("s"))
    )


def to_schema(spark):
    schema = StructType(
        [
            StructField("name", StringType()),
            StructField("id", StringType()),
            StructField("nothing", IntegerType()),
        ]
    )
    return spark.table("people").to(schema)


def aliases(spark):
    return (
        spark.table("people")
        .alias("p")
        .select("p.name", F.col("p.likes").getItem(0).alias("x"))
        .alias("q")
        .filter("q.name > 'B'")
        .limit(1)
    )


def deep_chain(spark):
    frame = spark.range(10)
    for i in range(30):
        frame = frame.withColumn(f"c{i}", F.col("id" if i == 0 else f"c{i - 1}") + i)
    return frame.filter(F.col("c29") > 0).select("id", "c29")


def deep_expression(spark):
    column = F.col("id")
    for i in range(25):
        column = column + i
    return spark.range(2).select(column.alias("sum"))


def same_frame_twice(spark):
    base = spark.table("orders").filter(F.col("amount") >= 1)
    totals = base.groupBy("item").agg(F.sum("amount").alias("total"))
    return (
        base.join(totals, "item")
        .withColumn("share", F.col("amount") / F.col("total"))
        .drop("placed")
    )


def report(spark):
    orders = spark.table("orders")
    people = spark.table("people")
    return (
        orders.join(people, orders["person_id"] == people["id"], "left_outer")
        .withColumn("spent", F.col("price") * F.col("amount"))
        .groupBy(people["town"], F.date_trunc("month", orders["placed"]).alias("month"))
        .agg(
            F.round(F.sum("spent"), 2).alias("spent"),
            F.countDistinct(people["id"]).alias("buyers"),
            F.collect_set(orders["item"]).alias("items"),
        )
        .withColumn("items", F.array_sort("items"))
        .filter((F.col("spent") > 0) | (F.col("buyers") == 0))
        .orderBy(F.col("month").asc(), F.col("spent").desc_nulls_last())
        .limit(10)
    )

from pyspark.sql import Window
from pyspark.sql import functions as F


def on_name(spark):
    return spark.table("people").join(spark.table("orders").withColumnRenamed("person_id", "id"), "id")


def on_names(spark):
    return (
        spark.range(5)
        .select("id", (F.col("id") % 2).alias("k"))
        .join(
            spark.range(3).select("id", (F.col("id") % 2).alias("k"), F.lit("r").alias("side")),
            ["id", "k"],
            "left_outer",
        )
    )


def on_condition(spark):
    people = spark.table("people")
    orders = spark.table("orders")
    return people.join(orders, people["id"] == orders["person_id"], "left")


def on_conditions(spark):
    people = spark.table("people")
    orders = spark.table("orders")
    return people.join(
        orders,
        [people["id"] == orders["person_id"], orders["amount"] > 1, people["age"].isNotNull()],
        "full",
    )


def semi(spark):
    people = spark.table("people")
    orders = spark.table("orders")
    return people.join(orders, people["id"] == orders["person_id"], "leftsemi")


def anti(spark):
    people = spark.table("people").alias("p")
    orders = spark.table("orders").alias("o")
    return people.join(orders, F.col("p.id") == F.col("o.person_id"), "anti").select("p.*")


def cross(spark):
    return spark.table("people").select("name").crossJoin(spark.range(2).withColumnRenamed("id", "n"))


def without_condition(spark):
    return spark.range(2).join(spark.range(2).toDF("other"))


def right_by_expression(spark):
    return spark.range(4).join(spark.range(2, 6).toDF("other"), F.expr("id = other AND other % 2 = 0"), "right")


def self_join_by_sides(spark):
    left = spark.range(5)
    right = spark.range(5)
    return left.join(right, left["id"] == right["id"] + 1).select(left["id"], right["id"].alias("before"))


def self_join_of_one_frame(spark):
    people = spark.table("people")
    older = people.alias("older")
    younger = people.alias("younger")
    return older.join(younger, F.col("older.age") > F.col("younger.age")).select(
        F.col("older.name"), F.col("younger.name").alias("younger")
    )


def self_join_after_window(spark):
    latest = (
        spark.table("orders")
        .withColumn("place", F.row_number().over(Window.partitionBy("person_id").orderBy(F.col("placed").desc())))
        .filter(F.col("place") == 1)
        .alias("latest")
    )
    every = spark.table("orders").alias("every")
    return (
        every.join(latest, F.col("every.person_id") == F.col("latest.person_id"), "left")
        .select("every.order_id", F.col("latest.order_id").alias("latest_order"), F.col("every.item"))
        .orderBy("every.order_id")
    )


def three_ways(spark):
    people = spark.table("people")
    orders = spark.table("orders")
    towns = people.select("town").distinct().withColumn("country", F.lit("GB"))
    return (
        people.join(orders, people["id"] == orders["person_id"])
        .join(towns, "town", "left")
        .groupBy("country")
        .agg(F.sum(orders["price"] * orders["amount"]).alias("spent"))
    )


def null_safe(spark):
    a = spark.table("people").select("town").alias("a")
    b = spark.table("people").select("town").alias("b")
    return a.join(b, F.col("a.town").eqNullSafe(F.col("b.town"))).groupBy("a.town").count()


def broadcast_hint(spark):
    people = spark.table("people").hint("broadcast")
    orders = spark.table("orders")
    return orders.join(people, orders["person_id"] == people["id"], "inner").drop(people["id"])


def drop_both_sides(spark):
    left = spark.range(3).withColumn("v", F.lit("l"))
    right = spark.range(3).withColumn("v", F.lit("r"))
    return left.join(right, left["id"] == right["id"]).drop(right["id"], left["v"])


def range_join(spark):
    days = spark.range(3).select((F.col("id") * 10).alias("low"), ((F.col("id") + 1) * 10).alias("high"))
    points = spark.range(0, 30, 7).toDF("point")
    return points.join(days, F.col("point").between(F.col("low"), F.col("high"))).select(
        "low", F.struct("point", "high").alias("pair")
    )

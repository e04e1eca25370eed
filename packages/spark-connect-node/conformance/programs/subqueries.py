from pyspark.sql import functions as F


def scalar(spark):
    oldest = spark.table("people").agg(F.max("age"))
    return spark.table("people").filter(F.col("age") == oldest.scalar()).select("name")


def scalar_in_select(spark):
    mean = spark.table("orders").agg(F.avg("price")).scalar()
    return spark.table("orders").select("order_id", (F.col("price") - mean).alias("off"))


def correlated_scalar(spark):
    spent = (
        spark.table("orders")
        .alias("o")
        .where(F.col("o.person_id") == F.col("p.id").outer())
        .agg(F.sum("o.amount"))
    )
    return spark.table("people").alias("p").select("p.name", spent.scalar().alias("amount"))


def exists(spark):
    orders = spark.table("orders").alias("o").where(F.col("o.person_id") == F.col("p.id").outer())
    return spark.table("people").alias("p").where(orders.exists()).select("p.id")


def not_exists(spark):
    orders = spark.table("orders").alias("o").where(F.col("o.person_id") == F.col("p.id").outer())
    return spark.table("people").alias("p").where(~orders.exists())


def isin(spark):
    return spark.table("orders").where(F.col("person_id").isin(spark.table("people").select("id")))


def not_in(spark):
    return spark.table("orders").where(~F.col("person_id").isin(spark.table("people").select("id")))


def two_subqueries(spark):
    orders = spark.table("orders")
    return spark.table("orders").where(
        (F.col("price") >= orders.agg(F.avg("price")).scalar())
        | (F.col("amount") == orders.agg(F.max("amount")).scalar())
    )


def nested_subqueries(spark):
    mean = spark.table("orders").agg(F.avg("price")).scalar()
    cheap = spark.table("orders").where(F.col("price") < mean).select("person_id")
    return spark.table("people").where(F.col("id").isin(cheap)).select("name")


def lateral_join(spark):
    people = spark.table("people").alias("p")
    latest = (
        spark.table("orders")
        .alias("o")
        .where(F.col("o.person_id") == F.col("p.id").outer())
        .orderBy(F.desc("placed"))
        .limit(1)
    )
    return people.lateralJoin(latest).select("p.name", "o.item")


def lateral_left_join(spark):
    people = spark.table("people").alias("p")
    totals = (
        spark.table("orders")
        .where(F.col("person_id") == F.col("p.id").outer())
        .agg(F.sum("amount").alias("total"))
    )
    return people.lateralJoin(totals, F.col("total") > 1, "left").select("name", "total")


def explode_laterally(spark):
    likes = spark.tvf.explode(F.col("p.likes").outer()).toDF("like")
    return spark.table("people").alias("p").lateralJoin(likes).select("name", "like")


def table_functions(spark):
    return spark.tvf.explode(F.array(F.lit(1), F.lit(2))).unionAll(
        spark.tvf.explode_outer(F.array(F.lit(3)))
    )


def positions(spark):
    return spark.tvf.posexplode(F.array(F.lit("a"), F.lit("b"))).union(
        spark.tvf.posexplode_outer(F.array(F.lit("c")))
    )


def inline_table(spark):
    return spark.tvf.inline(
        F.array(F.struct(F.lit(1), F.lit("a")), F.struct(F.lit(2), F.lit("b")))
    )


def stack_table(spark):
    return spark.tvf.stack(F.lit(2), F.lit(1), F.lit(2), F.lit(3))


def json_table(spark):
    return spark.tvf.json_tuple(F.lit('{"a": 1, "b": "x"}'), F.lit("a"), F.lit("b"))


def keywords(spark):
    return spark.tvf.sql_keywords().filter("keyword = 'SELECT'")

import math

from pyspark.sql import Window
from pyspark.sql import functions as F


def rounding(spark):
    return spark.table("orders").select(
        F.round("price"),
        F.round("price", 1),
        F.bround("price", 0),
        F.ceil("price"),
        F.floor("price"),
        F.rint("price"),
        F.ceiling("price"),
        F.ceil("price", F.lit(1)),
    )


def roots(spark):
    return spark.range(1, 4).select(
        F.sqrt("id"),
        F.cbrt("id"),
        F.exp("id"),
        F.expm1("id"),
        F.ln("id"),
        F.log("id"),
        F.log(2, "id"),
        F.log10("id"),
        F.log1p("id"),
        F.log2("id"),
    )


def powers(spark):
    return spark.range(1, 4).select(
        F.pow("id", 2), F.power("id", F.col("id")), F.pow(2, "id"), F.hypot("id", 3), F.factorial("id")
    )


def angles(spark):
    return spark.range(1, 3).select(
        F.sin("id"),
        F.cos("id"),
        F.tan("id"),
        F.asin(F.lit(0.5)),
        F.acos(F.lit(0.5)),
        F.atan("id"),
        F.atan2("id", 2),
        F.sinh("id"),
        F.degrees("id"),
        F.radians("id"),
        F.pi(),
        F.e(),
    )


def signs(spark):
    return spark.range(-2, 2).select(
        F.abs("id"),
        F.sign("id"),
        F.signum("id"),
        F.negate("id"),
        F.positive("id"),
        F.pmod("id", 3),
        F.col("id") % 2,
    )


def shifts(spark):
    return spark.range(1, 4).select(
        F.shiftleft("id", 2),
        F.shiftright("id", 1),
        F.shiftrightunsigned("id", 1),
        F.bit_count("id"),
        F.bit_get("id", F.lit(0)),
        F.hex("id"),
        F.bin("id"),
    )


def tries(spark):
    return spark.table("orders").select(
        F.try_add("amount", F.lit(2147483647)),
        F.try_subtract("amount", "amount"),
        F.try_multiply("amount", F.lit(2)),
        F.try_divide("amount", F.lit(0)),
        F.try_mod("amount", F.lit(0)),
    )


def nulls(spark):
    return spark.table("people").select(
        F.coalesce("age", F.lit(0)),
        F.ifnull("age", F.lit(1)),
        F.nvl("age", F.lit(2)),
        F.nvl2("age", F.lit("yes"), F.lit("no")),
        F.nullif("age", F.lit(34)),
        F.nanvl(F.lit(math.nan), F.lit(1.5)),
        F.isnull("age"),
        F.isnotnull("age"),
        F.isnan(F.lit(0.5)),
        F.equal_null("age", F.lit(None)),
        F.zeroifnull("age"),
        F.nullifzero("age"),
    )


def extremes(spark):
    return spark.table("orders").select(
        F.greatest("amount", "person_id", F.lit(2)), F.least("amount", "order_id")
    )


def buckets(spark):
    return spark.table("orders").select(F.width_bucket("price", F.lit(0), F.lit(50), F.lit(5)))


def decimals(spark):
    return spark.table("people").select(
        (F.col("pay") * F.lit("1.10").cast("decimal(3,2)")).alias("raised"),
        F.col("pay") / 3,
        F.round("pay", -2),
        F.col("pay").cast("decimal(38,18)"),
        F.sum("pay").over(Window.partitionBy()),
    )


def seeded(spark):
    return spark.range(3, 9).select(F.rand(42), F.randn(7), F.uuid(5))


def unseeded(spark):
    return spark.range(2).select(
        F.rand(), F.randn().alias("n"), F.shuffle(F.array(F.lit(1), F.lit(2)))
    )


def ids(spark):
    return (
        spark.range(4)
        .coalesce(1)
        .select(F.monotonically_increasing_id(), F.spark_partition_id(), F.typeof("id"))
    )


def raised(spark):
    return spark.range(1).select(F.assert_true(F.col("id") == 0, "must be zero"))

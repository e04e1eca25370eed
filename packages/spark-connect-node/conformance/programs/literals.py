import datetime
import math

from pyspark.sql import functions as F

UTC = datetime.timezone.utc


def whole(spark):
    return spark.range(1).select(
        F.lit(0),
        F.lit(-1),
        F.lit(2147483647),
        F.lit(2147483648),
        F.lit(-2147483649),
        F.lit(9223372036854775807),
    )


def fractions(spark):
    return spark.range(1).select(
        F.lit(0.5), F.lit(-1.25e-9), F.lit(1e300), F.lit(math.nan), F.lit(math.inf)
    )


def texts(spark):
    return spark.range(1).select(F.lit(""), F.lit("it's"), F.lit("多字节 🎉"), F.lit("back\\slash\n"))


def booleans_and_null(spark):
    return spark.range(1).select(F.lit(True), F.lit(False), F.lit(None))


def bytes(spark):
    return spark.range(1).select(F.lit(b"\x00\xff\x07"), F.lit(b""))


def dates(spark):
    return spark.range(1).select(
        F.lit(datetime.date(2026, 11, 22)),
        F.lit(datetime.date(1969, 12, 31)),
        F.lit(datetime.date(1, 1, 1)),
    )


def instants(spark):
    india = datetime.timezone(datetime.timedelta(hours=5, minutes=30))
    return spark.range(1).select(
        F.lit(datetime.datetime(2026, 11, 22, 10, 30, 0, 123456, UTC)),
        F.lit(datetime.datetime(1969, 12, 31, 23, 59, 59, 999999, UTC)),
        F.lit(datetime.datetime(2026, 11, 22, 10, 30, tzinfo=india)),
        F.lit(datetime.datetime(1970, 1, 1, tzinfo=UTC)),
    )


def times(spark):
    return spark.range(1).select(
        F.lit(datetime.time(10, 30, 15, 123456)), F.lit(datetime.time(0, 0, 0))
    )


def day_time_intervals(spark):
    return spark.range(1).select(
        F.lit(datetime.timedelta(days=1, hours=2, minutes=3, seconds=4, microseconds=5)),
        F.lit(datetime.timedelta(seconds=-1)),
        F.lit(datetime.timedelta(0)),
    )


def lists(spark):
    return spark.range(1).select(F.lit([1, 2, 3]), F.lit(["a", "b"]), F.lit([[1], [2, 3]]))


def in_expressions(spark):
    return (
        spark.table("people")
        .filter((F.col("born") >= datetime.date(1980, 1, 1)) & (F.col("pay") > 4500.5))
        .select(F.col("born") + datetime.timedelta(days=1), F.col("id") + 9007199254740993)
    )


def casts_by_name(spark):
    types = "tinyint smallint int bigint float double decimal(20,3) string boolean binary".split()
    return spark.range(3).select(
        *[
            F.col("id").cast("string").cast("int").cast("string" if type == "binary" else "int").cast(type)
            for type in types
        ]
    )


def casts_to_dates(spark):
    return spark.range(1).select(
        F.lit("2026-01-02").cast("date"),
        F.lit("2026-01-02 03:04:05.678901").cast("timestamp"),
        F.lit("2026-01-02 03:04:05").cast("timestamp_ntz"),
        F.lit("10:11:12").cast("time(3)"),
        F.lit("1 02:03:04").cast("interval day to second"),
        F.lit(0).cast("timestamp"),
    )


def try_casts(spark):
    return spark.table("texts").select(
        F.col("words").try_cast("int"), F.col("csv").try_cast("date"), F.col("id").try_cast("string")
    )


def nested_casts(spark):
    return spark.table("nested").select(
        F.col("l").cast("array<struct<x: string, y: string>>"),
        F.col("m").cast("map<string, double>"),
        F.col("s").cast("struct<a: bigint, b: struct<c: string, d: array<string>>>"),
    )


def sql_constants(spark):
    return spark.range(1).select(
        F.expr("1Y"),
        F.expr("2S"),
        F.expr("3L"),
        F.expr("4.5F"),
        F.expr("6.78BD"),
        F.expr("X'1F'"),
        F.expr("INTERVAL '3' YEAR * 0").isNotNull(),
    )

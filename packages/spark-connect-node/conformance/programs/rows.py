import datetime
import math
from decimal import Decimal

from pyspark.sql import functions as F
from pyspark.sql.types import IntegerType, StringType, StructField, StructType

UTC = datetime.timezone.utc


def tuples(spark):
    return spark.createDataFrame([(1, "a"), (2, None)], "id BIGINT, name STRING")


def objects(spark):
    return spark.createDataFrame([{"name": "a", "id": 1}, {"id": 2}], "id BIGINT, name STRING")


def none(spark):
    return spark.createDataFrame([], "id BIGINT, name STRING")


def empty_frame(spark):
    return spark.createDataFrame([], "a INT, b ARRAY<STRING>")


def whole_numbers(spark):
    return spark.createDataFrame(
        [
            (-128, -32768, -2147483648, -9223372036854775808),
            (127, 32767, 2147483647, 9223372036854775807),
            (None, None, None, None),
        ],
        "a TINYINT, b SMALLINT, c INT, d BIGINT",
    )


def fractions(spark):
    return spark.createDataFrame(
        [(0.5, 1e300), (-1.25, -math.inf), (None, None)], "f FLOAT, d DOUBLE"
    )


def decimals(spark):
    return spark.createDataFrame(
        [
            (Decimal("1.10"), Decimal("-99999999999999999999.999999999999999999")),
            (None, Decimal("0")),
        ],
        "a DECIMAL(10,2), b DECIMAL(38,18)",
    )


def booleans(spark):
    return spark.createDataFrame([(True,), (False,), (None,)], "b BOOLEAN")


def texts(spark):
    return spark.createDataFrame([("",), ("Grüße 🎉",), (None,)], "s STRING")


def bytes(spark):
    return spark.createDataFrame([(b"\x00\x01\xff",), (b"",), (None,)], "b BINARY")


def dates(spark):
    return spark.createDataFrame(
        [(datetime.date(2026, 11, 22),), (datetime.date(1900, 1, 1),), (None,)], "d DATE"
    )


def timestamps(spark):
    return spark.createDataFrame(
        [
            (
                datetime.datetime(2026, 11, 22, 10, 0, 0, 1, UTC),
                datetime.datetime(2026, 11, 22, 10, 0, 0, 1),
            ),
            (
                datetime.datetime(1969, 12, 31, 23, 59, 59, 999999, UTC),
                datetime.datetime(1950, 1, 1),
            ),
            (None, None),
        ],
        "t TIMESTAMP, n TIMESTAMP_NTZ",
    )


def times(spark):
    return spark.createDataFrame([(datetime.time(10, 11, 12, 123456),), (None,)], "t TIME(6)")


def intervals(spark):
    return spark.createDataFrame(
        [(datetime.timedelta(days=1, hours=2),), (datetime.timedelta(microseconds=-1),), (None,)],
        "i INTERVAL DAY TO SECOND",
    )


def arrays(spark):
    return spark.createDataFrame(
        [([1, 2, None], [["a"], []]), ([], None), (None, [[]])], "a ARRAY<INT>, b ARRAY<ARRAY<STRING>>"
    )


def maps(spark):
    return spark.createDataFrame([({"a": 1, "b": None},), ({},), (None,)], "m MAP<STRING, INT>")


def structs(spark):
    return spark.createDataFrame(
        [({"a": 1, "b": {"c": "x"}},), ({"a": None, "b": None},), (None,)],
        "s STRUCT<a: INT, b: STRUCT<c: STRING>>",
    )


def nested_deeply(spark):
    return spark.createDataFrame(
        [([{"k": {"x": [1.5]}}],)], "v ARRAY<STRUCT<k: MAP<STRING, ARRAY<DOUBLE>>>>"
    )


def by_type(spark):
    schema = StructType(
        [
            StructField("id", IntegerType(), False, {"comment": "the key"}),
            StructField("label", StringType()),
        ]
    )
    return spark.createDataFrame([(1, "x")], schema)


def used(spark):
    rates = spark.createDataFrame([("book", 0.1), ("lamp", 0.2)], "item STRING, rate DOUBLE")
    return (
        spark.table("orders")
        .join(rates.hint("broadcast"), "item", "left")
        .select("order_id", (F.col("price") * F.coalesce("rate", F.lit(0))).alias("tax"))
    )


def union_of_rows(spark):
    return (
        spark.createDataFrame([(1,)], "a INT")
        .union(spark.createDataFrame([(2,)], "a INT"))
        .agg(F.sum("a"))
    )


def inferred(spark):
    return spark.createDataFrame(
        [
            {"a": 1, "b": "x", "c": 1.5, "d": True, "e": datetime.date(2026, 1, 2), "f": [1], "g": None},
            {"a": None, "b": "y", "c": None, "d": False, "e": None, "f": [], "g": "now"},
        ]
    )


def names_only(spark):
    return spark.createDataFrame([(1, "a"), (2, "b")], ["id", "name"])


def plain_values(spark):
    return spark.createDataFrame([1, 2, None], "bigint")

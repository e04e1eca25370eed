from pyspark.sql import functions as F
from pyspark.sql.types import LongType, StringType, StructField, StructType


def from_json(spark):
    return (
        spark.table("texts")
        .select(F.from_json("json", "a INT, b ARRAY<INT>, c STRUCT<d: STRING>").alias("j"))
        .select("j.*")
    )


def from_json_by_type(spark):
    schema = StructType([StructField("a", LongType()), StructField("b", StringType())])
    return spark.table("texts").select(F.from_json("json", schema).alias("j"), "id")


def from_json_with_options(spark):
    options = {"mode": "PERMISSIVE", "columnNameOfCorruptRecord": "_bad"}
    return spark.table("texts").select(F.from_json("json", "a STRING, _bad STRING", options))


def from_json_by_schema_column(spark):
    return spark.table("texts").select(F.from_json("json", F.schema_of_json(F.lit('{"a": 1}'))))


def to_json(spark):
    return spark.table("people").select(
        F.to_json(F.struct("id", "born", "likes")),
        F.to_json(F.struct("born"), {"dateFormat": "dd/MM/yyyy"}),
    )


def json_paths(spark):
    return spark.table("texts").select(
        F.get_json_object("json", "$.c.d"),
        F.get_json_object("json", "$.b[1]"),
        F.json_tuple("json", "a", "c"),
        F.json_array_length(F.lit("[1,2]")),
        F.json_object_keys("json"),
    )


def schemas(spark):
    return spark.range(1).select(
        F.schema_of_json('{"a": [1.5]}'), F.schema_of_csv("1|x", {"sep": "|"})
    )


def from_csv(spark):
    return (
        spark.table("texts")
        .select(F.from_csv("csv", "n INT, word STRING, day DATE").alias("c"))
        .select("c.n", "c.word", F.col("c.day"))
    )


def to_csv(spark):
    return spark.table("people").select(
        F.to_csv(F.struct("id", "name", "pay"), {"sep": "|"}), F.to_csv(F.struct("id"))
    )


def variants(spark):
    return (
        spark.table("texts")
        .select(F.parse_json("json").alias("v"), F.try_parse_json("words").alias("w"))
        .select(
            F.variant_get("v", "$.a", "int"),
            F.try_variant_get("v", "$.c", "int"),
            F.is_variant_null(F.variant_get("v", "$.a", "variant")),
            F.schema_of_variant("v"),
            F.col("v").cast("string"),
            "w",
        )
    )


def flattened(spark):
    return (
        spark.table("texts")
        .filter("json IS NOT NULL")
        .withColumn("j", F.from_json("json", "b ARRAY<INT>"))
        .select("id", F.explode_outer("j.b").alias("b"))
        .groupBy("id")
        .agg(F.sum(F.coalesce("b", F.lit(0))).alias("sum"))
    )

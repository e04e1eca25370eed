from pyspark.sql import functions as F
from pyspark.sql.types import (
    ArrayType,
    DecimalType,
    DoubleType,
    IntegerType,
    MapType,
    StringType,
    StructField,
    StructType,
)


def fields(spark):
    return spark.table("nested").select(
        "s.a", "s.b.c", F.col("s").getField("b").getField("d").getItem(0), F.col("s")
    )


def elements(spark):
    return spark.table("nested").select(
        F.col("l").getItem(0), F.col("l").getItem(1).getField("x"), F.col("m").getItem("k")
    )


def element_by_column(spark):
    return spark.table("nested").select(
        F.col("m").getItem(F.concat(F.lit("k"), F.col("id"))), F.col("l").getItem(F.col("id") % 2)
    )


def field_of_array(spark):
    return spark.table("nested").select(F.col("l.x"), F.col("l").getField("y"))


def with_field(spark):
    return spark.table("nested").select(
        F.col("s")
        .withField("a", F.col("id") + 1)
        .withField("b.c", F.lit("new"))
        .withField("e", F.lit(None).cast("int"))
        .alias("s")
    )


def drop_fields(spark):
    return spark.table("nested").select(F.col("s").dropFields("a", "b.d").alias("s"))


def structs(spark):
    return (
        spark.table("people")
        .select(
            F.struct(
                "id", F.col("name").alias("n"), F.struct(F.lit(1).alias("one"), F.col("town"))
            ).alias("s")
        )
        .select("s.n", "s.*")
    )


def named_struct(spark):
    return spark.table("people").select(
        F.named_struct(F.lit("id"), "id", F.lit("twice"), F.col("id") * 2).alias("s")
    )


def arrays(spark):
    return spark.table("nested").select(
        F.array(F.col("id"), F.lit(7).cast("bigint")).alias("a"),
        F.array_contains("s.b.d", F.lit(1).cast("bigint")),
        F.array_distinct(F.array("id", "id")),
        F.array_position("s.b.d", F.col("id")),
        F.array_remove("s.b.d", F.col("id")),
        F.array_join(F.array(F.lit("x"), F.lit(None), F.lit("y")), "-", "nothing"),
        F.array_join(F.array(F.lit("x"), F.lit("y")), "-"),
        F.size("l"),
        F.element_at("s.b.d", -1),
        F.try_element_at("s.b.d", F.lit(9)),
        F.get("s.b.d", 5),
    )


def more_arrays(spark):
    return (
        spark.range(1)
        .select(
            F.sequence(F.lit(1), F.lit(5)).alias("a"),
            F.sequence(F.lit(9), F.lit(3), F.lit(-2)).alias("b"),
        )
        .select(
            F.array_union("a", "b"),
            F.array_intersect("a", "b"),
            F.array_except("a", "b"),
            F.arrays_overlap("a", "b"),
            F.arrays_zip("a", "b"),
            F.slice("a", 2, 3),
            F.array_max("a"),
            F.array_min("b"),
            F.array_repeat(F.lit("z"), 3),
            F.flatten(F.array("a", "b")),
            F.reverse("a"),
            F.sort_array("b"),
            F.sort_array("a", False),
            F.array_append("a", 6),
            F.array_prepend("a", 0),
            F.array_insert("a", 2, 100),
            F.array_compact("b"),
            F.concat("a", "b"),
            F.cardinality("a"),
            F.array_size("b"),
        )
    )


def maps(spark):
    return spark.table("nested").select(
        F.map_keys("m"),
        F.map_values("m"),
        F.map_entries("m"),
        F.map_concat("m", F.create_map(F.lit("z"), F.lit(26).cast("bigint"))),
        F.map_contains_key("m", "k"),
        F.map_from_arrays(F.array(F.lit("a"), F.lit("b")), F.array("id", "id")),
        F.map_from_entries("l"),
        F.str_to_map(F.lit("a:1,b:2"), F.lit(","), F.lit(":")),
        F.element_at("m", "k"),
    )


def explode(spark):
    return spark.table("people").select("name", F.explode("likes").alias("like"))


def explode_outer(spark):
    return spark.table("people").select("name", F.explode_outer("likes"))


def explode_map(spark):
    return spark.table("nested").select("id", F.explode("m").alias("key", "value"))


def posexplode(spark):
    return spark.table("people").select("id", F.posexplode("likes").alias("at", "like"))


def posexplode_outer(spark):
    return spark.table("people").select(F.posexplode_outer("likes"))


def inline(spark):
    return spark.table("nested").select("id", F.inline("l"))


def inline_outer(spark):
    return spark.table("nested").select(F.inline_outer(F.slice("l", 1, 1)))


def stack(spark):
    return spark.range(1).select(F.stack(F.lit(2), F.lit(1), F.lit("a"), F.lit(2), F.lit("b")))


def explode_and_regroup(spark):
    return (
        spark.table("nested")
        .select("id", F.explode("l").alias("e"))
        .withColumn("x", F.col("e.x"))
        .groupBy("id")
        .agg(
            F.sum("x").alias("sum"),
            F.sort_array(F.collect_list(F.struct("x", "e.y"))).alias("again"),
        )
    )


def json_of_nested(spark):
    return spark.table("nested").select(F.to_json("s"), F.to_json("m"), F.to_json(F.struct("id", "l")))


def cast_with_types(spark):
    element = StructType([StructField("x", IntegerType()), StructField("y", StringType())])
    return spark.table("nested").select(
        F.col("id").cast(DecimalType(12, 2)),
        F.col("l").cast(ArrayType(element)),
        F.col("m").cast(MapType(StringType(), DoubleType())),
    )

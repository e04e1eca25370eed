from pyspark.sql import functions as F


def _numbers():
    return F.sequence(F.lit(1), F.col("id") + 2)


def transform(spark):
    return spark.range(3).select(F.transform(_numbers(), lambda x: x * x).alias("squares"))


def transform_with_index(spark):
    return spark.range(3).select(F.transform(_numbers(), lambda x, i: x * 10 + i).alias("v"))


def transform_with_outer_column(spark):
    return spark.range(3).select("id", F.transform(_numbers(), lambda x: x - F.col("id")))


def filter(spark):
    return spark.range(3).select(F.filter(_numbers(), lambda x: x % 2 == 0).alias("even"))


def filter_with_index(spark):
    return spark.range(3).select(F.filter(_numbers(), lambda x, i: (i > 0) & (x < 4)))


def exists_and_forall(spark):
    return spark.range(3).select(
        F.exists(_numbers(), lambda x: x == 3), F.forall(_numbers(), lambda x: x < 4)
    )


def aggregate(spark):
    return spark.range(3).select(
        F.aggregate(_numbers(), F.lit(0).cast("bigint"), lambda sum, x: sum + x).alias("sum"),
        F.aggregate(
            _numbers(),
            F.struct(F.lit(0).cast("bigint").alias("sum"), F.lit(0).cast("bigint").alias("n")),
            lambda state, x: F.struct(
                (state.getField("sum") + x).alias("sum"), (state.getField("n") + 1).alias("n")
            ),
            lambda state: state.getField("sum") / state.getField("n"),
        ).alias("mean"),
        F.reduce(_numbers(), F.lit(1).cast("bigint"), lambda product, x: product * x),
    )


def zip_with(spark):
    return spark.range(2).select(
        F.zip_with(
            _numbers(),
            F.array(F.lit("a"), F.lit("b")),
            lambda x, y: F.concat_ws("_", y, x.cast("string")),
        )
    )


def map_functions(spark):
    return spark.table("nested").select(
        F.transform_keys("m", lambda k, v: F.concat(k, v.cast("string"))),
        F.transform_values("m", lambda k, v: F.when(k == "k", v).otherwise(0)),
        F.map_filter("m", lambda k, v: (k != "k") | (v > 1)),
        F.map_zip_with("m", "m", lambda k, a, b: F.concat(k, (a + b).cast("string"))),
    )


def nested_transforms(spark):
    return spark.range(2).select(
        F.transform(
            _numbers(),
            lambda x: F.transform(F.array(F.lit(1), F.lit(2)), lambda y: x * y + F.col("id")),
        ).alias("table")
    )


def filter_in_transform(spark):
    return spark.range(2).select(
        F.transform(
            F.array(_numbers(), _numbers()),
            lambda list, at: F.filter(list, lambda x, i: (x > at) & (i >= at)),
        ).alias("v")
    )


def aggregate_in_transform(spark):
    return spark.range(2).select(
        F.transform(
            _numbers(),
            lambda x: F.aggregate(
                F.sequence(F.lit(1), x),
                F.lit(0).cast("bigint"),
                lambda sum, y: sum + y * x,
                lambda sum: sum + x,
            ),
        )
    )


def structs_in_lambda(spark):
    return spark.table("nested").select(
        F.transform(
            "l",
            lambda e: F.struct(
                (e.getField("x") + 1).alias("x"), e.getField("y").isNull().alias("unknown")
            ),
        ).alias("l")
    )


def with_field_in_lambda(spark):
    return spark.table("nested").select(
        F.transform("l", lambda e: e.withField("z", e.getField("x") * 2))
    )


def array_sort_by(spark):
    return spark.range(2).select(
        F.array_sort(_numbers()),
        F.array_sort(_numbers(), lambda a, b: F.when(a < b, 1).when(a > b, -1).otherwise(0)),
    )


def lambda_in_aggregate(spark):
    return (
        spark.table("orders")
        .groupBy("person_id")
        .agg(
            F.aggregate(
                F.sort_array(F.collect_list(F.struct("placed", "amount"))),
                F.lit(0),
                lambda sum, order: sum + order.getField("amount"),
            ).alias("total"),
            F.transform(F.sort_array(F.collect_set("item")), lambda item: F.upper(item)).alias("items"),
        )
    )


def lambda_in_condition(spark):
    return spark.table("people").filter(F.exists("likes", lambda like: like == "tea"))


def three_deep(spark):
    return spark.range(1).select(
        F.transform(
            F.array(F.lit(1), F.lit(2)),
            lambda a: F.transform(
                F.array(F.lit(3)),
                lambda b: F.transform(
                    F.array(F.lit(4), F.lit(5)), lambda c, i: a * 100 + b * 10 + c - i
                ),
            ),
        )
    )

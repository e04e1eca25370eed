from pyspark.sql import functions as F


def union(spark):
    return spark.range(3).union(spark.range(2, 5))


def union_all_of_three(spark):
    return spark.range(2).unionAll(spark.range(1)).unionAll(spark.range(3)).orderBy("id")


def union_with_itself(spark):
    people = spark.table("people").select("id", "name")
    return people.union(people).groupBy("name").count()


def union_by_name(spark):
    return (
        spark.range(2)
        .select("id", F.lit("a").alias("v"))
        .unionByName(spark.range(2).select(F.lit("b").alias("v"), "id"))
    )


def union_by_name_with_missing(spark):
    return (
        spark.table("people")
        .select("id", "name")
        .unionByName(
            spark.table("orders").select(F.col("order_id").alias("id"), "item"), allowMissingColumns=True
        )
        .filter(F.col("name").isNull() | F.col("item").isNull())
    )


def intersect(spark):
    return spark.range(5).intersect(spark.range(3, 8))


def intersect_all(spark):
    return spark.range(3).union(spark.range(3)).intersectAll(spark.range(2).union(spark.range(2)))


def except_rows(spark):
    return spark.table("people").select("town").subtract(spark.table("people").select("town").limit(1))


def except_all(spark):
    return spark.range(3).union(spark.range(3)).exceptAll(spark.range(2))


def distinct_of_union(spark):
    return spark.range(3).union(spark.range(5)).distinct().orderBy(F.desc("id"))


def drop_duplicates(spark):
    return spark.table("people").select("age").dropDuplicates()


def drop_duplicates_by_names(spark):
    return (
        spark.table("people")
        .select("age", "town")
        .dropDuplicates(["age", "town"])
        .filter("age IS NOT NULL")
    )


def every_set_in_one(spark):
    evens = spark.range(0, 20, 2)
    threes = spark.range(0, 20, 3)
    both = evens.intersect(threes)
    return evens.union(threes).subtract(both).sort(F.col("id").desc()).limit(5).offset(1)


def union_of_different_types(spark):
    return spark.range(1).select(F.lit(1).alias("v")).union(spark.range(1).select(F.lit(2.5).alias("v")))

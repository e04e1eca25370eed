from pyspark.sql import functions as F


def drop(spark):
    return spark.table("people").dropna()


def drop_all(spark):
    return spark.table("people").select("age", "town").na.drop("all")


def drop_by_subset(spark):
    return spark.table("people").dropna(subset=["age", "pay"]).dropna("any", subset="town")


def drop_by_threshold(spark):
    return spark.table("people").dropna(thresh=5).na.drop(thresh=2, subset=["age", "town", "pay"])


def fill_number(spark):
    return spark.table("people").fillna(0)


def fill_fraction(spark):
    return spark.table("orders").na.fill(0.5)


def fill_text(spark):
    return spark.table("people").fillna("unknown")


def fill_boolean(spark):
    return spark.table("people").withColumn("old", F.col("age") > 40).fillna(False)


def fill_subset(spark):
    return spark.table("people").fillna("nowhere", ["town", "name"])


def fill_by_column(spark):
    return spark.table("people").fillna({"age": 18, "town": "nowhere", "pay": 0.5})


def replace_one(spark):
    return spark.table("people").replace(34, 35)


def replace_text(spark):
    return spark.table("people").na.replace("Leeds", "LEEDS", ["town"])


def replace_several(spark):
    return spark.table("people").replace(["Leeds", "York"], ["L", "Y"])


def replace_several_by_one(spark):
    return spark.table("people").replace(["Leeds", "York"], "?")


def replace_by_map(spark):
    return spark.table("people").replace({"Ann": "Anna", "Bob": "Robert"})


def replace_by_null(spark):
    return spark.table("people").replace("Leeds", None)


def chain(spark):
    return (
        spark.table("people")
        .dropna(subset=["age"])
        .fillna({"town": "?"})
        .replace("?", "nowhere", ["town"])
        .groupBy("town")
        .agg(F.avg("age"))
    )

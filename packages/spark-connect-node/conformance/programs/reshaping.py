from pyspark.sql import functions as F


def grouping_sets(spark):
    return (
        spark.table("orders")
        .groupingSets([["item"], ["person_id"], []], "item", "person_id")
        .agg(F.sum("amount").alias("n"))
    )


def unpivot(spark):
    return spark.table("orders").unpivot(["order_id"], ["amount", "person_id"], "name", "value")


def unpivot_all(spark):
    return spark.range(2).withColumn("x", F.col("id") + 1).unpivot("id", None, "name", "value")


def melt(spark):
    return spark.range(2).withColumn("x", F.col("id")).melt([F.col("id")], [F.col("x")], "k", "v")


def transpose(spark):
    return spark.table("orders").select("item", "amount").limit(3).orderBy("amount").transpose()


def transpose_by_column(spark):
    return spark.range(2).withColumn("k", F.concat(F.lit("k"), F.col("id"))).transpose("k")


def by_range(spark):
    return (
        spark.range(10)
        .repartitionByRange(2, "id")
        .repartitionByRange(F.col("id").desc(), "id")
        .repartitionByRange(3, F.desc("id"))
    )


def by_id(spark):
    return spark.range(10).repartitionById(4, F.col("id").cast("int"))


def with_metadata(spark):
    return spark.range(2).withMetadata("id", {"comment": "a key", "depth": 1})


def with_index(spark):
    return spark.range(3).coalesce(1).zipWithIndex()


def with_named_index(spark):
    return spark.table("people").select("name").orderBy("name").zipWithIndex("at")


def to_json(spark):
    return spark.table("people").select("id", "name", "born").toJSON()


def zip(spark):
    base = spark.range(3)
    return base.select("id").zip(base.select((F.col("id") + 1).alias("next")))


def watermark(spark):
    return spark.table("orders").withWatermark("placed", "1 hour").dropDuplicates(["item"])


def within_watermark(spark):
    return (
        spark.table("orders")
        .withWatermark("placed", "2 days")
        .dropDuplicatesWithinWatermark(["item"])
    )


def nearest(spark):
    left = spark.range(3)
    right = spark.range(0, 30, 10).toDF("r")
    return left.nearestByJoin(right, F.abs(left["id"] - right["r"]), 1, "exact", "distance")


def renamed_by_map(spark):
    return (
        spark.table("people").withColumnsRenamed({"id": "key", "name": "label"}).select("key", "label")
    )


def hint_lists(spark):
    return spark.range(3).hint("merge", ["a", "b"]).hint("skew", "t", [1, 2], F.col("id"))


def transformed_column(spark):
    return spark.table("people").select(
        F.col("name").transform(lambda c: F.upper(c)).transform(lambda c: F.concat(c, F.lit("!")))
    )


def same_meaning(spark):
    frame = spark.range(3).filter("id > 1")
    frame.sameSemantics(spark.range(3).where("id > 1"))
    frame.semanticHash()
    frame.isLocal()
    frame.isStreaming
    frame.inputFiles()


def persisted(spark):
    frame = spark.range(3).filter("id > 0")
    frame.persist()
    frame.storageLevel
    frame.unpersist()
    frame.unpersist(True)

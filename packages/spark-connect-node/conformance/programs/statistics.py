from pyspark.sql import functions as F


def describe(spark):
    return spark.table("orders").describe("price", "amount")


def describe_all(spark):
    return spark.table("people").select("age", "name").describe()


def summary(spark):
    return spark.table("orders").select("price", "amount").summary()


def summary_of_some(spark):
    return spark.table("orders").select("price").summary("count", "min", "25%", "max")


def covariance(spark):
    spark.table("orders").cov("price", "amount")


def correlation(spark):
    spark.table("orders").stat.corr("price", "amount")


def quantiles(spark):
    spark.table("orders").approxQuantile("price", [0.25, 0.5], 0.1)


def quantiles_of_several(spark):
    spark.table("orders").stat.approxQuantile(["price", "amount"], [0.0, 1.0], 0.0)


def crosstab(spark):
    return spark.table("orders").crosstab("item", "amount")


def freq_items(spark):
    return spark.table("orders").freqItems(["item", "amount"], 0.4)


def freq_items_default(spark):
    return spark.table("orders").stat.freqItems(["item"])


def sample_by(spark):
    return spark.range(60).withColumn("k", F.col("id") % 3).sampleBy("k", {0: 0.2, 1: 0.5}, 7)


def sample_by_column(spark):
    return spark.table("orders").sampleBy(F.upper("item"), {"BOOK": 1.0}, 1)


def random_split(spark):
    first, second = spark.range(20).randomSplit([1.0, 3.0], 5)
    return first.withColumn("part", F.lit(1)).union(second.withColumn("part", F.lit(2)))


def grouped(spark):
    return spark.table("orders").groupBy("item").agg({"price": "max", "amount": "sum"})


def grouped_count(spark):
    return spark.table("orders").agg({"*": "count"})

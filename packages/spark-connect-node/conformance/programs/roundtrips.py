from pyspark.sql import functions as F

FOLDER = "file:/tmp/spark-connect-conformance"


def parquet(spark):
    spark.table("nested").write.mode("overwrite").parquet(f"{FOLDER}/parquet")
    return spark.read.parquet(f"{FOLDER}/parquet")


def partitioned(spark):
    orders = spark.table("orders").withColumn("month", F.month("placed"))
    orders.write.partitionBy("month", "item").mode("overwrite").parquet(f"{FOLDER}/partitioned")
    back = spark.read.parquet(f"{FOLDER}/partitioned")
    return back.filter("month = 1").select("order_id", "item", "month")


def csv(spark):
    people = spark.table("people").select("id", "name", "age", "pay", "born")
    people.write.option("header", True).option("nullValue", "-").mode("overwrite").csv(f"{FOLDER}/csv")
    return (
        spark.read.schema("id BIGINT, name STRING, age INT, pay DECIMAL(10, 2), born DATE")
        .options(header=True, nullValue="-")
        .csv(f"{FOLDER}/csv")
    )


def csv_inferred(spark):
    orders = spark.table("orders").coalesce(1)
    orders.write.option("header", True).mode("overwrite").csv(f"{FOLDER}/inferred")
    return spark.read.option("header", True).option("inferSchema", True).csv(f"{FOLDER}/inferred")


def json(spark):
    spark.table("nested").write.mode("overwrite").json(f"{FOLDER}/json")
    schema = "id BIGINT, s STRUCT<a: INT, b: STRUCT<c: STRING>>, m MAP<STRING, BIGINT>"
    return spark.read.schema(schema).json(f"{FOLDER}/json")


def orc(spark):
    spark.table("orders").write.format("orc").mode("overwrite").save(f"{FOLDER}/orc")
    back = spark.read.format("orc").load(f"{FOLDER}/orc")
    return back.groupBy("item").agg(F.sum("amount").alias("n"))


def text(spark):
    spark.table("people").select("name").write.mode("overwrite").text(f"{FOLDER}/text")
    return spark.read.text(f"{FOLDER}/text")


def view(spark):
    spark.table("orders").filter("amount > 1").createOrReplaceTempView("many_orders")
    return spark.sql("SELECT item, amount FROM many_orders ORDER BY amount")

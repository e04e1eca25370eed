from pyspark.sql.types import StringType


def collect(spark):
    spark.range(3).collect()


def count(spark):
    spark.table("people").filter("age > 3").count()


def first(spark):
    spark.range(3).first()


def head(spark):
    spark.range(3).head(2)


def take(spark):
    spark.range(3).take(2)


def tail(spark):
    spark.range(3).tail(2)


def is_empty(spark):
    spark.range(3).isEmpty()


def show(spark):
    spark.table("people").show()


def show_some(spark):
    spark.table("people").show(2, truncate=False, vertical=True)


def show_cut(spark):
    spark.table("people").show(3, truncate=5)


def explain(spark):
    spark.range(3)._explain_string(mode="simple")
    spark.range(3)._explain_string(mode="extended")
    spark.range(3)._explain_string(mode="codegen")
    spark.range(3)._explain_string(mode="cost")
    spark.range(3)._explain_string(mode="formatted")


def row_by_row(spark):
    for row in spark.range(3).toLocalIterator():
        if row.id == 1:
            break


def arrow(spark):
    spark.range(3).toArrow()


def register_java(spark):
    spark.udf.registerJavaFunction("shout", "org.example.Shout", StringType())
    spark.udf.registerJavaFunction("guess", "org.example.Guess")
    spark.udf.registerJavaUDAF("middle", "org.example.Middle")

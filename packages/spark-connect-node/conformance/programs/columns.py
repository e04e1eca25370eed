from pyspark.sql import functions as F


def arithmetic(spark):
    return spark.range(1, 4).select(
        (F.col("id") + 1).alias("plus"),
        (F.col("id") - F.lit(2)).alias("minus"),
        (F.col("id") * 2.5).alias("times"),
        (F.col("id") / 2).alias("div"),
        (F.col("id") % 2).alias("mod"),
        (-F.col("id")).alias("neg"),
        (F.lit(10) - F.col("id")).alias("reversed"),
    )


def comparisons(spark):
    age = F.col("age")
    return spark.table("people").select(
        age == 34, age != 34, age < 50, age <= 34, age > 34, age >= 51, age.eqNullSafe(None)
    )


def logic(spark):
    return spark.table("people").filter(
        ~(
            ((F.col("age") > 30) & (F.col("town") == "Leeds") | F.col("pay").isNull())
            & ~(F.col("id") < 4)
        )
    )


def not_function(spark):
    return spark.table("people").where(~F.col("town").isNull())


def bits(spark):
    return spark.range(8).select(
        F.col("id").bitwiseAND(5),
        F.col("id").bitwiseOR(5),
        F.col("id").bitwiseXOR(F.col("id") + 1),
        F.bitwise_not("id"),
    )


def between(spark):
    return spark.table("orders").filter(F.col("price").between(10, F.col("amount") * 30))


def isin(spark):
    return spark.table("people").filter(
        F.col("town").isin("Leeds", "York") | F.col("age").isin(51, None)
    )


def isin_nothing(spark):
    return spark.table("people").select(F.col("id").isin())


def nulls(spark):
    return spark.table("people").select(
        F.col("age").isNull(), F.col("age").isNotNull(), F.col("pay").cast("double").isNaN()
    )


def patterns(spark):
    name = F.col("name")
    return spark.table("people").select(
        name.like("_n%"),
        name.ilike("a%"),
        name.rlike("^[AB]"),
        name.startswith("A"),
        name.endswith("e"),
        name.contains("o"),
    )


def substr(spark):
    return spark.table("people").select(
        F.col("name").substr(1, 2), F.col("name").substr(F.lit(2), F.length("name"))
    )


def when_chain(spark):
    return spark.table("people").select(
        "name",
        F.when(F.col("age") < 18, "child")
        .when(F.col("age") < 50, F.concat(F.lit("adult of "), F.col("town")))
        .otherwise(F.lit(None))
        .alias("kind"),
    )


def when_without_otherwise(spark):
    return spark.table("people").withColumn(
        "rich", F.when(F.col("pay") > 4000, True).when(F.col("pay").isNull(), None)
    )


def nested_when(spark):
    return spark.range(6).select(
        F.when(F.col("id") < 3, F.when(F.col("id") == 0, "zero").otherwise("few"))
        .otherwise("many")
        .alias("size")
    )


def orders(spark):
    return spark.table("people").orderBy(
        F.col("town").asc_nulls_last(),
        F.col("age").desc_nulls_first(),
        F.col("pay").desc(),
        F.asc("name"),
        F.desc("id"),
        "born",
    )


def more_orders(spark):
    return (
        spark.table("people")
        .sort(F.col("town").asc(), F.col("age").asc_nulls_first(), F.col("pay").desc_nulls_last())
        .sortWithinPartitions("id", F.length("name").desc())
    )


def aliases(spark):
    return spark.range(2).select(
        F.col("id").alias("a b"), F.col("id").alias("c.d"), F.col("id").alias("é`x")
    )


def alias_metadata(spark):
    return spark.range(2).select(
        F.col("id").alias("key", metadata={"comment": "the key", "width": 3, "tags": ["a"]})
    )


def quoted_names(spark):
    return (
        spark.range(2)
        .select(F.col("id").alias("a.b"), F.struct(F.col("id").alias("c")).alias("s"))
        .select("`a.b`", F.col("s.c"), (F.col("`a.b`") + F.col("s.c")).alias("sum"), "s.*")
    )


def stars(spark):
    people = spark.table("people").alias("p")
    return people.select("*", F.col("p.*"), F.lit(1).alias("one"))


def star_of_frame(spark):
    frame = spark.range(3)
    return frame.select(frame["*"], (frame["id"] + 1).alias("next"))


def regex_columns(spark):
    people = spark.table("people")
    return people.select(people.colRegex("`(na|to).*`"))


def with_columns(spark):
    return spark.range(3).withColumns(
        {"double": F.col("id") * 2, "id": F.col("id") + 100, "text": F.col("id").cast("string")}
    )


def with_column_again(spark):
    return (
        spark.range(3)
        .withColumn("a", F.lit(1))
        .withColumn("a", F.col("a") + F.col("id"))
        .withColumn("b", F.col("a"))
    )


def renames(spark):
    return (
        spark.table("people")
        .withColumnRenamed("name", "first_name")
        .withColumnsRenamed({"town": "city", "nothing": "else", "age": "years"})
        .select("first_name", "city", "years")
    )


def drops(spark):
    people = spark.table("people")
    return (
        people.drop("likes", "nothing", "born").drop(people["pay"]).drop(F.col("town"), F.col("age"))
    )


def rename_all(spark):
    return spark.table("people").select("id", "name").toDF("a", "b")


def select_expressions(spark):
    return spark.table("people").selectExpr(
        "id + 1 AS next", "upper(name)", "CASE WHEN age > 40 THEN 'old' END AS age_class"
    )


def filter_text(spark):
    return spark.table("people").filter("age > 30 AND name LIKE '%n%'").where("pay IS NOT NULL")


def expressions(spark):
    return spark.range(3).select(
        F.expr("id * 2").alias("twice"), F.expr("array(id, 1)[0]"), F.expr("named_struct('a', id).a")
    )


def call_by_name(spark):
    return spark.table("people").select(
        F.call_function("concat_ws", F.lit("-"), "name", "town").alias("c")
    )


def columns_of_one_frame(spark):
    people = spark.table("people")
    return people.filter(people["age"] > people["id"]).select(
        people["name"], F.size(people["likes"])
    )


def transform_chain(spark):
    return (
        spark.table("orders")
        .transform(lambda orders: orders.withColumn("total", F.col("price") * F.col("amount")))
        .transform(lambda orders: orders.filter(F.col("total") > 20))
        .select("order_id", "total")
    )

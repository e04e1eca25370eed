import datetime

from pyspark.sql import functions as F


def plain(spark):
    return spark.sql("SELECT 1 AS a, 'x' AS b")


def named(spark):
    return spark.sql("SELECT :name AS name, :age + 1 AS age", {"name": "O'Neill", "age": 41})


def positional(spark):
    return spark.sql("SELECT * FROM people WHERE age > ? AND town = ?", [30, "Leeds"])


def many_types(spark):
    return spark.sql(
        "SELECT :t, :f, :d, :i, :l, :n, :b",
        {
            "t": True,
            "f": 1.5,
            "d": datetime.date(2026, 1, 2),
            "i": datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=datetime.timezone.utc),
            "l": 9007199254740993,
            "n": None,
            "b": b"\x01\x02",
        },
    )


def expressions(spark):
    return spark.sql(
        "SELECT element_at(:m, 'a') AS v, :l AS l",
        {"m": F.create_map(F.lit("a"), F.lit(1)), "l": F.array(F.lit(1), F.lit(2))},
    )


def positional_expressions(spark):
    return spark.sql("SELECT ?, ?", [F.lit("a"), F.array(F.lit(1))])


def continued(spark):
    return (
        spark.sql("SELECT id, id % 2 AS k FROM range(10)")
        .filter(F.col("id") > 2)
        .groupBy("k")
        .agg(F.sum("id").alias("s"))
    )


def joined(spark):
    left = spark.sql("SELECT id, name FROM people")
    right = spark.sql("SELECT person_id, sum(amount) AS amount FROM orders GROUP BY person_id")
    return left.join(right, left["id"] == right["person_id"], "left").select(left["name"], "amount")


def view(spark):
    spark.range(4).withColumn("sq", F.col("id") * F.col("id")).createOrReplaceTempView("squares")
    return spark.sql(
        "SELECT max(sq) AS m FROM range(3) JOIN (SELECT id, id * id AS sq FROM range(4)) USING (id)"
    )


def common_table(spark):
    return spark.sql(
        "WITH t AS (SELECT explode(likes) AS l FROM people) SELECT l, count(*) AS n FROM t GROUP BY l"
    )


def identifier_clause(spark):
    return spark.sql("SELECT count(*) AS n FROM IDENTIFIER(:t)", {"t": "people"})


def setting(spark):
    spark.sql("SET spark.sql.ansi.enabled = true")


def pipes(spark):
    return spark.sql("FROM people |> WHERE age > 30 |> SELECT name, age")

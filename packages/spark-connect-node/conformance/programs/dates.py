import datetime

from pyspark.sql import functions as F


def parts(spark):
    return spark.table("orders").select(
        F.year("placed"),
        F.quarter("placed"),
        F.month("placed"),
        F.day("placed"),
        F.dayofmonth("placed"),
        F.dayofweek("placed"),
        F.dayofyear("placed"),
        F.weekofyear("placed"),
        F.weekday("placed"),
        F.hour("placed"),
        F.minute("placed"),
        F.second("placed"),
        F.dayname("placed"),
        F.monthname("placed"),
        F.extract(F.lit("YEAR"), "placed"),
        F.date_part(F.lit("MONTH"), "placed"),
    )


def arithmetic(spark):
    return spark.table("people").select(
        F.date_add("born", 10),
        F.date_sub("born", F.col("age")),
        F.add_months("born", 3),
        F.date_diff(F.lit(datetime.date(2026, 1, 1)), "born"),
        F.datediff("born", "born"),
        F.months_between(F.lit(datetime.date(2026, 1, 15)), "born"),
        F.months_between(F.lit(datetime.date(2026, 1, 15)), "born", False),
        F.last_day("born"),
        F.next_day("born", "Mon"),
        F.trunc("born", "month"),
    )


def truncated(spark):
    return spark.table("orders").select(
        F.date_trunc("hour", "placed"), F.date_trunc("quarter", "placed"), F.to_date("placed")
    )


def parsed(spark):
    return spark.range(1).select(
        F.to_date(F.lit("2026-02-03")),
        F.to_date(F.lit("03/02/2026"), "dd/MM/yyyy"),
        F.to_timestamp(F.lit("2026-02-03 04:05:06")),
        F.to_timestamp(F.lit("03.02.2026 04"), "dd.MM.yyyy HH"),
        F.to_timestamp_ntz(F.lit("2026-02-03 04:05:06")),
        F.to_timestamp_ltz(F.lit("2026-02-03 04:05:06"), F.lit("yyyy-MM-dd HH:mm:ss")),
        F.try_to_timestamp(F.lit("rubbish")),
    )


def formatted(spark):
    return spark.table("orders").select(
        F.date_format("placed", "EEE d MMM yyyy HH:mm:ss.SSS"),
        F.col("placed").cast("string"),
        F.col("placed").cast("date"),
    )


def unix_times(spark):
    return spark.range(3).select(
        F.from_unixtime(F.col("id") * 86400),
        F.from_unixtime("id", "yyyy"),
        F.unix_timestamp(F.lit("2026-01-01 00:00:00")),
        F.unix_timestamp(F.lit("2026"), "yyyy"),
        F.to_unix_timestamp(F.lit("2026-01-01 00:00:00")),
        F.timestamp_seconds("id"),
        F.timestamp_millis("id"),
        F.timestamp_micros("id"),
        F.unix_date(F.lit(datetime.date(2026, 1, 1))),
        F.date_from_unix_date("id"),
        F.unix_seconds(F.timestamp_seconds("id")),
        F.unix_millis(F.timestamp_seconds("id")),
        F.unix_micros(F.timestamp_seconds("id")),
    )


def zones(spark):
    return spark.table("orders").select(
        F.from_utc_timestamp("placed", "Asia/Kolkata"),
        F.to_utc_timestamp("placed", "America/New_York"),
    )


def made(spark):
    return spark.range(1).select(
        F.make_date(F.lit(2026), F.lit(2), F.lit(28)),
        F.make_timestamp(F.lit(2026), F.lit(1), F.lit(2), F.lit(3), F.lit(4), F.lit(5.678)),
        F.make_dt_interval(F.lit(1), F.lit(2), F.lit(3), F.lit(4.5)),
    )


def differences(spark):
    return spark.table("orders").select(
        F.col("placed") - F.col("placed"),
        F.col("placed").cast("date") - F.lit(datetime.date(2026, 1, 1)),
        F.timestamp_diff("HOUR", F.lit("2026-01-01").cast("timestamp"), "placed"),
        F.timestamp_add("DAY", F.lit(2), "placed"),
    )


def time_windows(spark):
    return (
        spark.table("orders")
        .groupBy(F.window("placed", "7 days").alias("week"))
        .agg(F.sum("amount").alias("amount"))
        .select("week.start", "week.end", "amount")
    )


def sliding_time_windows(spark):
    return (
        spark.table("orders").groupBy(F.window("placed", "2 days", "1 day", "6 hours"), "item").count()
    )


def session_windows(spark):
    return (
        spark.table("orders")
        .groupBy("person_id", F.session_window("placed", "3 days"))
        .agg(F.count("*").alias("n"))
    )


def current(spark):
    return spark.range(1).select(
        F.current_date().isNotNull(),
        F.current_timestamp() > F.lit(datetime.date(2020, 1, 1)),
        F.now().isNotNull(),
        F.localtimestamp().isNotNull(),
    )


def calendar(spark):
    days = F.sequence(
        F.lit(datetime.date(2026, 1, 30)), F.lit(datetime.date(2026, 2, 3)), F.expr("INTERVAL 1 DAY")
    )
    return (
        spark.range(1)
        .select(F.explode(days).alias("day"))
        .withColumn("weekend", F.dayofweek("day").isin(1, 7))
        .groupBy(F.date_format("day", "yyyy-MM").alias("month"))
        .agg(F.count(F.when(F.col("weekend"), 1)).alias("weekend_days"))
    )

import { functions as F, LocalDate } from "../../src/index.ts";
import type { Topic } from "../program.ts";

export const dates: Topic["programs"] = {
  parts: (spark) =>
    spark
      .table("orders")
      .select(
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
        F.datePart(F.lit("MONTH"), "placed"),
      ),
  arithmetic: (spark) =>
    spark
      .table("people")
      .select(
        F.dateAdd("born", 10),
        F.dateSub("born", F.col("age")),
        F.addMonths("born", 3),
        F.dateDiff(F.lit(LocalDate.parse("2026-01-01")), "born"),
        F.datediff("born", "born"),
        F.monthsBetween(F.lit(LocalDate.parse("2026-01-15")), "born"),
        F.monthsBetween(F.lit(LocalDate.parse("2026-01-15")), "born", false),
        F.lastDay("born"),
        F.nextDay("born", "Mon"),
        F.trunc("born", "month"),
      ),
  truncated: (spark) =>
    spark
      .table("orders")
      .select(F.dateTrunc("hour", "placed"), F.dateTrunc("quarter", "placed"), F.toDate("placed")),
  parsed: (spark) =>
    spark
      .range(1)
      .select(
        F.toDate(F.lit("2026-02-03")),
        F.toDate(F.lit("03/02/2026"), "dd/MM/yyyy"),
        F.toTimestamp(F.lit("2026-02-03 04:05:06")),
        F.toTimestamp(F.lit("03.02.2026 04"), "dd.MM.yyyy HH"),
        F.toTimestampNtz(F.lit("2026-02-03 04:05:06")),
        F.toTimestampLtz(F.lit("2026-02-03 04:05:06"), F.lit("yyyy-MM-dd HH:mm:ss")),
        F.tryToTimestamp(F.lit("rubbish")),
      ),
  formatted: (spark) =>
    spark
      .table("orders")
      .select(
        F.dateFormat("placed", "EEE d MMM yyyy HH:mm:ss.SSS"),
        F.col("placed").cast("string"),
        F.col("placed").cast("date"),
      ),
  unixTimes: (spark) =>
    spark
      .range(3)
      .select(
        F.fromUnixtime(F.col("id").times(86400)),
        F.fromUnixtime("id", "yyyy"),
        F.unixTimestamp(F.lit("2026-01-01 00:00:00")),
        F.unixTimestamp(F.lit("2026"), "yyyy"),
        F.toUnixTimestamp(F.lit("2026-01-01 00:00:00")),
        F.timestampSeconds("id"),
        F.timestampMillis("id"),
        F.timestampMicros("id"),
        F.unixDate(F.lit(LocalDate.parse("2026-01-01"))),
        F.dateFromUnixDate("id"),
        F.unixSeconds(F.timestampSeconds("id")),
        F.unixMillis(F.timestampSeconds("id")),
        F.unixMicros(F.timestampSeconds("id")),
      ),
  zones: (spark) =>
    spark
      .table("orders")
      .select(F.fromUtcTimestamp("placed", "Asia/Kolkata"), F.toUtcTimestamp("placed", "America/New_York")),
  made: (spark) =>
    spark
      .range(1)
      .select(
        F.makeDate(F.lit(2026), F.lit(2), F.lit(28)),
        F.makeTimestamp(F.lit(2026), F.lit(1), F.lit(2), F.lit(3), F.lit(4), F.lit(5.678)),
        F.makeDtInterval(F.lit(1), F.lit(2), F.lit(3), F.lit(4.5)),
      ),
  differences: (spark) =>
    spark.table("orders").select(
      F.col("placed").minus(F.col("placed")),
      F.col("placed")
        .cast("date")
        .minus(F.lit(LocalDate.parse("2026-01-01"))),
      F.timestampDiff("HOUR", F.lit("2026-01-01").cast("timestamp"), "placed"),
      F.timestampAdd("DAY", F.lit(2), "placed"),
    ),
  timeWindows: (spark) =>
    spark
      .table("orders")
      .groupBy(F.window("placed", "7 days").as("week"))
      .agg(F.sum("amount").as("amount"))
      .select("week.start", "week.end", "amount"),
  slidingTimeWindows: (spark) =>
    spark
      .table("orders")
      .groupBy(F.window("placed", "2 days", "1 day", "6 hours"), "item")
      .count(),
  sessionWindows: (spark) =>
    spark.table("orders").groupBy("person_id", F.sessionWindow("placed", "3 days")).agg(F.count("*").as("n")),
  current: (spark) =>
    spark
      .range(1)
      .select(
        F.currentDate().isNotNull(),
        F.currentTimestamp().gt(F.lit(LocalDate.parse("2020-01-01"))),
        F.now().isNotNull(),
        F.localtimestamp().isNotNull(),
      ),
  calendar: (spark) =>
    spark
      .range(1)
      .select(
        F.explode(
          F.sequence(
            F.lit(LocalDate.parse("2026-01-30")),
            F.lit(LocalDate.parse("2026-02-03")),
            F.expr("INTERVAL 1 DAY"),
          ),
        ).as("day"),
      )
      .withColumn("weekend", F.dayofweek("day").isin(1, 7))
      .groupBy(F.dateFormat("day", "yyyy-MM").as("month"))
      .agg(F.count(F.when(F.col("weekend"), 1)).as("weekend_days")),
};

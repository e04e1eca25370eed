import { DayTimeInterval, functions as F, LocalDate, LocalTime, Timestamp } from "../../src/index.ts";
import type { Topic } from "../program.ts";

export const literals: Topic["programs"] = {
  whole: (spark) =>
    spark
      .range(1)
      .select(
        F.lit(0),
        F.lit(-1),
        F.lit(2147483647),
        F.lit(2147483648),
        F.lit(-2147483649),
        F.lit(9223372036854775807n),
      ),
  fractions: (spark) =>
    spark
      .range(1)
      .select(F.lit(0.5), F.lit(-1.25e-9), F.lit(1e300), F.lit(Number.NaN), F.lit(Number.POSITIVE_INFINITY)),
  texts: (spark) =>
    spark.range(1).select(F.lit(""), F.lit("it's"), F.lit("多字节 🎉"), F.lit("back\\slash\n")),
  booleansAndNull: (spark) => spark.range(1).select(F.lit(true), F.lit(false), F.lit(null)),
  bytes: (spark) => spark.range(1).select(F.lit(new Uint8Array([0, 255, 7])), F.lit(new Uint8Array())),
  dates: (spark) =>
    spark
      .range(1)
      .select(
        F.lit(LocalDate.parse("2026-11-22")),
        F.lit(LocalDate.parse("1969-12-31")),
        F.lit(LocalDate.parse("0001-01-01")),
      ),
  instants: (spark) =>
    spark
      .range(1)
      .select(
        F.lit(Timestamp.parse("2026-11-22T10:30:00.123456Z")),
        F.lit(Timestamp.parse("1969-12-31T23:59:59.999999Z")),
        F.lit(Timestamp.parse("2026-11-22T10:30:00+05:30")),
        F.lit(new Date(0)),
      ),
  times: (spark) =>
    spark.range(1).select(F.lit(LocalTime.parse("10:30:15.123456")), F.lit(LocalTime.parse("00:00:00"))),
  dayTimeIntervals: (spark) =>
    spark
      .range(1)
      .select(
        F.lit(DayTimeInterval.parse("P1DT2H3M4.000005S")),
        F.lit(DayTimeInterval.parse("-PT1S")),
        F.lit(DayTimeInterval.parse("PT0S")),
      ),
  lists: (spark) => spark.range(1).select(F.lit([1, 2, 3]), F.lit(["a", "b"]), F.lit([[1], [2, 3]])),
  inExpressions: (spark) =>
    spark
      .table("people")
      .filter(F.col("born").ge(LocalDate.parse("1980-01-01")).and(F.col("pay").gt(4500.5)))
      .select(F.col("born").plus(DayTimeInterval.parse("P1D")), F.col("id").plus(9007199254740993n)),
  castsByName: (spark) =>
    spark.range(3).select(
      ...[
        "tinyint",
        "smallint",
        "int",
        "bigint",
        "float",
        "double",
        "decimal(20,3)",
        "string",
        "boolean",
        "binary",
      ].map((type) =>
        F.col("id")
          .cast("string")
          .cast("int")
          .cast(type === "binary" ? "string" : "int")
          .cast(type),
      ),
    ),
  castsToDates: (spark) =>
    spark
      .range(1)
      .select(
        F.lit("2026-01-02").cast("date"),
        F.lit("2026-01-02 03:04:05.678901").cast("timestamp"),
        F.lit("2026-01-02 03:04:05").cast("timestamp_ntz"),
        F.lit("10:11:12").cast("time(3)"),
        F.lit("1 02:03:04").cast("interval day to second"),
        F.lit(0).cast("timestamp"),
      ),
  tryCasts: (spark) =>
    spark
      .table("texts")
      .select(F.col("words").tryCast("int"), F.col("csv").tryCast("date"), F.col("id").tryCast("string")),
  nestedCasts: (spark) =>
    spark
      .table("nested")
      .select(
        F.col("l").cast("array<struct<x: string, y: string>>"),
        F.col("m").cast("map<string, double>"),
        F.col("s").cast("struct<a: bigint, b: struct<c: string, d: array<string>>>"),
      ),
  sqlConstants: (spark) =>
    spark
      .range(1)
      .select(
        F.expr("1Y"),
        F.expr("2S"),
        F.expr("3L"),
        F.expr("4.5F"),
        F.expr("6.78BD"),
        F.expr("X'1F'"),
        F.expr("INTERVAL '3' YEAR * 0").isNotNull(),
      ),
};

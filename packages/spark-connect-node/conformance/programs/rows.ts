import {
  DayTimeInterval,
  functions as F,
  LocalDate,
  LocalTime,
  LocalTimestamp,
  StructType,
  Timestamp,
  types,
} from "../../src/index.ts";
import type { Topic } from "../program.ts";

// Rows given by the program: createDataFrame.
export const rows: Topic["programs"] = {
  tuples: (spark) =>
    spark.createDataFrame(
      [
        [1n, "a"],
        [2n, null],
      ],
      "id BIGINT, name STRING",
    ),
  objects: (spark) => spark.createDataFrame([{ name: "a", id: 1n }, { id: 2n }], "id BIGINT, name STRING"),
  none: (spark) => spark.createDataFrame([], "id BIGINT, name STRING"),
  emptyFrame: (spark) => spark.emptyDataFrame("a INT, b ARRAY<STRING>"),
  wholeNumbers: (spark) =>
    spark.createDataFrame(
      [
        [-128, -32768, -2147483648, -9223372036854775808n],
        [127, 32767, 2147483647, 9223372036854775807n],
        [null, null, null, null],
      ],
      "a TINYINT, b SMALLINT, c INT, d BIGINT",
    ),
  fractions: (spark) =>
    spark.createDataFrame(
      [
        [0.5, 1e300],
        [-1.25, Number.NEGATIVE_INFINITY],
        [null, null],
      ],
      "f FLOAT, d DOUBLE",
    ),
  decimals: (spark) =>
    spark.createDataFrame(
      [
        ["1.10", "-99999999999999999999.999999999999999999"],
        [null, "0"],
      ],
      "a DECIMAL(10,2), b DECIMAL(38,18)",
    ),
  booleans: (spark) => spark.createDataFrame([[true], [false], [null]], "b BOOLEAN"),
  texts: (spark) => spark.createDataFrame([[""], ["Grüße 🎉"], [null]], "s STRING"),
  bytes: (spark) =>
    spark.createDataFrame([[new Uint8Array([0, 1, 255])], [new Uint8Array()], [null]], "b BINARY"),
  dates: (spark) =>
    spark.createDataFrame(
      [[LocalDate.parse("2026-11-22")], [LocalDate.parse("1900-01-01")], [null]],
      "d DATE",
    ),
  timestamps: (spark) =>
    spark.createDataFrame(
      [
        [Timestamp.parse("2026-11-22T10:00:00.000001Z"), LocalTimestamp.parse("2026-11-22T10:00:00.000001")],
        [Timestamp.parse("1969-12-31T23:59:59.999999Z"), LocalTimestamp.parse("1950-01-01T00:00:00")],
        [null, null],
      ],
      "t TIMESTAMP, n TIMESTAMP_NTZ",
    ),
  times: (spark) => spark.createDataFrame([[LocalTime.parse("10:11:12.123456")], [null]], "t TIME(6)"),
  intervals: (spark) =>
    spark.createDataFrame(
      [[DayTimeInterval.parse("P1DT2H")], [DayTimeInterval.parse("-PT0.000001S")], [null]],
      "i INTERVAL DAY TO SECOND",
    ),
  arrays: (spark) =>
    spark.createDataFrame(
      [
        [
          [1, 2, null],
          [["a"], []],
        ],
        [[], null],
        [null, [[]]],
      ],
      "a ARRAY<INT>, b ARRAY<ARRAY<STRING>>",
    ),
  maps: (spark) =>
    spark.createDataFrame(
      [
        [
          new Map([
            ["a", 1],
            ["b", null],
          ]),
        ],
        [new Map()],
        [null],
      ],
      "m MAP<STRING, INT>",
    ),
  structs: (spark) =>
    spark.createDataFrame(
      [[{ a: 1, b: { c: "x" } }], [{ a: null, b: null }], [null]],
      "s STRUCT<a: INT, b: STRUCT<c: STRING>>",
    ),
  nestedDeeply: (spark) =>
    spark.createDataFrame(
      [[[{ k: new Map([["x", [1.5]]]) }]]],
      "v ARRAY<STRUCT<k: MAP<STRING, ARRAY<DOUBLE>>>>",
    ),
  byType: (spark) =>
    spark.createDataFrame(
      [[1, "x"]],
      new StructType([
        { name: "id", type: types.integer, nullable: false, metadata: { comment: "the key" } },
        { name: "label", type: types.string },
      ]),
    ),
  used: (spark) => {
    const rates = spark.createDataFrame(
      [
        ["book", 0.1],
        ["lamp", 0.2],
      ],
      "item STRING, rate DOUBLE",
    );
    return spark
      .table("orders")
      .join(rates.hint("broadcast"), "item", "left")
      .select(
        "order_id",
        F.col("price")
          .times(F.coalesce("rate", F.lit(0)))
          .as("tax"),
      );
  },
  unionOfRows: (spark) =>
    spark
      .createDataFrame([[1]], "a INT")
      .union(spark.createDataFrame([[2]], "a INT"))
      .agg(F.sum("a")),

  inferred: (spark) =>
    spark.createDataFrame([
      { a: 1n, b: "x", c: 1.5, d: true, e: LocalDate.parse("2026-01-02"), f: [1n], g: null },
      { a: null, b: "y", c: null, d: false, e: null, f: [], g: "now" },
    ]),
  namesOnly: (spark) =>
    spark.createDataFrame(
      [
        [1n, "a"],
        [2n, "b"],
      ],
      ["id", "name"],
    ),
  plainValues: (spark) => spark.createDataFrame([1n, 2n, null], "bigint"),
};

import { describe, expect, it } from "@jest/globals";
import {
  DayTimeInterval,
  LocalDate,
  LocalTime,
  LocalTimestamp,
  Timestamp,
  YearMonthInterval,
} from "../../src/values/index.ts";

interface Ordered {
  [Symbol.toPrimitive](hint: string): unknown;
  toString(): string;
}

/** Each less than the next, though its text may be greater. */
const ordered: readonly (readonly [string, readonly Ordered[]])[] = [
  [
    "Timestamp",
    [
      "-0001-01-01T00:00:00Z",
      "1969-12-31T23:59:59.999999Z",
      "2026-11-22T10:30:00Z",
      "2026-11-22T10:30:00.000001Z",
      "2026-11-22T10:30:00.5Z",
      "9999-12-31T23:59:59.999998Z",
      "9999-12-31T23:59:59.999999Z",
      "+10000-01-01T00:00:00Z",
    ].map((text) => Timestamp.parse(text)),
  ],
  ["LocalTimestamp", ["2026-11-22T10:30:00", "2026-11-22T10:30:00.5"].map((t) => LocalTimestamp.parse(t))],
  ["LocalDate", ["-0044-03-15", "0001-01-01", "2026-11-22", "+10000-01-01"].map((t) => LocalDate.parse(t))],
  ["LocalTime", ["00:00", "10:30:00", "10:30:00.5"].map((t) => LocalTime.parse(t))],
  ["DayTimeInterval", ["-P2D", "-P1D", "PT0S", "PT2H", "PT10H"].map((t) => DayTimeInterval.parse(t))],
  ["YearMonthInterval", ["-P1Y", "P0M", "P2M", "P10M", "P1Y"].map((t) => YearMonthInterval.parse(t))],
];

describe("values in the order of time", () => {
  it.each(ordered)("%s", (_, values) => {
    for (const [at, value] of values.entries()) {
      const next = values[at + 1];
      if (next === undefined) continue;
      expect([value < next, value > next, value <= next, next >= value]).toEqual([true, false, true, true]);
    }
  });

  it.each(ordered)("are text in templates and sums: %s", (_, values) => {
    for (const value of values) {
      const text = value.toString();
      expect([value[Symbol.toPrimitive]("string"), value[Symbol.toPrimitive]("default")]).toEqual([
        text,
        text,
      ]);
    }
  });
});

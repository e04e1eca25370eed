import { describe, expect, it } from "@jest/globals";
import { inspect } from "node:util";
import {
  CalendarInterval,
  DayTimeInterval,
  LocalDate,
  LocalTime,
  LocalTimestamp,
  SpatialValue,
  Timestamp,
  Variant,
  YearMonthInterval,
} from "../../src/values/index.ts";

describe("console.log", () => {
  it.each<[object, string]>([
    [LocalDate.parse("2026-11-22"), "LocalDate 2026-11-22"],
    [LocalTime.parse("10:30"), "LocalTime 10:30:00"],
    [LocalTimestamp.parse("2026-11-22T10:30:00.5"), "LocalTimestamp 2026-11-22T10:30:00.5"],
    [Timestamp.parse("2026-11-22T10:30:00+01:00"), "Timestamp 2026-11-22T09:30:00Z"],
    [DayTimeInterval.parse("P1DT2H"), "DayTimeInterval P1DT2H"],
    [YearMonthInterval.parse("P1Y2M"), "YearMonthInterval P1Y2M"],
    [CalendarInterval.parse("P1M2D"), "CalendarInterval P1M2D"],
    [new Variant(Uint8Array.of(1), Uint8Array.of(2)), "Variant AQ==.Ag=="],
    [new SpatialValue(4326, Uint8Array.of(255)), "SpatialValue SRID=4326;FF"],
  ])("shows %s as its text", (value, text) => {
    expect(inspect(value)).toBe(text);
    expect(inspect([{ value }])).toBe(`[ { value: ${text} } ]`);
    expect(Object.keys(Object.getPrototypeOf(value) as object)).toEqual([]);
  });
});

import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import { LocalDate, LocalTime, LocalTimestamp, Timestamp } from "../../src/values/index.ts";

const INT64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const INT32 = fc.integer();

describe("LocalDate", () => {
  it.each([
    [0, "1970-01-01"],
    [-1, "1969-12-31"],
    [20779, "2026-11-22"],
    [11016, "2000-02-29"],
    [-141418, "1582-10-24"],
    [-141432, "1582-10-10"],
    [-719162, "0001-01-01"],
    [-719163, "0000-12-31"],
    [-719529, "-0001-12-31"],
    [2932896, "9999-12-31"],
    [2932897, "+10000-01-01"],
    [-2147483648, "-5877641-06-23"],
    [2147483647, "+5881580-07-11"],
  ])("shows day %d as %s", (epochDay, text) => {
    expect(String(new LocalDate(epochDay))).toBe(text);
    expect(LocalDate.parse(text)).toEqual(new LocalDate(epochDay));
    expect(JSON.stringify({ d: new LocalDate(epochDay) })).toBe(`{"d":"${text}"}`);
  });

  it("agrees with Date wherever Date reaches, and reads back all that it writes", () => {
    fc.assert(
      fc.property(fc.integer({ min: -100_000_000, max: 100_000_000 }), (day) => {
        const date = new Date(day * 86_400_000);
        const civil = { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
        expect(new LocalDate(day).toCivil()).toEqual(civil);
      }),
    );
    fc.assert(
      fc.property(INT32, (day) => expect(LocalDate.parse(new LocalDate(day).toString()).epochDay).toBe(day)),
    );
  });

  it.each(["2021-02-30", "2021-13-01", "2021-1-1", "2021-01-01T00:00", "", "20210101", "2100-02-29"])(
    "refuses %j",
    (text) => {
      expect(() => LocalDate.parse(text)).toThrow(expect.objectContaining({ code: "INVALID_ARGUMENT" }));
    },
  );

  it("refuses days that do not exist and numbers that are no days", () => {
    expect(LocalDate.of(2024, 2, 29).toString()).toBe("2024-02-29");
    expect(() => LocalDate.of(2023, 2, 29)).toThrow("year 2023, month 2, day 29");
    expect(() => new LocalDate(1.5)).toThrow("32 bits");
  });
});

describe("Timestamp", () => {
  it.each([
    [0n, "1970-01-01T00:00:00Z"],
    [-1n, "1969-12-31T23:59:59.999999Z"],
    [1_795_343_400_123_456n, "2026-11-22T10:30:00.123456Z"],
    [1_500_000n, "1970-01-01T00:00:01.5Z"],
    [-12_219_292_800_000_000n, "1582-10-15T00:00:00Z"],
    [-62_135_596_800_000_000n, "0001-01-01T00:00:00Z"],
    [-62_135_596_800_000_001n, "0000-12-31T23:59:59.999999Z"],
    [253_402_300_799_999_999n, "9999-12-31T23:59:59.999999Z"],
    [253_402_300_800_000_000n, "+10000-01-01T00:00:00Z"],
    [-9_223_372_036_854_775_808n, "-290308-12-21T19:59:05.224192Z"],
    [9_223_372_036_854_775_807n, "+294247-01-10T04:00:54.775807Z"],
  ])("shows %d µs as %s", (micros, text) => {
    expect(new Timestamp(micros).toISOString()).toBe(text);
    expect(Timestamp.parse(text)).toEqual(new Timestamp(micros));
    expect(JSON.stringify([new Timestamp(micros)])).toBe(`["${text}"]`);
  });

  it("reads back all that it writes", () => {
    fc.assert(
      fc.property(INT64, (micros) =>
        expect(Timestamp.parse(new Timestamp(micros).toString()).epochMicros).toBe(micros),
      ),
    );
  });

  it.each([
    ["2026-11-22T10:30:00+01:00", "2026-11-22T09:30:00Z"],
    ["2026-11-22 10:30-0530", "2026-11-22T16:00:00Z"],
    ["2026-11-22T00:00:00,000001+00", "2026-11-22T00:00:00.000001Z"],
    ["1883-11-18T00:00:00-04:56:02", "1883-11-18T04:56:02Z"],
  ])("reads %s", (text, utc) => {
    expect(Timestamp.parse(text).toISOString()).toBe(utc);
  });

  it.each([
    "2026-11-22T10:30:00",
    "2026-11-22",
    "2026-11-22Z",
    "2026-11-22T24:00:00Z",
    "2026-11-22T10:30:00.1234567Z",
    "x",
  ])("refuses %j", (text) => expect(() => Timestamp.parse(text)).toThrow("Not a timestamp with an offset"));

  it("goes to Date and back, cut towards the past", () => {
    expect(new Timestamp(-1n).toDate()).toEqual(new Date(-1));
    expect(new Timestamp(1999n).toDate()).toEqual(new Date(1));
    expect(Timestamp.fromDate(new Date(-1)).epochMicros).toBe(-1000n);
    expect(() => Timestamp.fromDate(new Date(Number.NaN))).toThrow("invalid");
  });
});

describe("LocalTimestamp", () => {
  it.each([
    [0n, "1970-01-01T00:00:00"],
    [-1n, "1969-12-31T23:59:59.999999"],
    [-12_219_724_800_000_000n, "1582-10-10T00:00:00"],
  ])("shows %d µs as %s", (micros, text) => {
    expect(new LocalTimestamp(micros).toString()).toBe(text);
    expect(LocalTimestamp.parse(text)).toEqual(new LocalTimestamp(micros));
  });

  it("is no instant", () => {
    expect(() => LocalTimestamp.parse("2026-11-22T10:30:00Z")).toThrow("without a zone");
    expect(LocalTimestamp.parse("2026-11-22").toString()).toBe("2026-11-22T00:00:00");
  });
});

describe("LocalTime", () => {
  it.each([
    [0n, "00:00:00"],
    [86_399_999_999_999n, "23:59:59.999999999"],
    [43_994_123_456_000n, "12:13:14.123456"],
  ])("shows %d ns as %s", (nanos, text) => {
    expect(new LocalTime(nanos).toString()).toBe(text);
    expect(LocalTime.parse(text)).toEqual(new LocalTime(nanos));
  });

  it("refuses what no clock shows", () => {
    expect(() => new LocalTime(86_400_000_000_000n)).toThrow("time of day");
    expect(() => LocalTime.parse("24:00")).toThrow("Not a time of day");
  });
});

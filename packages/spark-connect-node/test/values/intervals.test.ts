import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import { CalendarInterval, DayTimeInterval, YearMonthInterval } from "../../src/values/index.ts";

const INT64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });

describe("DayTimeInterval", () => {
  it.each([
    [0n, "PT0S"],
    [93_784_500_000n, "P1DT2H3M4.5S"],
    [-300_000_000n, "-PT5M"],
    [-1n, "-PT0.000001S"],
    [86_400_000_000n, "P1D"],
    [-9_223_372_036_854_775_808n, "-P106751991DT4H54.775808S"],
  ])("shows %d µs as %s", (micros, text) => {
    expect(new DayTimeInterval(micros).toString()).toBe(text);
    expect(DayTimeInterval.parse(text)).toEqual(new DayTimeInterval(micros));
  });

  it("reads what Java writes, and back what it writes", () => {
    expect(DayTimeInterval.parse("PT-26H-3M4S").micros).toBe(-93_776_000_000n);
    fc.assert(
      fc.property(INT64, (micros) =>
        expect(DayTimeInterval.parse(new DayTimeInterval(micros).toString()).micros).toBe(micros),
      ),
    );
  });

  it.each(["P", "PT", "P1M", "1D", "P1H", "PT1.0000001S", "P1DT"])("refuses %j", (text) => {
    expect(() => DayTimeInterval.parse(text)).toThrow("interval");
  });
});

describe("YearMonthInterval", () => {
  it.each([
    [0, "P0M"],
    [13, "P1Y1M"],
    [-3, "-P3M"],
    [24, "P2Y"],
    [-2147483648, "-P178956970Y8M"],
  ])("shows %d months as %s", (months, text) => {
    expect(new YearMonthInterval(months).toString()).toBe(text);
    expect(YearMonthInterval.parse(text)).toEqual(new YearMonthInterval(months));
  });

  it("refuses days and fractions", () => {
    expect(() => YearMonthInterval.parse("P1D")).toThrow("only years and months");
    expect(() => new YearMonthInterval(0.5)).toThrow("32 bits");
  });
});

describe("CalendarInterval", () => {
  it.each([
    [14, 25, 18_367_500_000n, "P1Y2M25DT5H6M7.5S"],
    [-12, 0, 0n, "P-1Y"],
    [1, -1, -1n, "P1M-1DT-0.000001S"],
    [0, 0, 0n, "PT0S"],
  ])("shows %d months, %d days and %d µs as %s", (months, days, micros, text) => {
    const interval = new CalendarInterval(months, days, micros);
    expect(interval.toString()).toBe(text);
    expect(CalendarInterval.parse(text)).toEqual(interval);
    expect(JSON.stringify(interval)).toBe(`"${text}"`);
  });
});

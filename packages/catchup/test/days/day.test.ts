import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import {
  addDays,
  daysFromTo,
  InvalidDayError,
  isDay,
  nextDay,
  parseDay,
  previousDay,
  todayIn,
} from "../../src/index.ts";

const anyDay = fc
  .date({ min: new Date("1000-01-01T00:00:00Z"), max: new Date("9000-12-31T00:00:00Z"), noInvalidDate: true })
  .map((at) => parseDay(at.toISOString().slice(0, 10)));

describe("parseDay", () => {
  it.each(["2021-04-12", "2024-02-29", "2000-02-29", "1999-12-31", "0001-01-01"])("reads %s", (text) => {
    expect(parseDay(text)).toBe(text);
  });

  it.each([
    ["2021-02-30", "there is no such day"],
    ["2023-02-29", "there is no such day"],
    ["1900-02-29", "there is no such day"],
    ["2021-13-01", "there is no such day"],
    ["2021-00-10", "there is no such day"],
    ["2021-4-12", "it is not written YYYY-MM-DD"],
    ["12-04-2021", "it is not written YYYY-MM-DD"],
    ["2021-04-12T00:00:00Z", "it is not written YYYY-MM-DD"],
    [" 2021-04-12", "it is not written YYYY-MM-DD"],
    ["2021-04-12\n", "it is not written YYYY-MM-DD"],
    ["٢٠٢١-٠٤-١٢", "it is not written YYYY-MM-DD"],
    ["", "it is not written YYYY-MM-DD"],
  ])("refuses %j: %s", (text, reason) => {
    expect(() => parseDay(text)).toThrow(InvalidDayError);
    expect(() => parseDay(text)).toThrow(`"${text}" is not a calendar day: ${reason}`);
  });
});

describe("day arithmetic", () => {
  it.each([
    ["2024-02-28", 1, "2024-02-29"],
    ["2024-03-01", -1, "2024-02-29"],
    ["2023-12-31", 1, "2024-01-01"],
    // Clocks change on these days in London and in New York.
    ["2021-03-28", 1, "2021-03-29"],
    ["2021-10-31", 1, "2021-11-01"],
    ["2021-03-14", 1, "2021-03-15"],
    ["2021-04-12", 0, "2021-04-12"],
    ["2021-04-12", 365, "2022-04-12"],
  ])("%s %+d days is %s", (day, count, expected) => {
    expect(addDays(parseDay(day), count)).toBe(expected);
  });

  it("goes one day on and one day back to where it was", () => {
    fc.assert(
      fc.property(anyDay, (day) => {
        expect(previousDay(nextDay(day))).toBe(day);
        expect(nextDay(day) > day).toBe(true);
      }),
    );
  });

  it("lists a range with both its ends, each day once, in order", () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 0, max: 800 }), (start, count) => {
        const days = daysFromTo(start, addDays(start, count));
        expect(days).toHaveLength(count + 1);
        expect(days.at(0)).toBe(start);
        expect(days.every((day, i) => isDay(day) && day === addDays(start, i))).toBe(true);
      }),
    );
  });

  it("lists nothing when the start is after the end", () => {
    expect(daysFromTo(parseDay("2021-04-13"), parseDay("2021-04-12"))).toEqual([]);
  });

  it("refuses to leave the years that a day can be written in", () => {
    expect(() => addDays(parseDay("9999-12-31"), 1)).toThrow(InvalidDayError);
  });
});

describe("todayIn", () => {
  it.each([
    ["UTC", "2021-07-01T23:30:00Z", "2021-07-01"],
    ["Europe/London", "2021-07-01T23:30:00Z", "2021-07-02"],
    ["Europe/London", "2021-12-31T23:59:59Z", "2021-12-31"],
    ["Asia/Tokyo", "2021-12-31T23:59:59Z", "2022-01-01"],
    ["America/New_York", "2021-03-14T04:59:59Z", "2021-03-13"],
  ])("in %s at %s is %s", (zone, now, expected) => {
    expect(todayIn(zone, new Date(now))).toBe(expected);
  });
});

import { describe, expect, it } from "@jest/globals";
import { formatTimestamp, isDay, midnight, plusDays } from "../../src/values/calendar.ts";

describe("days", () => {
  it.each([
    ["2026-02-28", 1, "2026-03-01"],
    ["2024-02-28", 1, "2024-02-29"],
    ["2026-01-01", -1, "2025-12-31"],
    ["2026-10-25", 1, "2026-10-26"],
  ])("%s %i → %s", (day, count, expected) => {
    expect(plusDays(day, count)).toBe(expected);
  });

  it.each([
    ["2026-11-01", true],
    ["2021-02-30", false],
    ["2021-2-3", false],
    ["soon", false],
  ])("%s: %s", (text, expected) => {
    expect(isDay(text)).toBe(expected);
  });

  it.each([
    ["2026-11-01", 0, "2026-11-01 00:00:00"],
    ["2026-11-01", -1, "2026-10-31 23:59:59"],
    ["1970-01-01", -1, "1969-12-31 23:59:59"],
    ["2026-03-29", 5_025, "2026-03-29 01:23:45"],
  ])("%s and %i s is %s", (day, seconds, expected) => {
    expect(formatTimestamp(midnight(day) + seconds)).toBe(expected);
  });
});

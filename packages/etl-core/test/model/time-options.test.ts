import { describe, expect, it } from "@jest/globals";
import { InvalidConfigurationError } from "../../src/errors.ts";
import { collectionSpec } from "../../src/model/collection.ts";
import {
  missingOptionColumns,
  patternFault,
  timeFormatsOf,
  timeZoneFault,
} from "../../src/model/time-options.ts";

describe("a time zone", () => {
  it.each(["UTC", "GMT", "+01:00", "-05:30", "Europe/London", "America/Argentina/Buenos_Aires", "Etc/GMT+5"])(
    "%s is taken",
    (zone) => {
      expect(timeZoneFault(zone)).toBeUndefined();
    },
  );

  it.each([
    "BST",
    "IST",
    "EST",
    "EST5EDT",
    "GB",
    "SystemV/EST5",
    "europe/london",
    "Europe/Nowhere",
    "+1",
    "+19:00",
    "",
  ])("%s is refused", (zone) => {
    expect(timeZoneFault(zone)).toMatch(/Europe\/London/u);
  });
});

describe("a pattern", () => {
  it.each([
    ["dd/MM/yyyy", "date"],
    ["d MMM yy", "date"],
    ["yyyyMMdd", "date"],
    ["dd/MM/yyyy HH:mm:ss", "timestamp"],
    ["yyyy-MM-dd'T'HH:mm:ss.SSSXXX", "timestamp"],
    ["MM/dd/yyyy hh:mm a", "timestamp"],
  ] as const)("%s is one of a %s", (pattern, kind) => {
    expect(patternFault(pattern, kind)).toBeUndefined();
  });

  it.each([
    ["DD/MM/YYYY", "date", "has DD, which is not supported"],
    ["dd/mm/yyyy", "date", "has no M: a date needs"],
    ["dd/MM", "date", "has no y: a date needs"],
    ["", "date", "has no y, M, d"],
    ["dd/MM/yyyy HH:mm", "date", "Use timestampFormat"],
    ["dd/MM/yyyy", "timestamp", "has no hour"],
    ["dd/MM/yyyy hh:mm", "timestamp", "has no hour"],
    ["dd/MM/yyyy HH:mm z", "timestamp", "has z, which is not supported"],
    ["dd/MM/yyyy HH:mm VV", "timestamp", "has VV, which is not supported"],
    ["dd/MM/yyyy'T", "timestamp", "has a quote (') without an end"],
    ["dd/MM/yyyy dd HH", "timestamp", "has d twice"],
  ] as const)("%s of a %s: %s", (pattern, kind, fault) => {
    expect(patternFault(pattern, kind)).toContain(fault);
  });
});

describe("the options of a collection", () => {
  const options = {
    timeZone: "Europe/London",
    columns: { Closing_Date: { dateFormat: "MM/dd/yyyy" }, at: { timeZone: "UTC" } },
  };

  it("hold for a column but for its own", () => {
    expect(timeFormatsOf(options, "closing_date")).toEqual({
      timeZone: "Europe/London",
      dateFormat: "MM/dd/yyyy",
    });
    expect(timeFormatsOf(options, "AT")).toEqual({ timeZone: "UTC" });
    expect(timeFormatsOf(options, "other")).toEqual({ timeZone: "Europe/London" });
  });

  it("name columns that are not there", () => {
    expect(missingOptionColumns(options, ["AT", "closing_date"])).toBeUndefined();
    expect(missingOptionColumns(options, ["at"])).toMatch(/does not have: Closing_Date/u);
  });

  it.each([
    [{ timeZone: "BST" }, 'timeZone of bids, "BST", is not a time zone'],
    [{ columns: { at: { timestampFormat: "x" } } }, 'columns.at.timestampFormat of bids, "x", has no y'],
  ])("are checked: %j", (wrong, message) => {
    const spec = (): unknown => collectionSpec({ name: "bids", bucket: "source", ...wrong });
    expect(spec).toThrow(InvalidConfigurationError);
    expect(spec).toThrow(message);
  });
});

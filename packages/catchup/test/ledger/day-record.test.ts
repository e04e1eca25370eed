import { describe, expect, it } from "@jest/globals";
import { parseDay } from "../../src/index.ts";
import {
  type DayRecord,
  formatPublication,
  mayStillWrite,
  parseDayRecord,
  parseUnsettled,
  type Publication,
} from "../../src/ledger/day-record.ts";

const day = parseDay("2021-04-12");

function publication(runId: number, ...tables: readonly (readonly [string, string])[]): Publication {
  return { runId, locations: new Map(tables) };
}

const at = (table: string, pii = false): readonly [string, string] => [
  table,
  `s3a://b/data/db/${pii ? "pii" : "non-pii"}/${table}/run=000007-0a0b0c0d/date_uploaded=2021-04-12`,
];

describe("a publication", () => {
  it.each<[string, Publication]>([
    ["of no tables", publication(7)],
    ["of one table", publication(7, at("bids"))],
    ["of tables in two places", publication(7, at("bids"), at("people", true), at("offers"))],
    [
      "of names that an object would reorder or swallow",
      publication(7, at("b"), at("2024"), at("__proto__")),
    ],
    [
      "of locations that do not name their tables",
      publication(7, ["bids", "s3://x/y"], ["offers", "s3://x/z"]),
    ],
    ["of a table whose name is elsewhere in the path too", publication(7, at("data"), at("db"), at("pii"))],
  ])("%s is read as it was written", (_name, given) => {
    const item = { Run_Id: { N: "7" }, Publishing: { S: formatPublication(given) } };
    expect(parseDayRecord(day, item)?.publishing).toEqual(given);
  });

  it("of thousands of tables fits", () => {
    const tables = Array.from({ length: 5000 }, (_, n) => at(`a_table_with_a_name_${n}`, n % 2 === 0));
    expect(formatPublication(publication(7, ...tables)).length).toBeLessThan(150_000);
  });

  it("that does not fit is refused", () => {
    const tables = Array.from({ length: 20_000 }, (_, n) => at(`a_table_with_a_name_${n}`));
    expect(() => formatPublication(publication(7, ...tables))).toThrow(RangeError);
  });
});

describe("a day's record", () => {
  it.each([
    ["there is no item", undefined],
    ["the item is not one of ours", { Date: { S: day } }],
  ])("is nothing when %s", (_name, item) => {
    expect(parseDayRecord(day, item)).toBeUndefined();
  });

  it("counts a publication that cannot be read as none", () => {
    const item = {
      Run_Id: { N: "7" },
      Status: { S: "Failed" },
      Published: { S: "{" },
      Publishing: { S: "[]" },
    };
    expect(parseDayRecord(day, item)).toEqual({
      day,
      runId: 7,
      status: "Failed",
      publishing: undefined,
      published: undefined,
      removedBy: undefined,
    });
  });

  const record: DayRecord = {
    day,
    runId: 7,
    status: "Completed",
    publishing: undefined,
    published: undefined,
    removedBy: undefined,
  };
  it.each<[boolean, string, DayRecord | undefined]>([
    [false, "no run has begun", undefined],
    [false, "it is done", record],
    [false, "it failed before it published", { ...record, status: "Failed" }],
    [true, "it never ended", { ...record, status: "In-Progress" }],
    [true, "it failed while it published", { ...record, status: "Failed", publishing: publication(7) }],
  ])("a statement may still arrive: %s, when %s", (expected, _name, given) => {
    expect(mayStillWrite(given)).toBe(expected);
  });
});

it("the list of unsettled days is read in order, without its key", () => {
  const item = {
    Correlation_Id: { S: "x#day#unsettled" },
    "2021-04-12": { N: "1618282800" },
    "2021-04-11": { N: "1618282800" },
  };
  const since = new Date("2021-04-13T03:00:00Z");
  expect(parseUnsettled(item)).toEqual([
    { day: "2021-04-11", since },
    { day: "2021-04-12", since },
  ]);
});

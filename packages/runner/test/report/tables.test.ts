import { SourceDataError, SourceFileMissingError } from "@dataworks/etl-core";
import { describe, expect, it } from "@jest/globals";
import { Scrubber } from "../../src/log/scrubber.ts";
import { formatPlan, planEntry } from "../../src/report/plan.ts";
import { formatSummary } from "../../src/report/summary.ts";
import { formatChanges, formatDay } from "../../src/report/tables.ts";
import { Terminal } from "../../src/report/terminal.ts";

const { colors } = new Terminal({ write: () => {} }, new Scrubber());
const plain = { colors };

const file = {
  bucket: "b",
  key: "2021-04-12_bids_2.csv",
  size: 1_500_000,
  etag: '"e"',
  lastModified: new Date(0),
};
const plan = {
  day: "2021-04-12",
  unclaimed: { keys: ["2021-04-12_bidz.csv"], more: 2 },
  collections: [
    {
      kind: "ready" as const,
      name: "bids",
      files: [file],
      unread: [{ ...file, key: "2021-04-12_bids_1.csv" }],
      columns: ["id", "amount"],
      table: "exists" as const,
      changes: "+ remote boolean\n- gone",
      remarks: ["second pass over the new columns only: remote"],
    },
    {
      kind: "missing" as const,
      name: "vacancies",
      error: new SourceFileMissingError("b", "2021-04-12_vacancies"),
    },
    { kind: "faulty" as const, name: "offers", error: new SourceDataError("It looks like HTML.") },
  ],
};

describe("what people read", () => {
  it("of a day that is done", () => {
    const bids = { name: "bids", rows: 1234, badRows: 1, location: "s3a://b/data/x/", unread: ["old.csv"] };
    const done = {
      day: "2021-04-12",
      runId: 7,
      collections: [{ ...bids, changes: "+ remote boolean\n~ n string → int" }],
      ms: 12_345,
    };
    expect(formatDay(done, { ...plain, verbose: true })).toBe(
      [
        "2021-04-12 completed, run 7, in 12 s",
        "┌────────────┬───────┬──────────┬─────────┐",
        "│ collection │  rows │ left out │ schema  │",
        "├────────────┼───────┼──────────┼─────────┤",
        "│ bids       │ 1,234 │        1 │ changed │",
        "└────────────┴───────┴──────────┴─────────┘",
        "bids: s3a://b/data/x/",
        "  + remote boolean",
        "  ~ n string → int",
        "  not read, an older delivery: old.csv",
      ].join("\n"),
    );
    expect(formatDay(done, plain)).not.toContain("s3a://");
    const unchanged = { ...done, collections: [{ ...bids, unread: [], changes: "" }] };
    expect(formatDay(unchanged, plain).split("\n")).toHaveLength(6);
  });

  it("of a day that is planned", () => {
    expect(formatPlan(plan, plain).split("\n")).toEqual([
      "2021-04-12, planned",
      "┌────────────┬─────────────────────────────────────────┬────────┬────────┐",
      "│ collection │ reads                                   │   size │ table  │",
      "├────────────┼─────────────────────────────────────────┼────────┼────────┤",
      "│ bids       │ 2021-04-12_bids_2.csv                   │ 1.5 MB │ exists │",
      "│ vacancies  │ File Not Found for 2021-04-12_vacancies │        │        │",
      "│ offers     │ would fail, see below                   │        │        │",
      "└────────────┴─────────────────────────────────────────┴────────┴────────┘",
      "bids: schema changes",
      "  + remote boolean",
      "  - gone",
      "bids: second pass over the new columns only: remote",
      "bids: would not be read, an older delivery: 2021-04-12_bids_1.csv",
      "vacancies: File Not Found for 2021-04-12_vacancies in s3://b; nothing there has a similar name.",
      "offers: It looks like HTML.",
      "read by no collection: 2021-04-12_bidz.csv and 2 more",
    ]);
  });

  it("of days that are planned: a note that was printed before is only counted", () => {
    const printed = new Set<string>();
    formatPlan(plan, plain, printed);
    const again = formatPlan({ ...plan, day: "2021-04-13" }, plain, printed);
    expect(again.split("\n").slice(8)).toEqual([
      "6 notes as on the days before; --verbose prints them again",
    ]);
    expect(formatPlan(plan, { ...plain, verbose: true }, printed)).toContain("bids: schema changes");
  });

  it("of a run of several days", () => {
    const bids = { name: "bids", rows: 1234, badRows: 1, location: "", unread: [], changes: "" };
    const days = [
      { day: "2021-04-12", runId: 7, ms: 12_345, collections: [bids, bids] },
      { day: "2021-04-13", runId: 8, ms: 61_000, collections: undefined },
    ];
    expect(formatSummary(days, 3, plain).split("\n")).toEqual([
      "┌────────────┬─────┬───────────┬───────┬──────────┬───────────┐",
      "│ day        │ run │           │  rows │ left out │      time │",
      "├────────────┼─────┼───────────┼───────┼──────────┼───────────┤",
      "│ 2021-04-12 │   7 │ completed │ 2,468 │        2 │      12 s │",
      "│ 2021-04-13 │   8 │ failed    │       │          │ 1 min 1 s │",
      "└────────────┴─────┴───────────┴───────┴──────────┴───────────┘",
      "1 of 3 days completed in 1 min 13 s",
    ]);
    expect(formatSummary([], 3, plain)).toBe("0 of 3 days completed in 0.0 s");
  });

  it("of a table that is new", () => {
    const bids = { name: "bids", rows: 1, badRows: 0, location: "s3a://b/x/", unread: [] };
    const words = ["new, 2 columns", "! accepted: x\nnew, 2 columns", "", "+ new, a string"].map(
      (changes) => {
        const day = { day: "2021-04-12", runId: 7, ms: 0, collections: [{ ...bids, changes }] };
        return /(\w+) *│\n└/.exec(formatDay(day, plain))?.[1];
      },
    );
    expect(words).toEqual(["new", "new", "unchanged", "changed"]);
  });

  it("in colours where there are any", () => {
    const painted = { ...colors, green: (text: string) => `<${text}>` };
    expect(formatChanges("+ a int\nb", painted)).toBe("  <+ a int>\n  b");
  });
});

describe("what programs read", () => {
  it("of a day that is planned", () => {
    expect(planEntry(plan)).toEqual({
      day: "2021-04-12",
      status: "missing",
      unclaimed: { keys: ["2021-04-12_bidz.csv"], more: 2 },
      collections: [
        {
          name: "bids",
          status: "ready",
          table: "exists",
          files: [{ key: "2021-04-12_bids_2.csv", size: 1_500_000, etag: '"e"', version_id: null }],
          unread: ["2021-04-12_bids_1.csv"],
          columns: ["id", "amount"],
          changes: ["+ remote boolean", "- gone"],
          remarks: ["second pass over the new columns only: remote"],
        },
        {
          name: "vacancies",
          status: "missing",
          error: {
            code: "SOURCE_FILE_MISSING",
            message: "File Not Found for 2021-04-12_vacancies in s3://b; nothing there has a similar name.",
          },
        },
        {
          name: "offers",
          status: "faulty",
          error: { code: "SOURCE_DATA", message: "It looks like HTML." },
        },
      ],
    });
  });
});

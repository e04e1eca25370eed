import { SourceFileMissingError } from "@dataworks/etl-core";
import { describe, expect, it } from "@jest/globals";
import { Scrubber } from "../../src/log/scrubber.ts";
import { formatPlan, planEntry } from "../../src/report/plan.ts";
import { formatChanges, formatDay } from "../../src/report/tables.ts";
import { Terminal } from "../../src/report/terminal.ts";

const { colors } = new Terminal({ write: () => {} }, new Scrubber());

const file = {
  bucket: "b",
  key: "2021-04-12_bids_2.csv",
  size: 1_500_000,
  etag: '"e"',
  lastModified: new Date(0),
};
const plan = {
  day: "2021-04-12",
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
  ],
};

describe("what people read", () => {
  it("of a day that is done", () => {
    const bids = { name: "bids", rows: 1234, badRows: 1, location: "s3a://b/data/x/", unread: ["old.csv"] };
    expect(
      formatDay("2021-04-12", 7, [{ ...bids, changes: "+ remote boolean\n~ n string → int" }], colors),
    ).toBe(
      [
        "2021-04-12 completed, run 7",
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
  });

  it("of a day that is planned", () => {
    expect(formatPlan(plan, colors).split("\n")).toEqual([
      "2021-04-12, planned",
      "┌────────────┬─────────────────────────────────────────┬────────┬────────┐",
      "│ collection │ reads                                   │   size │ table  │",
      "├────────────┼─────────────────────────────────────────┼────────┼────────┤",
      "│ bids       │ 2021-04-12_bids_2.csv                   │ 1.5 MB │ exists │",
      "│ vacancies  │ File Not Found for 2021-04-12_vacancies │        │        │",
      "└────────────┴─────────────────────────────────────────┴────────┴────────┘",
      "bids: schema changes",
      "  + remote boolean",
      "  - gone",
      "bids: second pass over the new columns only: remote",
      "bids: would not be read, an older delivery: 2021-04-12_bids_1.csv",
    ]);
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
          error: { code: "SOURCE_FILE_MISSING", message: "File Not Found for 2021-04-12_vacancies" },
        },
      ],
    });
  });
});

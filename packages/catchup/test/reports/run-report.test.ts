import { describe, expect, it } from "@jest/globals";
import { assert, constant, oneof, property, string } from "fast-check";
import {
  type FailureCause,
  formatCause,
  formatRunReport,
  MAX_REPORT_BYTES,
  parseCause,
  parseRunReport,
  runReport,
} from "../../src/reports/run-report.ts";

const bids = { name: "bids", rows: 3, badRows: 1, changes: ["+ colour string"] };
const cause: FailureCause = {
  name: "SourceFileMissingError",
  code: "SOURCE_FILE_MISSING",
  message: "File Not Found for 2021-04-12_bids",
  remedy: "Ask the source for the file.",
};

describe("a run's report", () => {
  it("has the sums of its collections", () => {
    expect(runReport([bids, { ...bids, name: "vacancies", rows: 4 }])).toMatchObject({ rows: 7, badRows: 2 });
  });

  it.each([
    ["of a day that is done", runReport([bids])],
    ["of a day that failed", runReport([], cause)],
    ["of nothing", runReport([])],
  ])("%s comes back as it was stored", (_name, report) => {
    expect(parseRunReport(formatRunReport(report))).toEqual(report);
  });

  it("is stored under names as the table has them", () => {
    expect(JSON.parse(formatRunReport(runReport([bids])))).toEqual({
      version: 1,
      rows: 3,
      bad_rows: 1,
      collections: [{ name: "bids", rows: 3, bad_rows: 1, changes: ["+ colour string"] }],
      omitted: 0,
    });
  });

  it("leaves out what there is no room for, counts it, and keeps the sums", () => {
    const changes = Array.from({ length: 100 }, (_, n) => `+ column_${n} string ${"x".repeat(300)}`);
    const many = Array.from({ length: 50 }, (_, n) => ({ name: `c${n}`, rows: 2, badRows: 0, changes }));
    const text = formatRunReport(runReport(many, cause));
    const read = parseRunReport(text);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(MAX_REPORT_BYTES);
    expect(read).toMatchObject({ rows: 100, cause });
    expect(read?.collections.length).toBeGreaterThan(0);
    expect((read?.collections.length ?? 0) + (read?.omitted ?? 0)).toBe(50);
    expect(read?.collections[0]?.changes.at(-1)).toBe("… and 80 more");
  });

  it("is bounded and readable whatever an error or a column is called", () => {
    const text = oneof(
      string({ unit: "binary", maxLength: 300 }),
      string({ maxLength: 9_000 }),
      constant("\u0000".repeat(5_000)),
      constant("\uD800".repeat(5_000)),
      constant("😀".repeat(5_000)),
      constant('"\\\n'.repeat(5_000)),
    );
    assert(
      property(text, text, text, (name, message, change) => {
        const report = runReport([{ name, rows: 1, badRows: 0, changes: [change] }], {
          name,
          code: name,
          message,
          remedy: message,
        });
        const stored = formatRunReport(report);
        expect(Buffer.byteLength(stored)).toBeLessThanOrEqual(MAX_REPORT_BYTES);
        const read = parseRunReport(stored);
        expect(read?.rows).toBe(1);
        // What was stored can be stored again: nothing grows, nothing breaks.
        expect(read === undefined ? "" : formatRunReport(read)).toBe(stored);
      }),
    );
  });

  it.each([
    ["no JSON", "{"],
    ["another shape", '{"rows": 1}'],
    ["a version to come", JSON.stringify({ ...JSON.parse(formatRunReport(runReport([bids]))), version: 2 })],
    ["rows that are no number", formatRunReport(runReport([bids])).replace('"rows":3', '"rows":"3"')],
  ])("is nothing where the item has %s", (_name, text) => {
    expect(parseRunReport(text)).toBeUndefined();
  });
});

describe("a cause", () => {
  it("comes back as it was stored", () => {
    expect(parseCause(formatCause(cause))).toEqual(cause);
  });

  it("is nothing where the item has something else", () => {
    expect(parseCause("Traceback (most recent call last)")).toBeUndefined();
  });
});

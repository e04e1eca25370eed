import { LedgerError } from "@dataworks/catchup";
import { SourceFileMissingError } from "@dataworks/etl-core";
import { describe, expect, it } from "@jest/globals";
import { InterruptedError, InvalidSecretError } from "../../src/errors.ts";
import { completedReport, failedReport, failureCause } from "../../src/report/run-report.ts";

const scrub = (text: string): string => text.replaceAll("hunter2", "[redacted]");

describe("what the ledger keeps of a day", () => {
  it("is rows, bad rows and schema changes; never keys of objects or where they lie", () => {
    const result = { name: "bids", rows: 3, badRows: 1, location: "s3://b/x", unread: ["a.csv"] };
    expect(completedReport([{ ...result, changes: "+ a string\n- b integer" }], scrub)).toEqual({
      rows: 3,
      badRows: 1,
      collections: [{ name: "bids", rows: 3, badRows: 1, changes: ["+ a string", "- b integer"] }],
      omitted: 0,
    });
  });

  it("is the first cause of a day that failed", () => {
    const error = new SourceFileMissingError("bucket", "2021-04-12_bids");
    expect(failedReport(error, scrub)).toMatchObject({ rows: 0, cause: { code: "SOURCE_FILE_MISSING" } });
  });
});

describe("a cause", () => {
  it.each([
    [new SourceFileMissingError("b", "p"), "SourceFileMissingError", "SOURCE_FILE_MISSING", "7 days"],
    [new InvalidSecretError("no collections"), "InvalidSecretError", "INVALID_SECRET", "Correct"],
    [new InterruptedError("SIGTERM"), "InterruptedError", "INTERRUPTED", "from outside"],
    [new LedgerError("AUDIT_FAILED", "t", "away"), "LedgerError", "AUDIT_FAILED", "step's log"],
    [new TypeError("x is not a function"), "TypeError", "FAILED", "step's log"],
    ["thrown text", "string", "FAILED", "step's log"],
  ])("of %s has name, code and what to do", (error, name, code, remedy) => {
    expect(failureCause(error, scrub)).toMatchObject({ name, code, remedy: expect.stringContaining(remedy) });
  });

  it("has no secret in it and no stack", () => {
    const cause = failureCause(new Error("hunter2", { cause: new Error("deeper: hunter2") }), scrub);
    expect(JSON.stringify(cause)).not.toMatch(/hunter2|\\n/);
  });
});

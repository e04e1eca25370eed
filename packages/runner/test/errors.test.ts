import {
  CatchupError,
  DayLockedError,
  LeaseLostError,
  parseDay,
  StartAfterEndError,
} from "@dataworks/catchup";
import { EtlError, RefusedError, SourceFileMissingError, SupersededError } from "@dataworks/etl-core";
import { describe, expect, it } from "@jest/globals";
import {
  codeOf,
  exitCodeOf,
  InvalidConfigError,
  SecretUnavailableError,
  SparkUnavailableError,
} from "../src/errors.ts";
import { statusOf } from "../src/report/document.ts";

const [day, later] = [parseDay("2021-04-12"), parseDay("2021-04-13")];

describe("exit codes", () => {
  it.each([
    [1, "source-file-missing", new SourceFileMissingError("b", "2021-04-12_bids")],
    [2, "invalid", new InvalidConfigError("")],
    [2, "invalid", new SecretUnavailableError(2, "")],
    [2, "invalid", new StartAfterEndError(later, day, { start: "", end: "" })],
    [2, "invalid", new CatchupError("AUDIT_TABLE_MISSING", "")],
    [3, "refused", new DayLockedError(day, "o", new Date())],
    [3, "refused", new LeaseLostError(day, "o")],
    [3, "refused", new SupersededError(day, 6)],
    [3, "refused", new RefusedError("")],
    [4, "failed", new SecretUnavailableError(4, "")],
    [4, "failed", new SparkUnavailableError("")],
    [4, "failed", new EtlError("")],
    [4, "failed", new Error("anything else")],
    [4, "failed", "not even an error"],
  ])("%d, %s", (exitCode, status, error) => {
    expect(exitCodeOf(error)).toBe(exitCode);
    expect(statusOf(exitCodeOf(error))).toBe(status);
  });

  it("go with stable codes", () => {
    expect(codeOf(new SourceFileMissingError("b", "p"))).toBe("SOURCE_FILE_MISSING");
    expect(codeOf(new DayLockedError(day, "o", new Date()))).toBe("DAY_LOCKED");
    expect(codeOf(new Error("x"))).toBe("FAILED");
  });
});

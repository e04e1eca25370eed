import { describe, expect, it } from "@jest/globals";
import { AnalysisError, ExecutionError } from "spark-connect-node";
import { stageFailure } from "../../src/stage/write-run.ts";

const location = "s3a://b/data/db/non-pii/bids/run=000001-0a0b0c0d/date_uploaded=2026-11-01/";

describe("stageFailure", () => {
  it("names the collection and the folder", () => {
    const failure = stageFailure(new Error("gone\nsecond line"), "bids", location);
    expect(failure.message).toBe(`bids could not be staged to ${location}: gone`);
    expect(failure.exitCode).toBe(4);
  });

  it("quotes nothing that a parser may have quoted, and hides the cause that does", () => {
    const error = new ExecutionError("[MALFORMED] parsed content: Ada,Lovelace", {
      errorClass: "MALFORMED",
      operationId: "op-1",
    });
    const failure = stageFailure(error, "bids", location);
    expect(failure.message).toContain("Spark failed with MALFORMED (operation op-1)");
    expect(JSON.stringify([failure.message, failure.stack, failure.cause])).not.toContain("Lovelace");
  });

  it.each([
    new ExecutionError("java.nio.file.AccessDeniedException: s3a://b: 403 Forbidden"),
    new AnalysisError("[PATH_ALREADY_EXISTS] Path s3a://b/x already exists."),
  ])("keeps what is about places: $message", (error) => {
    const failure = stageFailure(error, "bids", location);
    expect(failure.message).toContain(error.message);
    expect(failure.cause).toBe(error);
  });
});

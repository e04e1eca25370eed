import { describe, expect, it } from "@jest/globals";
import { CredentialsError, StorageError } from "../../src/errors.ts";
import { storageFailure } from "../../src/storage/storage-failure.ts";

function serviceError(name: string, httpStatusCode?: number): Error {
  return Object.assign(new Error(`the service's text of ${name}`), { name, $metadata: { httpStatusCode } });
}

const action = { verb: "read", bucket: "source", key: "2026-11-01_bids.csv" };

describe("storageFailure", () => {
  const cases: Array<[error: Error, message: RegExp]> = [
    [serviceError("NoSuchBucket", 404), /there is no bucket source\. Correct its name/],
    [serviceError("AccessDenied", 403), /access denied\. The role in use needs a policy .* on source/],
    [serviceError("403", 403), /access denied/],
    [serviceError("PreconditionFailed", 412), /replaced since it was located\. Run the day again/],
    [serviceError("NoSuchKey", 404), /not there any more/],
    [serviceError("SlowDown", 503), /SlowDown: the service's text/],
    [new Error("socket hang up"), /Error: socket hang up/],
  ];
  it.each(cases)("says of %s what and where", (error, message) => {
    const failure = storageFailure(error, action);
    expect(failure).toBeInstanceOf(StorageError);
    expect(failure).toMatchObject({ code: "STORAGE", exitCode: 4, cause: error });
    expect(String(failure)).toMatch(/Cannot read s3:\/\/source\/2026-11-01_bids\.csv/);
    expect(String(failure)).toMatch(message);
  });

  it("lets errors of credentials and cancellations pass", () => {
    const denied = new CredentialsError("The first hop was denied");
    const aborted = Object.assign(new Error("aborted"), { name: "AbortError" });
    expect(storageFailure(denied, action)).toBe(denied);
    expect(storageFailure(aborted, action)).toBe(aborted);
  });
});

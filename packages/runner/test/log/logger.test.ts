import { describe, expect, it } from "@jest/globals";
import { SourceDataError, SourceFileMissingError, StorageError } from "@dataworks/etl-core";
import { InvalidArgumentError } from "../../src/errors.ts";
import { errorFields } from "../../src/log/error-fields.ts";
import { boundLog } from "../../src/log/bound-log.ts";
import { createLogger } from "../../src/log/logger.ts";
import { Scrubber } from "../../src/log/scrubber.ts";

function logging(scrubber = new Scrubber()) {
  const lines: Record<string, unknown>[] = [];
  const log = createLogger({
    level: "info",
    write: (line) => lines.push(JSON.parse(line) as Record<string, unknown>),
    scrubber,
    fields: { correlation_id: "kickstart_vacancy" },
  });
  return { log, lines };
}

describe("a log line", () => {
  it("says whose run, which run, which day and which collection", () => {
    const { log, lines } = logging();
    boundLog(log)
      .child({ runId: 7, day: "2021-04-12" })
      .child({ day: "2021-04-12" })
      .child({ collection: "bids" })
      .info({ rows: 3 }, "staged");
    expect(lines).toEqual([
      {
        level: "info",
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
        correlation_id: "kickstart_vacancy",
        run_id: 7,
        day: "2021-04-12",
        collection: "bids",
        rows: 3,
        msg: "staged",
      },
    ]);
  });

  it.each([
    ["at the top", { secretAccessKey: "abc", sessionToken: "def" }],
    ["one level down", { credentials: { accessKeyId: "AKIA", secretAccessKey: "abc" } }],
    ["two levels down", { client: { config: { token: "abc" } } }],
  ])("keeps no credential, %s", (_where, fields) => {
    const { log, lines } = logging();
    log.info(fields, "x");
    boundLog(log).info(fields, "x");
    expect(JSON.stringify(lines)).not.toMatch(/abc|def|AKIA/);
    expect(JSON.stringify(lines)).toContain("[redacted]");
  });

  it("keeps no known secret, wherever it turns up", () => {
    const scrubber = new Scrubber();
    scrubber.add("s3cr3t/key+with=signs", undefined, "");
    const { log, lines } = logging(scrubber);
    const error = new Error("GET https://x/?k=s3cr3t%2Fkey%2Bwith%3Dsigns failed");
    log.error({ err: error, url: "s3cr3t/key+with=signs" }, "with s3cr3t/key+with=signs in it");
    expect(JSON.stringify(lines)).not.toContain("s3cr3t");
  });
});

describe("errors in the log", () => {
  it("have their codes and causes, and nothing of the request they came from", () => {
    const cause = Object.assign(new Error("inner"), {
      $response: { headers: { authorization: "abc" } },
      errorClass: "X.Y",
    });
    const error = Object.assign(new Error("outer", { cause }), {
      code: "CODE",
      exitCode: 4,
      credentials: { secret: "abc" },
    });
    const fields = errorFields(error);
    expect(fields).toMatchObject({
      type: "Error",
      message: "outer",
      code: "CODE",
      exitCode: 4,
      cause: { message: "inner", errorClass: "X.Y" },
    });
    expect(JSON.stringify({ ...fields, stack: "", cause: { ...fields.cause, stack: "" } })).not.toContain(
      "abc",
    );
  });

  it("have no stack when they are about files, arguments or another runner", () => {
    const missing = new SourceFileMissingError("b", "2021-04-12_bids");
    for (const error of [missing, new SourceDataError("HTML"), new InvalidArgumentError("--start")]) {
      expect(errorFields(error)).toEqual(expect.not.objectContaining({ stack: expect.anything() }));
      expect(errorFields(error)).toMatchObject({ type: error.name, message: error.message });
    }
    expect(errorFields(new StorageError("away"))).toMatchObject({ stack: expect.any(String) });
  });

  it("end, even when a cause is its own cause", () => {
    const error = new Error("round");
    error.cause = error;
    expect(JSON.stringify(errorFields(error)).length).toBeLessThan(50_000);
    expect(errorFields("a text")).toEqual({ type: "string", message: "a text" });
  });
});

describe("Scrubber", () => {
  it("leaves short words alone and takes the longest match", () => {
    const scrubber = new Scrubber();
    scrubber.add("admin", "longsecret", "longsecretlonger");
    expect(scrubber.scrub("admin longsecretlonger longsecret.")).toBe("admin [redacted] [redacted].");
  });

  it("knows a secret as JSON writes it", () => {
    const scrubber = new Scrubber();
    scrubber.add('quote"and\\slash');
    expect(scrubber.scrub(JSON.stringify({ a: 'quote"and\\slash' }))).toBe('{"a":"[redacted]"}');
  });
});

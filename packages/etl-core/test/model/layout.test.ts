import { describe, expect, it } from "@jest/globals";
import { InvalidConfigurationError } from "../../src/errors.ts";
import { quoteIdentifier } from "../../src/model/identifiers.ts";
import {
  dayFolder,
  newRunRef,
  publishedPrefix,
  publishedPrefixes,
  runFolder,
  runName,
  runOf,
  uriOf,
} from "../../src/model/layout.ts";

const bids = { database: "uc_kickstart", collection: "bids", pii: false };
const run = { runId: 42, token: "0a1b2c3d" };

describe("layout", () => {
  it("puts a day of a run where no other run lies", () => {
    expect(publishedPrefix(bids)).toBe("data/uc_kickstart/non-pii/bids/");
    expect(publishedPrefix({ ...bids, pii: true })).toBe("data/uc_kickstart/pii/bids/");
    expect(runFolder(bids, run)).toBe("data/uc_kickstart/non-pii/bids/run=000042-0a1b2c3d/");
    expect(dayFolder(bids, run, "2026-11-01")).toBe(
      "data/uc_kickstart/non-pii/bids/run=000042-0a1b2c3d/date_uploaded=2026-11-01/",
    );
  });

  it("has one place for a name however it is written: Hive knows lower case only", () => {
    expect(publishedPrefix({ ...bids, collection: "Bids" })).toBe(publishedPrefix(bids));
  });

  it("knows both places of a collection", () => {
    expect(publishedPrefixes(bids)).toEqual([
      "data/uc_kickstart/non-pii/bids/",
      "data/uc_kickstart/pii/bids/",
    ]);
  });

  it("makes URIs", () => {
    expect(uriOf({ scheme: "s3a", bucket: "out" }, "data/x/")).toBe("s3a://out/data/x/");
  });

  const refused: Array<[what: string, make: () => unknown]> = [
    ["a database with a slash", () => publishedPrefix({ ...bids, database: "a/b" })],
    ["a collection that climbs", () => publishedPrefix({ ...bids, collection: ".." })],
    ["a day that is none", () => dayFolder(bids, run, "2026-11-1")],
    ["a token of another shape", () => runFolder(bids, { runId: 1, token: "x" })],
    ["a negative run", () => runName({ runId: -1, token: run.token })],
  ];
  it.each(refused)("refuses %s", (_what, make) => {
    expect(make).toThrow(InvalidConfigurationError);
  });
});

describe("runOf", () => {
  it("reads back what runName wrote, beyond a million too", () => {
    for (const runId of [0, 42, 999_999, 1_234_567]) {
      const ref = newRunRef(runId);
      expect(runOf(`s3a://out/${dayFolder(bids, ref, "2026-11-01")}part-0.parquet`)).toEqual(ref);
    }
  });

  it("finds none in the original's folders", () => {
    expect(runOf("s3://out/data/uc_kickstart/non-pii/bids/date_uploaded=2021-04-12/part-0")).toBeUndefined();
  });
});

describe("quoteIdentifier", () => {
  it("leaves no way out of the quotes", () => {
    expect(quoteIdentifier("db", "a`b")).toBe("`db`.`a``b`");
  });
});

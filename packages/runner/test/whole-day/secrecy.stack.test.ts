import { readFile } from "node:fs/promises";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { logFiles, type StackInfo, uploadDays } from "@dataworks/local-stack";
import { generateVacancyDays } from "@dataworks/test-data";
import { adg } from "../support/command.ts";
import { instance, step } from "../support/instance.ts";
import { IssuedKeys } from "../support/issued-keys.ts";
import { crawl, eventLog, found } from "../support/leaks.ts";

// After a full run and a failed one, everything that Spark, the stack and the runner wrote or show is searched
// for every key that was ever given out.

const START = "2026-08-01";
const END = "2026-08-02";

let info: StackInfo;
let secrets: readonly string[];
const ours: string[] = [];

beforeAll(async () => {
  info = await instance();
  const [whole, ragged] = generateVacancyDays({ start: START, days: 2, rows: 40 });
  if (whole === undefined || ragged === undefined) throw new Error("two days were asked for");
  // The second day's first collection has a row with a field too many, and maxBadRows is 0.
  const [spoilt, ...others] = ragged.collections;
  if (spoilt === undefined) throw new Error("a day without collections");
  const files = spoilt.files.map(({ key, content }) => ({
    key,
    content: Buffer.concat([content, Buffer.from(`${spoilt.header.map(() => "x").join(",")},x\n`)]),
  }));
  await uploadDays(info, [whole, { ...ragged, collections: [{ ...spoilt, files }, ...others] }]);
  await using issued = await IssuedKeys.start(info.moto.endpoint);
  const run = await adg(step("vacancy", START, END));
  expect(run.code).toBe(4);
  ours.push(run.stdout, run.stderr);
  secrets = [...issued.secrets, ...Object.values(info.clusterKeys), ...Object.values(info.adminKeys)];
});

describe("after a full day and a failed one, no key and no token is found", () => {
  it("though keys were given out", () => {
    // Key and token of each of the two hops at least, and the stack's own four.
    expect(secrets.length).toBeGreaterThanOrEqual(8);
    expect(ours.join("")).toContain(START);
  });

  it("in what the runner printed and logged", () => {
    expect(found(ours.join("\n"), [...secrets, info.spark.token])).toEqual([]);
  });

  it("in the logs of Spark and of the stack", async () => {
    const logs = await Promise.all(logFiles(info).map((file) => readFile(file, "utf8")));
    expect(found(logs.join("\n"), secrets)).toEqual([]);
    expect(found(await readFile(info.spark.logFile, "utf8"), [info.spark.token])).toEqual([]);
  });

  it("in Spark's event log", async () => {
    const events = await eventLog(info);
    expect(events).toContain("uc_kickstart");
    expect(found(events, [...secrets, info.spark.token])).toEqual([]);
  });

  it("on the pages of Spark's UI", async () => {
    const pages = await crawl(info.spark.uiUrl);
    expect([...pages.keys()].some((page) => page.includes("/connect/"))).toBe(true);
    expect(found([...pages.values()].join("\n"), [...secrets, info.spark.token])).toEqual([]);
  });
});

import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { dksCalls, type DksFaults, resetDksCalls, setDksFaults } from "@dataworks/local-stack";
import { newDataKey } from "@dataworks/test-data";
import {
  deliver,
  dksConfig,
  documentOf,
  keyOf,
  lastLine,
  nthDay,
  outputKeys,
  runOf,
} from "./support/documents.ts";
import { Sandbox } from "./support/sandbox.ts";

// What the Data Key Service may do to a day, and what a day does to it: the calls it counts are compared too. Each case
// has a day of its own.

const COLLECTION = "claims";

let box: Sandbox;
let days = 0;
let day: string;
let object: string;

beforeAll(async () => {
  box = await Sandbox.create({
    collections: { application: [COLLECTION] },
    initial_spark_schema: { application: { [COLLECTION]: { id: "string" } } },
  });
});

afterAll(() => box[Symbol.asyncDispose]());

beforeEach(async () => {
  days += 1;
  day = nthDay(days);
  const key = keyOf(day, COLLECTION);
  object = `s3://${box.source}/${key}`;
  await deliver(box, key, documentOf('{"id":"1"}'));
  await resetDksCalls(box.info);
});

afterEach(() => setDksFaults(box.info, undefined));

/** Runs the day: its exit code, the last line on stderr if it failed, and how often the service was asked. */
async function run(config: object): Promise<{ code: number | null; last: string; calls: number }> {
  const { code, stderr } = await box.adg(runOf(day, await box.config(config)));
  return { code, last: code === 0 ? "" : lastLine(stderr), calls: await dksCalls(box.info) };
}

const withDks = (overrides: object = {}): object => ({ dks: dksConfig(box.info, overrides) });

async function isRecorded(status: "Completed" | "Failed"): Promise<void> {
  expect(await box.item("", "application")).toMatchObject({ Date: day, Status: status });
  expect(await outputKeys(box, "staging/")).toEqual([]);
}

describe("a service that recovers: the day completes", () => {
  it.each<[string, DksFaults, number]>([
    ["503 twice", { kind: "status", status: 503, times: 2 }, 3],
    ["429 with the time to wait", { kind: "status", status: 429, retryAfterSeconds: 1, times: 1 }, 2],
    ["the connection reset twice", { kind: "reset", times: 2 }, 3],
    ["nonsense twice", { kind: "nonsense", times: 2 }, 3],
  ])("%s", async (_name, faults, calls) => {
    await setDksFaults(box.info, faults);
    expect(await run(withDks())).toEqual({ code: 0, last: "", calls });
    if (faults.retryAfterSeconds !== undefined) {
      const [refused = 0, opened = 0] = (await callTimes()).slice(-2);
      expect(opened - refused).toBeGreaterThanOrEqual(1_000 * faults.retryAfterSeconds);
    }
    await isRecorded("Completed");
  });
});

describe("a service that does not open the key: exit 4, and the object is named", () => {
  it.each<[string, DksFaults | undefined, () => object, number, RegExp]>([
    [
      "503 for ever",
      { kind: "status", status: 503 },
      () => ({ attempts: 3 }),
      3,
      /it answered 503\. Run the day again when it has recovered\.$/,
    ],
    [
      "403, which is not asked again",
      { kind: "status", status: 403 },
      () => ({}),
      1,
      /it answered 403\. Have this job's certificate allowed there\.$/,
    ],
    [
      "400, which is not asked again",
      { kind: "status", status: 400 },
      () => ({}),
      1,
      /it answered 400\. .*: have the file delivered again\.$/,
    ],
    [
      "nonsense for ever",
      { kind: "nonsense" },
      () => ({}),
      4,
      /its answer is no key of 32 bytes\. See that dks\.url is the address of a Data Key Service\.$/,
    ],
    [
      "too slow",
      { kind: "delay", delayMs: 9_000 },
      () => ({ timeoutSeconds: 2, attempts: 2 }),
      2,
      /no answer in 2 tries \(UND_ERR_HEADERS_TIMEOUT\)\. See that it runs, then run the day again\.$/,
    ],
    [
      "not there",
      undefined,
      () => ({ url: "https://localhost:9/datakey/actions/decrypt", attempts: 2 }),
      0,
      /at localhost:9: no answer in 2 tries \(ECONNREFUSED\)\. See that it runs, then run the day again\.$/,
    ],
    [
      "another path",
      undefined,
      () => ({ url: box.info.dks.url.replace("decrypt", "encrypt") }),
      0,
      /it answered 404\. Correct dks\.url\.$/,
    ],
    [
      "a certificate of another authority",
      undefined,
      () => ({ certFile: box.info.dks.strangerCertFile, keyFile: box.info.dks.strangerKeyFile, attempts: 2 }),
      0,
      // It closes the connection without a word, as it would on its way down: so both are said.
      /at localhost:\d+: .*dks\.certFile/,
    ],
    [
      "an authority that did not sign the service's certificate",
      undefined,
      () => ({ caFile: box.info.dks.strangerCertFile }),
      0,
      /the certificates do not fit \(\w+\)\. Check dks\.certFile, dks\.keyFile and dks\.caFile/,
    ],
    [
      "a key that is not the certificate's",
      undefined,
      () => ({ keyFile: box.info.dks.strangerKeyFile }),
      0,
      /the certificates do not fit \(\w+\)\. Check dks\.certFile, dks\.keyFile and dks\.caFile/,
    ],
  ])("%s", async (_name, faults, overrides, calls, message) => {
    await setDksFaults(box.info, faults);
    const outcome = await run(withDks(overrides()));
    expect(outcome).toEqual({ code: 4, last: expect.stringMatching(message), calls });
    expect(outcome.last).toMatch(/^adg: The data key of s3:/);
    expect(outcome.last).toContain(`${object} (keyId cloudhsm:`);
    await isRecorded("Failed");
  });
});

describe("a configuration that cannot work: exit 2, before a run begins", () => {
  it.each<[string, () => object, RegExp]>([
    [
      "no key file",
      () => withDks({ keyFile: "/no/such.key" }),
      /The keyFile of the Data Key Service, \/no\/such\.key, cannot be read\. Correct the path/,
    ],
    [
      "no authority",
      () => withDks({ caFile: "/no/such.crt" }),
      /The caFile of the Data Key Service, \/no\/such\.crt, cannot be read\. Correct the path/,
    ],
    ["no dks", () => ({}), /The files of application are encrypted.* Add dks: /],
  ])("%s", async (_name, config, message) => {
    const before = await box.item("", "application");
    expect(await run(config())).toEqual({ code: 2, last: expect.stringMatching(message), calls: 0 });
    expect(await box.item("", "application")).toEqual(before);
  });
});

it("is asked once for five documents that share a data key", async () => {
  const dataKey = await newDataKey(box.info.dks);
  for (const n of [1, 2, 3, 4, 5]) {
    await deliver(box, keyOf(day, COLLECTION, n), documentOf(`{"id":"${n}"}`), dataKey);
  }
  const config = await box.config({
    ...withDks(),
    modules: { application: { defaults: { select: "all", extract: "delta" } } },
  });
  const { code, stdout } = await box.adg(runOf(day, config, "--json"));
  expect({ code, calls: await dksCalls(box.info) }).toEqual({ code: 0, calls: 1 });
  expect(JSON.parse(stdout)).toMatchObject({ days: [{ day, collections: [{ rows: 5, bad_rows: 0 }] }] });
});

it.each<[string, DksFaults]>([
  ["answers late", { kind: "delay", delayMs: 30_000 }],
  ["has the job wait before it asks again", { kind: "status", status: 429, retryAfterSeconds: 30 }],
])("SIGINT is heeded while the service %s, before that wait is over", async (_name, faults) => {
  await setDksFaults(box.info, faults);
  const child = box.start(runOf(day, await box.config(withDks({ timeoutSeconds: 30 }))));
  const end = box.finished(child);
  while ((await dksCalls(box.info)) === 0 && child.exitCode === null) await sleep(50);
  const waitIsOver = sleep(29_000, undefined, { ref: false });
  await sleep(200);
  child.kill("SIGINT");
  const ended = await Promise.race([end, waitIsOver]);
  expect([ended?.code, lastLine(ended?.stderr ?? "")]).toEqual([
    130,
    expect.stringContaining("adg: Ended by SIGINT"),
  ]);
  await isRecorded("Failed");
});

/** When the service answered each call so far, by its log. */
async function callTimes(): Promise<number[]> {
  const log = await readFile(box.info.dks.logFile, "utf8");
  return log
    .split("\n")
    .filter((line) => line.includes("/datakey/actions/decrypt"))
    .map((line) => Date.parse(line.split(" ")[0] ?? ""));
}

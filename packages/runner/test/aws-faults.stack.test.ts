import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { type AwsProxy, awsProxy, type Fault } from "../../launcher/test/support/aws-proxy.ts";
import { lastLine, nthDay } from "./support/documents.ts";
import { Sandbox } from "./support/sandbox.ts";

// What AWS, or something on the way to it, may do to a day. Each case has a day of its own.

let box: Sandbox;
let aws: AwsProxy;
let days = 0;
let day: string;

beforeAll(async () => {
  box = await Sandbox.create();
});

afterAll(() => box[Symbol.asyncDispose]());

beforeEach(async () => {
  aws = await awsProxy();
  days += 1;
  day = nthDay(days);
  await box.put(`${day}_bids_1.csv`, "Id,Amount\n1,1\n2,2\n");
});

afterEach(() => aws.close());

/** Runs the day through the proxy: its exit code and the last line on stderr, if it failed. */
async function run(config: object = {}): Promise<{ code: number | null; last: string; stdout: string }> {
  const args = ["run", "--module_name", "vacancy", "--start_dt", day, "--end_dt", day];
  const { code, stdout, stderr } = await box.adg([...args, "--config", await box.config(config)], {
    AWS_ENDPOINT_URL: aws.endpoint,
  });
  return { code, stdout, last: code === 0 ? "" : lastLine(stderr) };
}

describe("AWS answers with 503 for 6 seconds", () => {
  it.each(["ListObjectsV2", "TransactWriteItems"])("from %s on: the day completes", async (name) => {
    aws.outage(name, 6_000);
    expect(await run()).toMatchObject({ code: 0, last: "" });
    expect(await box.item()).toMatchObject({ Date: day, Status: "Completed" });
    expect(await box.item(`#lock#${day}`)).toBeUndefined();
  });
});

describe("answers that are not AWS's, or not whole", () => {
  const NAMES = [
    "GetSecretValue",
    "AssumeRole",
    "GetItem",
    "PutItem",
    "UpdateItem",
    "TransactWriteItems",
    "DeleteItem",
    "ListObjectsV2",
    "HeadObject",
    "GetObject",
    "PutObject",
  ];

  it.each<[string, readonly Fault[]]>([
    ["HTML with status 200", [{ kind: "garbled" }]],
    ["lost, then broken off", [{ kind: "answer lost" }, { kind: "truncated" }]],
  ])("%s, once to each call: the day completes, with every row", async (_what, faults) => {
    for (const name of NAMES) aws.fault(name, ...faults);
    expect(await run()).toMatchObject({
      code: 0,
      last: "",
      stdout: expect.stringContaining("published 2 rows"),
    });
    expect(NAMES.filter((name) => aws.count(name) < 2)).toEqual([]);
    expect(await box.item()).toMatchObject({ Date: day, Status: "Completed" });
    expect(await box.item(`#lock#${day}`)).toBeUndefined();
  });

  it("for ever from the ledger: the day fails with one line that says of which call", async () => {
    aws.fault("GetItem", ...Array.from({ length: 1_000 }, (): Fault => ({ kind: "garbled" })));
    expect(await run({ lock: { ttlSeconds: 4 } })).toMatchObject({
      code: 4,
      last: expect.stringMatching(
        /^adg: The audit table .* failed .*: The answer to GetItem was neither XML nor JSON/,
      ),
    });
  });
});

it("a ledger that is away for longer than a call is tried again: the failure is recorded once it is back", async () => {
  // Of a lock of 8 seconds, a call is tried again for 4. The third is what completes the day.
  aws.outage("TransactWriteItems", 6_000, 3);
  const { code, last } = await run({ lock: { ttlSeconds: 8 } });
  expect([code, last]).toEqual([
    4,
    expect.stringContaining("is published, but the ledger could not be told"),
  ]);
  expect(await box.item()).toMatchObject({ Date: day, Status: "Failed" });
  expect(await box.item(`#lock#${day}`)).toBeUndefined();
});

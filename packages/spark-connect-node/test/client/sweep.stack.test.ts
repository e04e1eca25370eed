import { appendFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { create } from "@bufbuild/protobuf";
import { tableFromIPC } from "apache-arrow";
import * as fc from "fast-check";
import { ConfigRequest_SetSchema, KeyValueSchema } from "#gen/spark/connect/base_pb.js";
import { SparkConnectClient } from "../../src/client/spark-connect-client.ts";
import { failureOf, sqlPlan } from "./harness.ts";
import { MessageProxy } from "./message-proxy.ts";
import type { Break, MessageFault } from "./message-proxy.ts";
import { behind, stackServer } from "./stack.ts";
import { untilNothingRuns } from "../support/nothing-runs.ts";

const ROWS = 700;
const query = sqlPlan(`select id, concat('row ', id) as text from range(0, ${ROWS}, 1, 1)`);
/** Places that are tried side by side, each through a proxy of its own. */
const LANES = 4;
/** Results that are broken at random. */
const RANDOM_RUNS = 30;

interface Lane {
  readonly proxy: MessageProxy;
  readonly client: SparkConnectClient;
}
const lanes: Lane[] = [];

async function openLane(): Promise<Lane> {
  const { host, port } = stackServer();
  const proxy = await MessageProxy.start(host, port);
  const client = SparkConnectClient.connect({
    remote: behind(proxy.port),
    // The numbers of the real policy are tested elsewhere, without waiting for them.
    retryPolicy: { initialBackoffMs: 2, maxBackoffMs: 20, jitterMs: 0 },
    releaseThresholdBytes: 2_000,
  });
  const batch = create(KeyValueSchema, { key: "spark.sql.execution.arrow.maxRecordsPerBatch", value: "100" });
  await client.config({ case: "set", value: create(ConfigRequest_SetSchema, { pairs: [batch] }) });
  return { proxy, client };
}

beforeAll(async () => {
  for (let i = 0; i < LANES; i += 1) lanes.push(await openLane());
});

afterAll(async () => {
  for (const { proxy, client } of lanes) {
    await client.close();
    await proxy[Symbol.asyncDispose]();
  }
});

/** Runs the query; says which rows are not as they should be. */
async function run({ client }: Lane): Promise<{ wrong: string[]; rows: number }> {
  const wrong: string[] = [];
  let rows = 0;
  for await (const event of client.execute(query)) {
    if (event.kind !== "arrowBatch") continue;
    const table = tableFromIPC(event.data);
    const [ids, texts] = [table.getChild("id"), table.getChild("text")];
    for (let i = 0; i < table.numRows; i += 1, rows += 1) {
      if (ids?.get(i) !== BigInt(rows) || texts?.get(i) !== `row ${rows}`) {
        wrong.push(`row ${rows} came as ${ids?.get(i)}, ${texts?.get(i)}`);
      }
    }
  }
  return { wrong, rows };
}

/** Which message a fault waits for. */
function indexOf({ at }: MessageFault): number {
  if (at === "request") return 0;
  return "before" in at ? at.before : at.after;
}

/** For `pnpm test:faults`: how many results were broken in this way, each of them read whole in the end. */
function report(name: string, faults: number): void {
  const file = process.env["FAULT_FIGURES"];
  if (file !== undefined) appendFileSync(file, `${JSON.stringify({ name, faults })}\n`);
}

/** Runs the query once with each fault; every one must have happened, and nothing may be left on the server. */
async function runWithEach(faults: readonly MessageFault[]): Promise<void> {
  const left = [...faults];
  await Promise.all(
    lanes.map(async (lane) => {
      for (let fault = left.shift(); fault !== undefined; fault = left.shift()) {
        lane.proxy.clear();
        lane.proxy.plan(fault);
        expect({ fault, ...(await run(lane)) }).toEqual({ fault, ...right });
        // Messages about progress come or not, and after the last one the client has hung up.
        const reached = indexOf(fault) < lane.proxy.messages - 1;
        if (reached) await lane.proxy.until(() => lane.proxy.happened.length === 1);
      }
      lane.proxy.clear();
      await untilNothingRuns(lane.client);
    }),
  );
}

const right = { wrong: [], rows: ROWS };

const breaks: readonly (readonly [string, Break])[] = [
  ["a reset with INTERNAL_ERROR", { kind: "reset", code: "INTERNAL_ERROR" }],
  ["a reset with CANCEL", { kind: "reset", code: "CANCEL" }],
  ["a reset with REFUSED_STREAM", { kind: "reset", code: "REFUSED_STREAM" }],
  ["a reset with ENHANCE_YOUR_CALM", { kind: "reset", code: "ENHANCE_YOUR_CALM" }],
  ["a reset with NO_ERROR", { kind: "reset", code: "NO_ERROR" }],
  ["a torn connection", { kind: "tear" }],
  ["GOAWAY, and the end of the connection", { kind: "goaway", graceful: false }],
  ["GOAWAY, and calls that go on", { kind: "goaway", graceful: true }],
  ["an end with OK", { kind: "status", code: 0 }],
  ["an end with UNAVAILABLE", { kind: "status", code: 14 }],
  ["an end with DEADLINE_EXCEEDED", { kind: "status", code: 4 }],
  ["an end without a status", { kind: "bare end" }],
  ["half a message", { kind: "half" }],
  ["a stall", { kind: "stall", ms: 20 }],
];

describe("one fault at every message of a result", () => {
  let messages = 0;

  beforeAll(async () => {
    const [lane] = lanes as [Lane];
    // The first run takes its time, and may have messages about its progress.
    for (let i = 0; i < 2; i += 1) {
      lane.proxy.clear();
      expect(await run(lane)).toEqual(right);
    }
    ({ messages } = lane.proxy);
  });

  it("finds a result of many messages", () => {
    expect(messages).toBeGreaterThanOrEqual(9);
  });

  it.each(breaks)("%s", async (name, kind) => {
    const faults: MessageFault[] = [{ ...kind, at: "request" }];
    for (let n = 0; n < messages; n += 1) {
      faults.push({ ...kind, at: { before: n } }, { ...kind, at: { after: n } });
    }
    await runWithEach(faults);
    report(name, faults.length);
  });

  it("a gateway's page in place of an answer", async () => {
    const pages = [502, 503, 504, 429].map((status) => ({ kind: "http", status, at: "request" }) as const);
    await runWithEach(pages);
    report("a gateway's page in place of an answer", pages.length);
  });

  it("a fault of every kind on the way to a release, and in its answer", async () => {
    const places = ["request", { before: 0 }, { after: 0 }] as const;
    const faults = breaks.flatMap(([, kind]) =>
      places.map((at) => ({ ...kind, at, on: "ReleaseExecute" }) as const),
    );
    await runWithEach(faults);
    report("any of these on a release", faults.length);
  });

  it("a release that takes its time", async () => {
    await runWithEach([{ kind: "stall", ms: 300, at: "request", on: "ReleaseExecute" }]);
  });
});

describe("a token that expires while rows come", () => {
  /** A gateway that ends calls, and takes no new ones, once their token is old. */
  const gateway = async (next: string): Promise<Lane & { asked: () => number }> => {
    const { host, port } = stackServer();
    const proxy = await MessageProxy.start(host, port);
    const expired = { kind: "status", code: 16, message: "token expired", at: { after: 3 } } as const;
    proxy.plan(expired);
    proxy.refuse = (headers) => {
      const accepted = proxy.happened.length === 0 ? "first" : "second";
      return headers["x-gateway"] === accepted ? undefined : { code: 16, message: "token expired" };
    };
    let asked = 0;
    const metadataProvider = async (): Promise<Record<string, string>> => {
      asked += 1;
      return { "x-gateway": proxy.happened.length === 0 ? "first" : next };
    };
    const client = SparkConnectClient.connect({ remote: behind(proxy.port), metadataProvider });
    return { proxy, client, asked: () => asked };
  };

  it("costs no row where the provider makes a new one", async () => {
    const lane = await gateway("second");
    expect(await run(lane)).toEqual(right);
    expect(lane.asked()).toBeGreaterThan(1);
    await untilNothingRuns(lane.client);
    await lane.client.close();
    await lane.proxy[Symbol.asyncDispose]();
  });

  it("is told where it does not", async () => {
    const lane = await gateway("first");
    expect(await failureOf(run(lane))).toMatchObject({
      name: "AuthenticationError",
      grpcStatus: "UNAUTHENTICATED",
    });
    await lane.client.close();
    await lane.proxy[Symbol.asyncDispose]();
  });
});

describe("any faults in any order", () => {
  const place = fc.oneof(
    fc.constant("request" as const),
    fc.record({ before: fc.nat({ max: 4 }) }),
    fc.record({ after: fc.nat({ max: 4 }) }),
  );
  const fault = fc
    .tuple(fc.constantFrom(...breaks.map(([, kind]) => kind)), place)
    .map(([kind, at]): MessageFault => ({ ...kind, at }));

  it("leave each row once, and nothing that runs", async () => {
    const [lane] = lanes as [Lane];
    await fc.assert(
      fc.asyncProperty(fc.array(fault, { minLength: 2, maxLength: 10 }), async (faults) => {
        lane.proxy.clear();
        lane.proxy.plan(...faults);
        expect(await run(lane)).toEqual(right);
      }),
      // fast-check prints the seed of a failure.
      { numRuns: RANDOM_RUNS },
    );
    lane.proxy.clear();
    await untilNothingRuns(lane.client);
    report("two to ten of these in any order", RANDOM_RUNS);
  });
});

import { describe, expect, it } from "@jest/globals";
import { tableFromIPC } from "apache-arrow";
import type { ActionOptions } from "../../src/client/options.ts";
import { SparkConnectClient } from "../../src/client/spark-connect-client.ts";
import { FaultProxy } from "./fault-proxy.ts";
import type { Fault } from "./fault-proxy.ts";
import { failureOf, sqlCommand, sqlPlan } from "./harness.ts";
import { behind, stackServer } from "./stack.ts";
import { untilNothingRuns } from "../support/nothing-runs.ts";

const ROWS = 200_000;
const query = sqlPlan(`select id, id * 3 as triple, concat('row ', id) as text from range(0, ${ROWS}, 1, 4)`);

/** Checks that every row is there, once, in order and whole. */
async function checkRows(client: SparkConnectClient, options: ActionOptions = {}): Promise<void> {
  let next = 0;
  for await (const event of client.execute(query, options)) {
    if (event.kind !== "arrowBatch") continue;
    const table = tableFromIPC(event.data);
    const ids = table.getChild("id");
    const triples = table.getChild("triple");
    const texts = table.getChild("text");
    expect(table.numRows).toBe(event.rowCount);
    for (let i = 0; i < table.numRows; i += 1, next += 1) {
      if (
        ids?.get(i) !== BigInt(next) ||
        triples?.get(i) !== BigInt(next) * 3n ||
        texts?.get(i) !== `row ${next}`
      ) {
        throw new Error(`row ${next} came as ${ids?.get(i)}, ${triples?.get(i)}, ${texts?.get(i)}`);
      }
    }
  }
  expect(next).toBe(ROWS);
}

const at = (kind: "reset" | "close", ...bytes: number[]): Fault[] =>
  bytes.map((afterBytes) => ({ kind, afterBytes }));

async function through(faults: readonly Fault[]): Promise<{ proxy: FaultProxy; client: SparkConnectClient }> {
  const { host, port } = stackServer();
  const proxy = await FaultProxy.start(host, port);
  proxy.plan(...faults);
  return { proxy, client: SparkConnectClient.connect({ remote: behind(proxy.port) }) };
}

describe("200,000 rows through a connection that breaks", () => {
  it.each<[string, Fault[]]>([
    ["in no way", []],
    ["before the request arrives", [{ kind: "refuse" }, { kind: "refuse" }]],
    ["before the first response", at("reset", 0)],
    ["in the first message", at("reset", 200)],
    ["in the middle", at("reset", 1_000_000)],
    ["again and again", at("reset", 100_000, 300_000, 0, 50_000, 1_000_000, 700_000, 10_000)],
    ["by orderly closing", at("close", 0, 250_000, 600_000)],
    ["by stalling", [{ kind: "stall", afterBytes: 500_000, ms: 1_500 }]],
    [
      "by stalling and then for good",
      [{ kind: "stall", afterBytes: 400_000, ms: 700 }, ...at("reset", 600_000)],
    ],
  ])("%s", async (_name, faults) => {
    const { proxy, client } = await through(faults);
    try {
      await checkRows(client);
      const [first] = faults;
      if (first !== undefined) expect(proxy.happened[0]).toBe(first.kind);
      await untilNothingRuns(client);
    } finally {
      await client.close();
      await proxy[Symbol.asyncDispose]();
    }
  });

  it("at moments nobody chose", async () => {
    const { proxy, client } = await through([]);
    const breaking = setInterval(() => proxy.resetAll(), 150);
    const rows = checkRows(client);
    try {
      setTimeout(() => clearInterval(breaking), 3_000);
      await rows;
    } finally {
      clearInterval(breaking);
      await client.close();
      await proxy[Symbol.asyncDispose]();
    }
  });

  it("under several queries at once", async () => {
    const faults = at("reset", 2_000_000, 5_000_000, 1_000_000);
    const { proxy, client } = await through(faults);
    try {
      await Promise.all(Array.from({ length: 5 }, () => checkRows(client)));
      expect(proxy.happened).toContain("reset");
    } finally {
      await client.close();
      await proxy[Symbol.asyncDispose]();
    }
  });
});

describe("a command through a connection that breaks", () => {
  it("runs once", async () => {
    const { proxy, client } = await through([]);
    const table = `sc_b_once_${Date.now()}`;
    const run = async (sql: string): Promise<number> => {
      let rows = 0;
      for await (const event of client.execute(sqlCommand(sql))) {
        if (event.kind === "result" && event.result.case === "sqlCommandResult") rows += 1;
      }
      return rows;
    };
    try {
      await run(`create table ${table} (a bigint) using parquet`);
      proxy.plan(...at("reset", 0, 0, 60, 90, 120));
      proxy.resetAll();
      // Were it run twice there would be twice as many rows.
      expect(await run(`insert into ${table} select id from range(0, 50, 1, 5)`)).toBe(1);
      let rows = 0;
      for await (const event of client.execute(sqlPlan(`select a from ${table}`))) {
        if (event.kind === "arrowBatch") rows += event.rowCount;
      }
      expect(rows).toBe(50);
      expect(proxy.happened.length).toBeGreaterThan(0);
    } finally {
      await run(`drop table if exists ${table}`);
      await client.close();
      await proxy[Symbol.asyncDispose]();
    }
  });
});

describe("a connection that breaks for good", () => {
  it("fails within the retry policy, and says which server was lost", async () => {
    const { proxy } = await through([]);
    const retryPolicy = { maxRetries: 2 };
    const client = SparkConnectClient.connect({ remote: behind(proxy.port), retryPolicy });
    try {
      await client.serverVersion();
      const events = client.execute(query);
      await events.next();
      await proxy[Symbol.asyncDispose]();
      const work = (async () => {
        for await (const _ of events);
      })();
      const error = await failureOf(work);
      expect(error).toMatchObject({ code: "CONNECTION_FAILED", transient: true });
      expect(error.message).toContain(
        `Lost the connection to the Spark Connect server at localhost:${proxy.port}`,
      );
    } finally {
      await client.close();
    }
  });
});

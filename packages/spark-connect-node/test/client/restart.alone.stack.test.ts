import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { describe, expect, it } from "@jest/globals";
import { SparkConnectClient } from "../../src/client/spark-connect-client.ts";
import { failureOf, sqlCommand, sqlPlan } from "./harness.ts";
import { stackServer } from "./stack.ts";

const connect = (retryPolicy = {}): SparkConnectClient =>
  SparkConnectClient.connect({ remote: stackServer().remote, retryPolicy });

async function drain(events: AsyncIterable<unknown>): Promise<number> {
  let count = 0;
  for await (const _ of events) count += 1;
  return count;
}

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** The stack's Spark server dies as it does with its machine, or is told to end; it comes back when `start` is called. */
function endServer(signal: "SIGKILL" | "SIGTERM"): { start: () => Promise<void> } {
  const file = process.env["ADG_STACK_INFO"];
  if (file === undefined) throw new Error("ADG_STACK_INFO is not set: evaluate `pnpm --silent stack env`");
  const { name, spark } = JSON.parse(readFileSync(file, "utf8")) as {
    name: string;
    spark: { process: { pid: number } };
  };
  process.kill(spark.process.pid, signal);
  return {
    start: async () => {
      while (isThere(spark.process.pid)) await sleep(50);
      await promisify(execFile)(process.execPath, ["packages/local-stack/dist/cli.js", "up", "--name", name]);
    },
  };
}

describe("a server that is killed and started again", () => {
  it("costs its sessions, which say so at once and for good; new ones work", async () => {
    const idle = connect();
    const streaming = connect();
    const running = connect();
    const retrying = connect();
    const late = connect({ connectTimeoutMs: 500 });
    const patient = connect({ connectTimeoutMs: 120_000 });
    await Promise.all([idle.serverVersion(), retrying.serverVersion()]);
    await drain(idle.execute(sqlCommand("create temporary view mine as select 1 as a")));
    const rows = streaming.execute(sqlPlan("select id from range(0, 100000000, 1, 200)"));
    await rows.next();
    await rows.next();
    const forMinutes = "select java_method('java.lang.Thread', 'sleep', 300000L) from range(0, 1, 1, 1)";
    const sleeping = running.execute(sqlPlan(forMinutes));
    // Its schema; then nothing comes.
    await sleeping.next();
    const stuck = failureOf(drain(sleeping));

    const server = endServer("SIGKILL");
    const streamed = failureOf(drain(rows));
    const retried = failureOf(retrying.config({ case: undefined }));
    const patience = patient.serverVersion();
    const refused = await failureOf(late.serverVersion());
    await server.start();

    expect(refused).toMatchObject({ code: "CONNECTION_FAILED", transient: true });
    expect(refused.message).toMatch(/Cannot reach .*; tried (once|\d+ times) in [\d.]+ s/s);
    expect(await patience).toMatch(/^\d+\.\d+/);
    const lost = await Promise.all([
      streamed,
      stuck,
      retried,
      failureOf(drain(idle.execute(sqlPlan("select * from mine")))),
    ]);
    for (const error of lost) {
      expect(error).toMatchObject({ code: "SESSION_LOST", transient: false });
      expect(error.message).toMatch(
        /temporary views, session configuration, cached relations and any running/,
      );
      expect(error.message).toMatch(/Create a new session/);
    }
    expect(lost.slice(0, 2).map((error) => error.operationId)).toEqual([
      expect.stringMatching(/^[0-9a-f-]{36}$/),
      expect.stringMatching(/^[0-9a-f-]{36}$/),
    ]);
    // From now on nothing is even sent.
    expect(await failureOf(idle.config({ case: undefined }))).toBe(lost[3]);

    const next = idle.newSession();
    expect(await drain(next.execute(sqlPlan("select 1")))).toBeGreaterThan(0);
    for (const each of [idle, streaming, running, retrying, late, patient, next]) await each.close();
  });
});

describe("a server that is told to end, and shuts down in order", () => {
  it("costs the sessions of queries in flight, whatever they are", async () => {
    const minutes = "java_method('java.lang.Thread', 'sleep', 300000L)";
    const folder = `/tmp/never-written-${process.pid}`;
    const queries = [
      sqlPlan(`select ${minutes} from range(0, 2, 1, 2)`),
      sqlPlan(`select count(*), ${minutes} as x from range(0, 2, 1, 2) group by x`),
      sqlCommand(
        `insert overwrite directory '${folder}' using parquet select ${minutes} as x from range(0, 2, 1, 2)`,
      ),
    ];
    const running = queries.map((query) => {
      const client = connect();
      const events = client.execute(query, { onProgress: () => started() });
      let started = (): void => {};
      const isRunning = new Promise<void>((resolve) => {
        started = resolve;
      });
      return { client, isRunning, failed: failureOf(drain(events)) };
    });
    await Promise.all(running.map(({ isRunning }) => isRunning));
    const server = endServer("SIGTERM");
    const lost = await Promise.all(running.map(({ failed }) => failed));
    await server.start();
    for (const error of lost) {
      expect(error).toMatchObject({ code: "SESSION_LOST", transient: false });
      expect(error.message).not.toMatch(/\bat org\.apache|SparkContext/);
    }
    for (const { client } of running) await client.close();
  });
});

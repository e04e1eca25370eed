import { describe, expect, it } from "@jest/globals";
import { inspect } from "node:util";
import { SparkConnectClient } from "../../src/client/spark-connect-client.ts";
import type { QueryProgress } from "../../src/execution/progress.ts";
import type { ExecuteEvent } from "../../src/execution/events.ts";
import { failureOf, sqlPlan } from "./harness.ts";
import { behind, stackServer } from "./stack.ts";

const connect = (): SparkConnectClient => SparkConnectClient.connect({ remote: stackServer().remote });
const collect = async (events: AsyncIterable<ExecuteEvent>): Promise<ExecuteEvent[]> => {
  const all: ExecuteEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
};
/** What still ran would be named; the end of what was just released may take a moment. */
const nothingRuns = async (client: SparkConnectClient): Promise<void> => {
  let left = await client.interruptAll();
  for (let i = 0; left.length > 0 && i < 100; i += 1) left = await client.interruptAll();
  expect(left).toEqual([]);
};
/** One task that sleeps; not folded into a constant, and interruptible. */
const sleeping = (ms: number): ReturnType<typeof sqlPlan> =>
  sqlPlan(`select java_method('java.lang.Thread', 'sleep', ${ms}L) as a from range(0, 1, 1, 1)`);

describe("a real server", () => {
  it("answers queries with schema, batches and metrics", async () => {
    await using client = connect();
    const events = await collect(client.execute(sqlPlan("select id from range(0, 25000, 1, 1)")));
    const batches = events.filter((event) => event.kind === "arrowBatch");
    expect(events[0]).toMatchObject({ kind: "schema", schema: { kind: { case: "struct" } } });
    expect(batches.map((batch) => batch.rowCount).reduce((a, b) => a + b)).toBe(25_000);
    expect(batches.map((batch) => batch.startOffset)).toEqual([0n, 10_000n, 20_000n]);
    expect(events.some((event) => event.kind === "metrics")).toBe(true);
  });

  it("answers an empty result with a schema and a batch of no rows", async () => {
    await using client = connect();
    const events = await collect(client.execute(sqlPlan("select id from range(0)")));
    expect(events.filter((event) => event.kind === "arrowBatch").map((batch) => batch.rowCount)).toEqual([0]);
  });

  it("tells its version and keeps configuration per session", async () => {
    await using client = connect();
    expect(await client.serverVersion()).toMatch(/^\d+\.\d+\.\d+/);
    const key = "spark.sql.shuffle.partitions";
    const get = async (of: SparkConnectClient): Promise<(string | undefined)[]> => {
      const value = {
        $typeName: "spark.connect.ConfigRequest.GetOption" as const,
        keys: [key, "no.such.key"],
      };
      return (await of.config({ case: "getOption", value })).pairs.map((pair) => pair.value);
    };
    const pairs = [{ $typeName: "spark.connect.KeyValue" as const, key, value: "3" }];
    await client.config({ case: "set", value: { $typeName: "spark.connect.ConfigRequest.Set", pairs } });
    await using other = client.newSession();
    expect(await get(client)).toEqual(["3", undefined]);
    expect((await get(other))[0]).not.toBe("3");
  });

  it.each([
    ["select nope from range(1)", "ANALYSIS", "UNRESOLVED_COLUMN.WITH_SUGGESTION", "42703"],
    ["selec 1", "PARSE", "PARSE_SYNTAX_ERROR", "42601"],
    ["select 1/0", "EXECUTION", "DIVIDE_BY_ZERO", "22012"],
    ["select raise_error('boom') from range(5)", "EXECUTION", "USER_RAISED_EXCEPTION", "P0001"],
    ["select * from no_such_table_sc_b", "ANALYSIS", "TABLE_OR_VIEW_NOT_FOUND", "42P01"],
  ])("fails %s as %s %s", async (query, code, errorClass, sqlState) => {
    await using client = connect();
    const error = await failureOf(collect(client.execute(sqlPlan(query))));
    expect(error).toMatchObject({ code, errorClass, sqlState });
    expect(error.message).toContain(errorClass);
    expect(error.operationId).toMatch(/^[0-9a-f-]{36}$/);
    expect(error.serverStackTrace).toMatch(/\tat org\.apache\.spark/);
  });

  it("shows the offending line", async () => {
    await using client = connect();
    const error = await failureOf(collect(client.execute(sqlPlan("select 1,\n  1/0"))));
    expect(error.queryContexts?.[0]).toMatchObject({ contextType: "sql", fragment: "1/0" });
    expect(error.queryContexts?.[0]?.summary).toMatch(/line 2[\s\S]*\^\^\^/);
  });

  it("reports progress of a query that takes its time", async () => {
    await using client = connect();
    const seen: QueryProgress[] = [];
    await collect(client.execute(sleeping(4500), { onProgress: (progress) => seen.push(progress) }));
    expect(seen.length).toBeGreaterThan(0);
    expect(seen.some(({ stages }) => stages.some((stage) => stage.numTasks > 0))).toBe(true);
  });
});

describe("cancelling on a real server", () => {
  it("ends the operation there", async () => {
    await using client = connect();
    const abort = new AbortController();
    const running = failureOf(collect(client.execute(sleeping(60_000), { signal: abort.signal })));
    setTimeout(() => abort.abort(), 1_000);
    expect(await running).toMatchObject({ code: "CANCELLED" });
    await nothingRuns(client);
    // The test may take less than the query: nothing but the abort ends it in time.
  }, 45_000);

  it("by tag is told to the query that was cancelled", async () => {
    await using client = connect();
    const running = failureOf(collect(client.execute(sleeping(60_000), { tags: ["sc-b-cancel"] })));
    let interrupted: string[] = [];
    while (interrupted.length === 0) interrupted = await client.interruptTag("sc-b-cancel");
    const error = await running;
    expect(error).toMatchObject({ code: "CANCELLED", operationId: interrupted[0] });
  });

  it("happens when the consumer leaves early", async () => {
    await using client = connect();
    for await (const event of client.execute(sqlPlan("select id from range(0, 2000000, 1, 400)"))) {
      if (event.kind === "arrowBatch") break;
    }
    await nothingRuns(client);
  });
});

describe("what a user gets wrong", () => {
  it("a wrong token: refused at once, and not repeated", async () => {
    const { port } = stackServer();
    const token = "a-wrong-but-secret-token";
    await using client = SparkConnectClient.connect({ remote: `sc://localhost:${port}/;token=${token}` });
    const error = await failureOf(client.serverVersion());
    expect(error).toMatchObject({ code: "UNAUTHENTICATED" });
    expect(error.message).toMatch(/check the token/);
    expect(inspect(error, { depth: 10 })).not.toContain(token);
  });

  it("no token: says so", async () => {
    const { port } = stackServer();
    await using client = SparkConnectClient.connect({ remote: `sc://localhost:${port}`, environment: {} });
    expect((await failureOf(client.serverVersion())).message).toMatch(/no token was sent/);
  });

  it("a port where nothing listens: named, within the connect timeout", async () => {
    const retryPolicy = { connectTimeoutMs: 1_000 };
    await using client = SparkConnectClient.connect({ remote: behind(1), retryPolicy });
    const error = await failureOf(collect(client.execute(sqlPlan("select 1"))));
    expect(error).toMatchObject({ code: "CONNECTION_FAILED" });
    expect(error.message).toMatch(/Cannot reach a Spark Connect server at localhost:1 .*ECONNREFUSED/);
  });

  it("plain text to a server asked for TLS: says what a token implies", async () => {
    const { port } = stackServer();
    const remote = `sc://127.0.0.1:${port}/;token=t`;
    await using client = SparkConnectClient.connect({ remote, retryPolicy: { connectTimeoutMs: 500 } });
    expect((await failureOf(client.serverVersion())).message).toMatch(/speaks TLS/);
  });
});

describe("a session closed behind our back", () => {
  it("is reported as lost, at once, and a new session works", async () => {
    await using client = connect();
    await client.serverVersion();
    const twin = SparkConnectClient.connect({ remote: stackServer().remote, sessionId: client.sessionId });
    await twin.serverVersion();
    await twin.close();
    const error = await failureOf(collect(client.execute(sqlPlan("select 1"))));
    expect(error).toMatchObject({ code: "SESSION_LOST" });
    await using next = client.newSession();
    expect(await collect(next.execute(sqlPlan("select 1")))).not.toEqual([]);
  });
});

import { createServer } from "node:net";
import type { AddressInfo, Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { FakeServer } from "../client/fake-server.ts";
import { failureOf, plan, rowsOf } from "../client/harness.ts";
import { SparkConnectClient } from "../../src/client/spark-connect-client.ts";

const sockets = new Set<Socket>();
/** Takes connections and never says a word, as a listener of something else does. */
const silent = createServer((socket) => void sockets.add(socket));
let port = 0;

beforeAll(async () => {
  await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
  port = (silent.address() as AddressInfo).port;
});

afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => silent.close(resolve));
});

describe("a first connection that neither comes nor is refused", () => {
  const connect = (reattachable = true): SparkConnectClient =>
    SparkConnectClient.connect({
      remote: `sc://localhost:${port}`,
      environment: {},
      retryPolicy: { connectTimeoutMs: 200 },
      reattachable,
    });

  it.each<[string, (client: SparkConnectClient) => Promise<unknown>, boolean]>([
    ["a call", (client) => client.serverVersion(), true],
    ["a query", (client) => rowsOf(client.execute(plan)), true],
    ["a query that cannot be resumed", (client) => rowsOf(client.execute(plan)), false],
  ])("fails %s when its time is over, and says so", async (_name, work, reattachable) => {
    await using client = connect(reattachable);
    const error = await failureOf(work(client));
    expect(error).toMatchObject({ code: "CONNECTION_FAILED", transient: true });
    expect(error.message).toContain(
      `Cannot reach a Spark Connect server at localhost:${port} (no connection within 0.2 s; tried once in 0.2 s)`,
    );
  });

  it("is not tried again to give back a session that nobody has", async () => {
    const before = sockets.size;
    const client = connect();
    await failureOf(client.serverVersion());
    await client.close();
    expect(sockets.size - before).toBe(1);
  });

  it("is waited for as long as it takes, when told so", async () => {
    await using server = await FakeServer.start();
    await using client = SparkConnectClient.connect({
      remote: server.remote,
      environment: {},
      retryPolicy: { connectTimeoutMs: Infinity },
      deadlines: { analyzePlan: Infinity },
    });
    expect(await client.serverVersion()).toBe("4.3.0");
  });

  it("is ended by the caller's signal before", async () => {
    await using client = connect();
    const signal = AbortSignal.timeout(20);
    expect(await failureOf(client.analyze({ case: undefined }, { signal }))).toMatchObject({
      code: "CANCELLED",
    });
  });
});

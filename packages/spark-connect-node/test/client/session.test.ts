import { getEventListeners } from "node:events";
import { describe, expect, it } from "@jest/globals";
import type { AnalyzePlanRequest } from "#gen/spark/connect/base_pb.js";
import { SparkConnectClient } from "../../src/client/spark-connect-client.ts";
import { failure, FakeServer } from "./fake-server.ts";
import { complete, connectTo, failureOf, FakeRuntime, plan, row, rowsOf } from "./harness.ts";

describe("the session's identity", () => {
  it("is pinned by the first answer and sent from then on", async () => {
    await using server = await FakeServer.start();
    await using client = connectTo(server);
    await client.analyze({ case: undefined });
    await client.analyze({ case: undefined });
    const sent = server.requests<AnalyzePlanRequest>("AnalyzePlan");
    expect(sent.map((request) => request.clientObservedServerSideSessionId)).toEqual([
      undefined,
      "server-session-1",
    ]);
  });

  it("changed by the server, in a stream: the session is lost and stays so", async () => {
    await using server = await FakeServer.start();
    server.onExecute(row(1), { send: { responseId: "r2", serverSideSessionId: "another" } });
    await using client = connectTo(server);
    const error = await failureOf(rowsOf(client.execute(plan)));
    expect(error).toMatchObject({ code: "SESSION_LOST", errorClass: "INVALID_HANDLE.SESSION_CHANGED" });
    expect(await failureOf(client.interruptAll())).toBe(error);
    expect(server.methods()).toEqual(["ExecutePlan"]);
  });

  it.each([
    "INVALID_HANDLE.SESSION_CHANGED",
    "INVALID_HANDLE.SESSION_CLOSED",
    "INVALID_HANDLE.SESSION_NOT_FOUND",
  ])("refused with %s: the session is lost, without a retry", async (errorClass) => {
    await using server = await FakeServer.start();
    server.on("AnalyzePlan", () => ({ fail: failure("INTERNAL", errorClass) }));
    await using client = connectTo(server);
    expect(await failureOf(client.serverVersion())).toMatchObject({ code: "SESSION_LOST", errorClass });
    await client.close();
    expect(server.methods(true)).toEqual(["AnalyzePlan"]);
  });

  it("answered for another one: the answer is dropped", async () => {
    await using server = await FakeServer.start();
    server.onExecute({ send: { responseId: "r1", sessionId: "someone else's" } });
    await using client = connectTo(server);
    expect(await failureOf(rowsOf(client.execute(plan)))).toMatchObject({ code: "PROTOCOL" });
  });

  it("unnamed by the server, as 3.5 does: nothing is pinned", async () => {
    await using server = await FakeServer.start();
    server.serverSideSessionId = "";
    server.onExecute(row(1), complete, "end");
    await using client = connectTo(server);
    expect(await rowsOf(client.execute(plan))).toEqual([1]);
    await client.analyze({ case: undefined });
    expect(
      server.requests<AnalyzePlanRequest>("AnalyzePlan")[0]?.clientObservedServerSideSessionId,
    ).toBeUndefined();
  });
});

describe("many queries at once", () => {
  it("share a session and a signal, on which they leave one listener", async () => {
    await using server = await FakeServer.start();
    server.onStreams(() => [row(1), complete, "end"]);
    await using client = connectTo(server);
    const { signal } = new AbortController();
    const all = Array.from({ length: 40 }, () => rowsOf(client.execute(plan, { signal })));
    expect(await Promise.all(all)).toEqual(Array.from({ length: 40 }, () => [1]));
    expect(getEventListeners(signal, "abort")).toHaveLength(1);
  });
});

describe("a proxy in the environment", () => {
  it("is not asked for a server on this machine", async () => {
    const before = process.env["http_proxy"];
    process.env["http_proxy"] = "http://127.0.0.1:1";
    try {
      await using server = await FakeServer.start();
      await using client = connectTo(server);
      expect(await client.serverVersion()).toBe("4.3.0");
    } finally {
      if (before === undefined) delete process.env["http_proxy"];
      else process.env["http_proxy"] = before;
    }
  });
});

describe("metadata", () => {
  it("carries token, parameters, provider and interceptors with every call, retries included", async () => {
    await using server = await FakeServer.start();
    server.onExecute({ fail: failure("UNAVAILABLE") }).onReattach(row(1), complete, "end");
    let asked = 0;
    const outcomes: string[] = [];
    await using client = SparkConnectClient.connect({
      remote: `${server.remote}/;token=secret-token;x-team=adg`,
      environment: {},
      runtime: new FakeRuntime(),
      metadataProvider: async () => ({ "X-Aws-Proxy-Auth": `fresh-${(asked += 1)}` }),
      interceptors: [
        {
          before: (call) => void call.metadata.set("x-trace", call.method),
          after: (outcome) => {
            outcomes.push(`${outcome.method} ${outcome.status} ${outcome.messages}`);
            throw new Error("a broken watcher");
          },
        },
      ],
    });
    await rowsOf(client.execute(plan));
    await client.close();
    expect(server.calls[0]?.metadata.get("authorization")).toBe("Bearer secret-token");
    expect(server.calls[0]?.metadata.get("x-team")).toBe("adg");
    expect(
      server.calls.map((call) => [call.metadata.get("x-aws-proxy-auth"), call.metadata.get("x-trace")]),
    ).toEqual([
      ["fresh-1", "ExecutePlan"],
      ["fresh-2", "ReattachExecute"],
      ["fresh-3", "ReleaseExecute"],
      ["fresh-4", "ReleaseSession"],
    ]);
    expect(outcomes).toEqual([
      "ExecutePlan UNAVAILABLE 0",
      "ReattachExecute OK 2",
      "ReleaseExecute OK 1",
      "ReleaseSession OK 1",
    ]);
  });

  it("that cannot be had fails the call with the provider's error as cause", async () => {
    await using server = await FakeServer.start();
    const cause = new Error("no credentials");
    await using client = connectTo(server, { metadataProvider: () => Promise.reject(cause) });
    const error = await failureOf(client.serverVersion());
    expect(error.message).toMatch(/metadata provider/);
    expect(error.cause).toBe(cause);
    expect(server.methods(true)).toEqual([]);
  });
});

describe("calls that answer once", () => {
  it("are retried by the policy, with its delays", async () => {
    await using server = await FakeServer.start();
    let calls = 0;
    server.on("AnalyzePlan", () =>
      (calls += 1) <= 3
        ? { fail: failure("UNAVAILABLE") }
        : { result: { case: "sparkVersion", value: { version: "4.0.1" } } },
    );
    const runtime = new FakeRuntime();
    await using client = connectTo(server, { runtime });
    expect(await client.serverVersion()).toBe("4.0.1");
    expect(await client.serverVersion()).toBe("4.0.1");
    expect(runtime.sleeps).toEqual([50, 200, 800]);
    expect(server.requests("AnalyzePlan")).toHaveLength(4);
  });

  it("wait as long as the server asks", async () => {
    await using server = await FakeServer.start();
    let calls = 0;
    server.on("Config", () =>
      (calls += 1) === 1 ? { fail: failure("ABORTED", undefined, { retryDelayMs: 7500 }) } : {},
    );
    const runtime = new FakeRuntime();
    await using client = connectTo(server, { runtime });
    await client.config({ case: undefined });
    expect(runtime.sleeps).toEqual([7500]);
  });

  it.each(["INTERNAL", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED", "UNAUTHENTICATED"] as const)(
    "are not retried on %s",
    async (code) => {
      await using server = await FakeServer.start();
      server.on("Config", () => ({ fail: failure(code) }));
      await using client = connectTo(server);
      await failureOf(client.config({ case: undefined }));
      expect(server.requests("Config")).toHaveLength(1);
    },
  );

  it("pass their deadline as TIMEOUT", async () => {
    await using server = await FakeServer.start();
    server.onExecute();
    await using client = connectTo(server, {
      deadlines: { nonReattachableExecutePlan: 30 },
      reattachable: false,
    });
    const error = await failureOf(rowsOf(client.execute(plan)));
    expect(error).toMatchObject({ code: "TIMEOUT", transient: true, grpcStatus: "DEADLINE_EXCEEDED" });
  });

  it("reattach when a stream's own deadline passes", async () => {
    await using server = await FakeServer.start();
    server.onExecute(row(1)).onReattach(row(2), complete, "end");
    await using client = connectTo(server, { deadlines: { executePlan: 40 } });
    expect(await rowsOf(client.execute(plan))).toEqual([1, 2]);
    expect(server.methods()).toEqual(["ExecutePlan", "ReattachExecute"]);
  });
});

import { describe, expect, it } from "@jest/globals";
import type { ExecutePlanRequest, ReattachExecuteRequest } from "#gen/spark/connect/base_pb.js";
import { failure, FakeServer } from "./fake-server.ts";
import type { Step } from "./fake-server.ts";
import { complete, connectTo, failureOf, FakeRuntime, plan, row, rowsOf } from "./harness.ts";

const dropped: Step = { fail: failure("UNAVAILABLE") };

describe("a reattachable execution", () => {
  it.each<[string, Step[], Step[][], (string | undefined)[]]>([
    ["one stream", [row(1), row(2), complete, "end"], [], []],
    ["ends before any message", ["end"], [[row(1), row(2), complete, "end"]], [undefined]],
    ["ends between messages", [row(1), "end"], [[row(2), complete, "end"]], ["r1"]],
    ["ends before ResultComplete", [row(1), row(2), "end"], [[complete, "end"]], ["r2"]],
    ["breaks before any message", [dropped], [[row(1), row(2), complete, "end"]], [undefined]],
    ["breaks after a message", [row(1), dropped], [[row(2), complete, "end"]], ["r1"]],
    ["breaks after the last row", [row(1), row(2), dropped], [[complete, "end"]], ["r2"]],
    [
      "breaks again and again",
      [dropped],
      [[row(1), dropped], [dropped], [row(2), dropped], [complete]],
      [undefined, "r1", "r1", "r2"],
    ],
    ["passes its deadline", [row(1), { fail: failure("DEADLINE_EXCEEDED") }], [[row(2), complete]], ["r1"]],
    [
      "was taken over",
      [row(1), { fail: failure("INTERNAL", "INVALID_CURSOR.DISCONNECTED") }],
      [[row(2), complete]],
      ["r1"],
    ],
    [
      "is torn below gRPC",
      [row(1), { fail: failure("INTERNAL", undefined, { message: "Received RST_STREAM with code 2" }) }],
      [[row(2), complete]],
      ["r1"],
    ],
    [
      "is asked to come back later",
      [row(1), { fail: failure("RESOURCE_EXHAUSTED", undefined, { retryDelayMs: 1500 }) }],
      [[row(2), complete]],
      ["r1"],
    ],
  ])("gives each row once when the stream %s", async (_name, first, later, cursors) => {
    await using server = await FakeServer.start();
    server.onExecute(...first);
    for (const steps of later) server.onReattach(...steps);
    await using client = connectTo(server);

    expect(await rowsOf(client.execute(plan))).toEqual([1, 2]);

    expect(server.methods()).toEqual(["ExecutePlan", ...later.map(() => "ReattachExecute")]);
    const [execute] = server.requests<ExecutePlanRequest>("ExecutePlan");
    const reattaches = server.requests<ReattachExecuteRequest>("ReattachExecute");
    expect(reattaches.map((request) => request.lastResponseId)).toEqual(cursors);
    for (const request of reattaches) expect(request.operationId).toBe(execute?.operationId);
  });

  it.each(["INVALID_HANDLE.OPERATION_NOT_FOUND", "INVALID_HANDLE.SESSION_NOT_FOUND"])(
    "executes again under the same operation id when the first request never arrived: %s",
    async (errorClass) => {
      await using server = await FakeServer.start();
      server.onExecute(dropped).onReattach({ fail: failure("INTERNAL", errorClass) });
      server.onExecute(row(1), complete, "end");
      await using client = connectTo(server);

      expect(await rowsOf(client.execute(plan))).toEqual([1]);

      expect(server.methods()).toEqual(["ExecutePlan", "ReattachExecute", "ExecutePlan"]);
      const [first, second] = server.requests<ExecutePlanRequest>("ExecutePlan");
      expect(second?.operationId).toBe(first?.operationId);
      expect(second?.plan).toEqual(first?.plan);
    },
  );

  it("does not execute again once a response has arrived", async () => {
    await using server = await FakeServer.start();
    server.onExecute(row(1), dropped);
    server.onReattach({ fail: failure("INTERNAL", "INVALID_HANDLE.OPERATION_NOT_FOUND") });
    await using client = connectTo(server);

    const error = await failureOf(rowsOf(client.execute(plan)));

    expect(error).toMatchObject({ code: "EXECUTION", errorClass: "INVALID_HANDLE.OPERATION_NOT_FOUND" });
    expect(server.methods()).toEqual(["ExecutePlan", "ReattachExecute"]);
  });

  it("takes an unknown session for a lost one when it knew the session", async () => {
    await using server = await FakeServer.start();
    server.onExecute(dropped).onReattach({ fail: failure("INTERNAL", "INVALID_HANDLE.SESSION_NOT_FOUND") });
    await using client = connectTo(server);
    await client.serverVersion();

    const error = await failureOf(rowsOf(client.execute(plan)));

    expect(error).toMatchObject({ code: "SESSION_LOST" });
    expect(error.message).toMatch(/temporary views, session configuration, cached relations/);
    expect(server.methods()).toEqual(["AnalyzePlan", "ExecutePlan", "ReattachExecute"]);
    expect(await failureOf(client.serverVersion().then(() => client.config({ case: undefined })))).toBe(
      error,
    );
  });

  it("goes on when the server sends the connection away (GOAWAY)", async () => {
    const aged = { "grpc.max_connection_age_ms": 40, "grpc.max_connection_age_grace_ms": 20 };
    await using server = await FakeServer.start(aged);
    server.onExecute(row(1)).onReattach(row(2), complete, "end").onReattach(row(2), complete, "end");
    await using client = connectTo(server);
    expect(await rowsOf(client.execute(plan))).toEqual([1, 2]);
  });

  it("backs off on streams that end at once, and gives up in the end", async () => {
    await using server = await FakeServer.start();
    server.onStreams(() => ["end"]);
    const runtime = new FakeRuntime();
    await using client = connectTo(server, { runtime });

    const error = await failureOf(rowsOf(client.execute(plan)));

    expect(error.message).toMatch(/kept ending the stream/);
    expect(server.requests("ReattachExecute")).toHaveLength(40);
    expect(runtime.sleeps.slice(0, 10)).toEqual([20, 40, 80, 160, 320, 640, 1280, 2560, 5000, 5000]);
  });

  it("stops retrying after the policy's number, counted anew with each response", async () => {
    await using server = await FakeServer.start();
    server.onExecute(row(1), dropped);
    for (let i = 0; i < 3; i += 1) server.onReattach(dropped);
    server.onReattach(row(2), dropped);
    for (let i = 0; i < 4; i += 1) server.onReattach(dropped);
    const runtime = new FakeRuntime();
    await using client = connectTo(server, { runtime, retryPolicy: { maxRetries: 4 } });

    const error = await failureOf(rowsOf(client.execute(plan)));

    expect(error).toMatchObject({ code: "CONNECTION_FAILED", transient: true });
    expect(runtime.sleeps).toEqual([50, 200, 800, 3200, 50, 200, 800, 3200]);
    expect(server.requests("ReattachExecute")).toHaveLength(8);
  });

  it("sends what identifies it, and the pinned session on reattach", async () => {
    await using server = await FakeServer.start();
    server.onExecute(row(1), dropped).onReattach(complete, "end");
    await using client = connectTo(server, { userId: "ann", userAgent: "tests" });
    client.addTag("nightly");

    await rowsOf(client.execute(plan, { tags: ["one", "nightly"] }));

    const [execute] = server.requests<ExecutePlanRequest>("ExecutePlan");
    const [reattach] = server.requests<ReattachExecuteRequest>("ReattachExecute");
    expect(execute).toMatchObject({ sessionId: client.sessionId, tags: ["nightly", "one"] });
    expect(execute?.userContext?.userId).toBe("ann");
    expect(execute?.clientType).toMatch(/^tests os\/\S+ node\/\d+/);
    expect(execute?.clientObservedServerSideSessionId).toBeUndefined();
    expect(execute?.requestOptions.map((option) => option.requestOption.case)).toEqual([
      "reattachOptions",
      "resultChunkingOptions",
    ]);
    expect(reattach?.clientObservedServerSideSessionId).toBe("server-session-1");
  });
});

describe("a token that expires while rows come", () => {
  const refused: Step = { fail: failure("UNAUTHENTICATED") };

  it("is made anew for the reattach, and no row is lost", async () => {
    await using server = await FakeServer.start();
    server.onExecute(row(1), refused).onReattach(row(2), complete, "end");
    let made = 0;
    const metadataProvider = (): Record<string, string> => ({ "x-proxy-auth": `token-${(made += 1)}` });
    await using client = connectTo(server, { metadataProvider });
    expect(await rowsOf(client.execute(plan))).toEqual([1, 2]);
    expect(server.calls.slice(0, 2).map((call) => [call.method, call.metadata.get("x-proxy-auth")])).toEqual([
      ["ExecutePlan", "token-1"],
      ["ReattachExecute", "token-2"],
    ]);
  });

  it("fails the query when the new one is refused too", async () => {
    await using server = await FakeServer.start();
    server.onExecute(row(1), refused).onReattach(refused);
    await using client = connectTo(server, { metadataProvider: () => ({ "x-proxy-auth": "stale" }) });
    const error = await failureOf(rowsOf(client.execute(plan)));
    expect(error).toMatchObject({ name: "AuthenticationError", code: "UNAUTHENTICATED" });
    expect(error.message).toMatch(/metadata provider returns; its token may have expired/);
    expect(error.operationId).toBe(server.requests<ExecutePlanRequest>("ExecutePlan")[0]?.operationId);
    expect(server.methods()).toEqual(["ExecutePlan", "ReattachExecute"]);
  });

  it("fails the query at once where there is no other", async () => {
    await using server = await FakeServer.start();
    server.onExecute(row(1), refused);
    await using client = connectTo(server);
    expect(await failureOf(rowsOf(client.execute(plan)))).toMatchObject({ code: "UNAUTHENTICATED" });
    expect(server.methods()).toEqual(["ExecutePlan"]);
  });
});

describe("a server of Spark 3.5", () => {
  /** No server-side session ids, no ReleaseSession, no FetchErrorDetails, no offsets, no chunks, no progress. */
  const old = async (): Promise<FakeServer> => {
    const server = await FakeServer.start();
    server.serverSideSessionId = "";
    for (const method of ["ReleaseSession", "FetchErrorDetails"]) {
      server.on(method, () => ({ fail: failure("UNIMPLEMENTED") }));
    }
    return server;
  };

  it("gives its rows, also over broken streams, and is left in order", async () => {
    await using server = await old();
    server.onExecute(row(1), dropped).onReattach(row(2), "end").onReattach(complete, "end");
    const client = connectTo(server);
    expect(await rowsOf(client.execute(plan))).toEqual([1, 2]);
    await client.close();
    expect(server.methods(true)).toEqual([
      "ExecutePlan",
      "ReattachExecute",
      "ReattachExecute",
      "ReleaseExecute",
      "ReleaseSession",
    ]);
    const [reattach] = server.requests<ReattachExecuteRequest>("ReattachExecute");
    expect(reattach?.clientObservedServerSideSessionId).toBeUndefined();
  });

  it("is asked again for what it never got", async () => {
    await using server = await old();
    server.onExecute(dropped).onReattach({ fail: failure("INTERNAL", "INVALID_HANDLE.SESSION_NOT_FOUND") });
    server.onExecute(row(1), complete, "end");
    await using client = connectTo(server);
    await client.serverVersion();
    expect(await rowsOf(client.execute(plan))).toEqual([1]);
  });

  it("has its errors told without details", async () => {
    await using server = await old();
    const info = { errorClass: "DIVIDE_BY_ZERO", errorId: "e", classes: '["java.lang.ArithmeticException"]' };
    server.onExecute({ fail: { code: "INTERNAL", message: "[DIVIDE_BY_ZERO] by zero", info } });
    await using client = connectTo(server);
    expect(await failureOf(rowsOf(client.execute(plan)))).toMatchObject({
      code: "EXECUTION",
      errorClass: "DIVIDE_BY_ZERO",
      message: "[DIVIDE_BY_ZERO] by zero",
    });
  });
});

describe("an execution that cannot be resumed", () => {
  it("ends with its stream, without reattach or release", async () => {
    await using server = await FakeServer.start();
    server.onExecute(row(1), row(2), "end");
    await using client = connectTo(server, { reattachable: false });
    expect(await rowsOf(client.execute(plan))).toEqual([1, 2]);
    expect(server.methods(true)).toEqual(["ExecutePlan"]);
  });

  it("is tried again only before the first response", async () => {
    await using server = await FakeServer.start();
    server.onExecute(dropped).onExecute(row(1), dropped);
    await using client = connectTo(server, { reattachable: false });
    expect(await failureOf(rowsOf(client.execute(plan)))).toMatchObject({ code: "CONNECTION_FAILED" });
    expect(server.methods(true)).toEqual(["ExecutePlan", "ExecutePlan"]);
  });
});

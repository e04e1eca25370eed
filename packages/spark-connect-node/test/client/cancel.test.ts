import { describe, expect, it } from "@jest/globals";
import type {
  ExecutePlanRequest,
  InterruptRequest,
  ReattachExecuteRequest,
} from "#gen/spark/connect/base_pb.js";
import { CancelledError } from "../../src/errors.ts";
import { sparkSessionOf } from "../../src/session/spark-session.ts";
import { failure, FakeServer } from "./fake-server.ts";
import { connectTo, failureOf, FakeRuntime, plan, row, rowsOf } from "./harness.ts";

describe("aborting", () => {
  it("interrupts the operation on the server, releases it and rejects with the signal's reason", async () => {
    await using server = await FakeServer.start();
    server.onExecute(row(1));
    await using client = connectTo(server);
    const abort = new AbortController();
    const events = client.execute(plan, { signal: abort.signal });
    await events.next();
    const waiting = failureOf(Promise.resolve(events.next()));
    const reason = new Error("the user pressed Ctrl-C");
    abort.abort(reason);

    const error = await waiting;
    await server.until(() => server.cancelled === 1);
    await client.close();

    expect(error).toBeInstanceOf(CancelledError);
    expect(error.cause).toBe(reason);
    const [execute] = server.requests<ExecutePlanRequest>("ExecutePlan");
    const [interrupt] = server.requests<InterruptRequest>("Interrupt");
    expect(error.operationId).toBe(execute?.operationId);
    expect(interrupt?.interrupt).toEqual({ case: "operationId", value: execute?.operationId });
    expect(server.methods(true)).toEqual([
      "ExecutePlan",
      "Interrupt",
      "ReattachExecute",
      "ReleaseExecute",
      "ReleaseSession",
    ]);
  });

  it.each([
    [0, [500]],
    [180, [320]],
    [500, []],
    [9_000, []],
  ])("interrupts an operation that is %d ms old after waiting %j", async (ageMs, waits) => {
    await using server = await FakeServer.start();
    server.onExecute(row(1));
    const runtime = new FakeRuntime();
    await using client = connectTo(server, { runtime });
    const abort = new AbortController();
    const events = client.execute(plan, { signal: abort.signal });
    await events.next();
    await runtime.sleep(ageMs);
    runtime.sleeps.length = 0;
    abort.abort();
    expect(await failureOf(Promise.resolve(events.next()))).toMatchObject({ code: "CANCELLED" });
    await server.until(() => server.methods().includes("Interrupt"));
    expect(runtime.sleeps).toEqual(waits);
  });

  it("waits for the end of what it interrupted before it releases it", async () => {
    await using server = await FakeServer.start();
    server.onExecute(row(1));
    server.onReattach(row(2), "end");
    server.onReattach(row(3), { fail: failure("INTERNAL", "OPERATION_CANCELED") });
    const client = connectTo(server);
    const abort = new AbortController();
    const events = client.execute(plan, { signal: abort.signal });
    await events.next();
    abort.abort();
    await failureOf(Promise.resolve(events.next()));
    await client.close();
    expect(server.methods(true)).toEqual([
      "ExecutePlan",
      "Interrupt",
      "ReattachExecute",
      "ReattachExecute",
      "ReleaseExecute",
      "ReleaseSession",
    ]);
    const [first, second] = server.requests<ReattachExecuteRequest>("ReattachExecute");
    expect([first?.lastResponseId, second?.lastResponseId]).toEqual(["r1", "r2"]);
  });

  it("does not wait for ever for it", async () => {
    await using server = await FakeServer.start();
    server.onExecute(row(1));
    for (let i = 0; i < 30; i += 1) server.onReattach("end");
    const client = connectTo(server);
    const abort = new AbortController();
    const events = client.execute(plan, { signal: abort.signal });
    await events.next();
    abort.abort();
    await failureOf(Promise.resolve(events.next()));
    await client.close();
    expect(server.requests("ReattachExecute")).toHaveLength(20);
  });

  it("reaches the server even when nobody pulls", async () => {
    await using server = await FakeServer.start();
    server.onExecute(row(1), row(2));
    await using client = connectTo(server);
    const abort = new AbortController();
    const events = client.execute(plan, { signal: abort.signal });
    await events.next();
    abort.abort();
    await server.until(() => server.cancelled > 0 && server.requests("ReleaseExecute").length === 1);
    expect(await failureOf(Promise.resolve(events.next()))).toMatchObject({ code: "CANCELLED" });
  });

  it("sends nothing when it comes before the start", async () => {
    await using server = await FakeServer.start();
    await using client = connectTo(server);
    const options = { signal: AbortSignal.abort() };
    expect(await failureOf(rowsOf(client.execute(plan, options)))).toMatchObject({ code: "CANCELLED" });
    expect(await failureOf(client.analyze({ case: undefined }, options))).toMatchObject({
      code: "CANCELLED",
    });
    expect(server.methods(true)).toEqual([]);
  });

  it("ends a back-off at once", async () => {
    await using server = await FakeServer.start();
    server.onStreams(() => [{ fail: failure("UNAVAILABLE") }]);
    const abort = new AbortController();
    const runtime = {
      now: () => 0,
      random: () => 0,
      sleep: async (_ms: number, signal?: AbortSignal): Promise<void> =>
        new Promise((resolve) => {
          if (signal === undefined) return resolve();
          signal.addEventListener("abort", () => resolve(), { once: true });
          setImmediate(() => abort.abort());
        }),
    };
    await using client = connectTo(server, { runtime });
    const work = rowsOf(client.execute(plan, { signal: abort.signal }));
    expect(await failureOf(work)).toMatchObject({ code: "CANCELLED" });
    expect(server.methods().filter((name) => name !== "Interrupt")).toEqual(["ExecutePlan"]);
  });

  it("does not wait for what the server has to say about an error", async () => {
    await using server = await FakeServer.start();
    const failing = { fail: failure("INTERNAL", "SOME_ERROR", { info: { errorId: "e" } }) };
    server
      .onExecute(failing)
      .on("Config", () => failing)
      .on("FetchErrorDetails", () => "hang");
    await using client = connectTo(server);
    for (const run of [
      (signal: AbortSignal) => rowsOf(client.execute(plan, { signal })),
      (signal: AbortSignal) => client.config({ case: undefined }, { signal }),
    ]) {
      const abort = new AbortController();
      const work = failureOf(run(abort.signal));
      const asked = server.requests("FetchErrorDetails").length;
      await server.until(() => server.requests("FetchErrorDetails").length > asked);
      abort.abort();
      expect(await work).toMatchObject({ code: "CANCELLED" });
    }
  });

  it("does not wait for the server's version", async () => {
    await using server = await FakeServer.start();
    server.on("AnalyzePlan", () => "hang");
    const spark = sparkSessionOf(connectTo(server));
    const abort = new AbortController();
    const work = failureOf(spark.range(1).collect({ signal: abort.signal }));
    await server.until(() => server.methods().includes("AnalyzePlan"));
    abort.abort();
    expect(await work).toMatchObject({ code: "CANCELLED" });
    await spark.stop();
  });

  it("cancels analysis and configuration calls", async () => {
    await using server = await FakeServer.start();
    const abort = new AbortController();
    server.on("AnalyzePlan", () => {
      abort.abort();
      return { fail: failure("UNAVAILABLE") };
    });
    await using client = connectTo(server);
    const work = client.analyze({ case: undefined }, { signal: abort.signal });
    expect(await failureOf(work)).toMatchObject({ code: "CANCELLED" });
    expect(server.requests("AnalyzePlan")).toHaveLength(1);
  });
});

describe("interrupts", () => {
  it("name all, a tag or an operation", async () => {
    await using server = await FakeServer.start();
    await using client = connectTo(server);
    expect(await client.interruptAll()).toEqual(["interrupted"]);
    await client.interruptTag("nightly");
    await client.interruptOperation("op");
    expect(
      server
        .requests<InterruptRequest>("Interrupt")
        .map((request) => [request.interruptType, request.interrupt]),
    ).toEqual([
      [1, { case: undefined }],
      [2, { case: "operationTag", value: "nightly" }],
      [3, { case: "operationId", value: "op" }],
    ]);
  });

  it.each(["", "a,b"])("refuse the tag %j", async (tag) => {
    await using server = await FakeServer.start();
    await using client = connectTo(server);
    expect(() => client.addTag(tag)).toThrow(/tag/);
    expect(() => client.execute(plan, { tags: [tag] })).toThrow(/tag/);
    expect(await failureOf(client.interruptTag(tag))).toMatchObject({ code: "INVALID_ARGUMENT" });
  });

  it("keep a session's tags until they are removed", async () => {
    await using server = await FakeServer.start();
    await using client = connectTo(server);
    client.addTag("a");
    client.addTag("b");
    client.addTag("a");
    client.removeTag("b");
    expect(client.getTags()).toEqual(["a"]);
    expect(client.newSession().getTags()).toEqual([]);
    client.clearTags();
    expect(client.getTags()).toEqual([]);
  });
});

import { describe, expect, it } from "@jest/globals";
import type { ReleaseExecuteRequest } from "#gen/spark/connect/base_pb.js";
import { failure, FakeServer } from "./fake-server.ts";
import { complete, connectTo, failureOf, plan, row, rowsOf } from "./harness.ts";

const releases = (server: FakeServer): string[] =>
  server
    .requests<ReleaseExecuteRequest>("ReleaseExecute")
    .map(({ release }) =>
      release.case === "releaseUntil" ? release.value.responseId : (release.case ?? ""),
    );

describe("releasing an operation", () => {
  it("happens once when the result is complete", async () => {
    await using server = await FakeServer.start();
    server.onExecute(row(1), row(2), complete, "end");
    await using client = connectTo(server);
    await rowsOf(client.execute(plan));
    await client.close();
    expect(releases(server)).toEqual(["releaseAll"]);
    expect(server.methods(true)).toEqual(["ExecutePlan", "ReleaseExecute", "ReleaseSession"]);
  });

  it("tells the server along the way what was consumed, one call at a time, the last one counting", async () => {
    await using server = await FakeServer.start();
    server.onExecute(row(1), row(2), row(3), complete, "end");
    await using client = connectTo(server, { releaseThresholdBytes: 1 });
    const events = client.execute(plan);
    await events.next();
    // Asking for the next row says that the first one is done with.
    await events.next();
    await server.until(() => releases(server).length === 1);
    for await (const event of events) expect(event.kind).toBe("arrowBatch");
    await client.close();
    expect(releases(server)[0]).toBe("r1");
    expect(releases(server).at(-1)).toBe("releaseAll");
  });

  it("never mentions a response that was not handed on", async () => {
    await using server = await FakeServer.start();
    server.onExecute(row(1), row(2), row(3));
    await using client = connectTo(server, { releaseThresholdBytes: 1 });
    const events = client.execute(plan);
    await events.next();
    await events.next();
    await client.close();
    expect(releases(server).filter((release) => release !== "releaseAll")).toEqual(["r1"]);
  });

  it("happens when the consumer leaves early", async () => {
    await using server = await FakeServer.start();
    server.onExecute(row(1), row(2));
    await using client = connectTo(server);
    for await (const event of client.execute(plan)) {
      expect(event.kind).toBe("arrowBatch");
      break;
    }
    await server.until(() => server.cancelled === 1);
    await client.close();
    expect(releases(server)).toEqual(["releaseAll"]);
  });

  it("happens when the consumer throws", async () => {
    await using server = await FakeServer.start();
    server.onExecute(row(1), row(2));
    await using client = connectTo(server);
    const work = (async () => {
      for await (const event of client.execute(plan)) throw new Error(`cannot use ${event.kind}`);
    })();
    await expect(work).rejects.toThrow("cannot use arrowBatch");
    await client.close();
    expect(releases(server)).toEqual(["releaseAll"]);
  });

  it("happens when the query fails", async () => {
    await using server = await FakeServer.start();
    server.onExecute(row(1), { fail: failure("INTERNAL", "DIVIDE_BY_ZERO") });
    await using client = connectTo(server);
    expect(await failureOf(rowsOf(client.execute(plan)))).toMatchObject({ errorClass: "DIVIDE_BY_ZERO" });
    await client.close();
    expect(releases(server)).toEqual(["releaseAll"]);
  });

  it("is tried again, and its failure is nobody's error", async () => {
    await using server = await FakeServer.start();
    server.onExecute(row(1), complete, "end");
    server.on("ReleaseExecute", () => ({ fail: failure("UNAVAILABLE") }));
    await using client = connectTo(server);
    expect(await rowsOf(client.execute(plan))).toEqual([1]);
    await client.close();
    expect(releases(server)).toEqual(Array.from({ length: 5 }, () => "releaseAll"));
  });

  it("does nothing for an execution that never began", async () => {
    await using server = await FakeServer.start();
    await using client = connectTo(server);
    await client.execute(plan).return();
    await client.close();
    expect(server.methods(true)).toEqual([]);
  });
});

describe("closing a session", () => {
  it("waits for releases on their way", async () => {
    await using server = await FakeServer.start();
    server.onExecute(row(1), complete, "end");
    const client = connectTo(server);
    await rowsOf(client.execute(plan));
    await client.close();
    expect(server.methods(true).slice(-2)).toEqual(["ReleaseExecute", "ReleaseSession"]);
  });

  it("waits for them ten seconds at most, and leaves nothing behind", async () => {
    await using server = await FakeServer.start();
    server.onExecute(row(1), complete, "end").on("ReleaseExecute", () => "hang");
    const client = connectTo(server);
    await rowsOf(client.execute(plan));
    await client.close();
    expect(server.methods(true)).toEqual(["ExecutePlan", "ReleaseExecute", "ReleaseSession"]);
  });

  it.each(["UNIMPLEMENTED", "UNAVAILABLE", "INTERNAL"] as const)("does not fail on %s", async (code) => {
    await using server = await FakeServer.start();
    server.on("ReleaseSession", () => ({ fail: failure(code) }));
    const client = connectTo(server);
    await client.serverVersion();
    await client.close();
    await client.close();
    expect(server.requests("ReleaseSession")).toHaveLength(1);
  });

  it("ends what runs and what comes after with CANCELLED", async () => {
    await using server = await FakeServer.start();
    server.onExecute(row(1));
    const client = connectTo(server);
    const events = client.execute(plan);
    await events.next();
    const waiting = failureOf(Promise.resolve(events.next()));
    await client.close();
    expect(await waiting).toMatchObject({ code: "CANCELLED" });
    for (const work of [client.serverVersion(), rowsOf(client.execute(plan))]) {
      const message = expect.stringMatching(/^The session was stopped, so nothing was sent/);
      expect(await failureOf(work)).toMatchObject({ code: "CANCELLED", message });
    }
    expect(server.methods(true)).toEqual([
      "ExecutePlan",
      "Interrupt",
      "ReattachExecute",
      "ReleaseExecute",
      "ReleaseSession",
    ]);
  });

  it("leaves the connection to the other sessions", async () => {
    await using server = await FakeServer.start();
    const first = connectTo(server);
    const second = first.newSession();
    expect(second.sessionId).not.toBe(first.sessionId);
    await first.serverVersion();
    await first.close();
    expect(await second.serverVersion()).toBe("4.3.0");
    await second.close();
    expect(server.requests<{ sessionId: string }>("ReleaseSession").map((r) => r.sessionId)).toEqual([
      first.sessionId,
      second.sessionId,
    ]);
  });
});

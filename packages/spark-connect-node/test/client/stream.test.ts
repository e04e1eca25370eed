import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import { create } from "@bufbuild/protobuf";
import type { ExecutePlanRequest, ReattachExecuteRequest } from "#gen/spark/connect/base_pb.js";
import { ExecutePlanResponseSchema } from "#gen/spark/connect/base_pb.js";
import type { ExecuteEvent } from "../../src/execution/events.ts";
import { failure, FakeServer } from "./fake-server.ts";
import type { Step } from "./fake-server.ts";
import { complete, connectTo, failureOf, plan, row, rowsOf } from "./harness.ts";

describe("whatever breaks", () => {
  const breaks: Record<string, Step> = {
    ends: "end",
    drops: { fail: failure("UNAVAILABLE") },
    expires: { fail: failure("DEADLINE_EXCEEDED") },
    loses: { fail: failure("INTERNAL", "INVALID_CURSOR.DISCONNECTED") },
  };

  it("each row comes exactly once and in order", async () => {
    const faults = fc.array(
      fc.record({ after: fc.nat({ max: 6 }), how: fc.constantFrom(...Object.keys(breaks)) }),
      { maxLength: 12 },
    );
    await using server = await FakeServer.start();
    await using client = connectTo(server, { releaseThresholdBytes: 3 });
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 20 }), faults, async (rows, plannedFaults) => {
        const whole: Step[] = [...Array.from({ length: rows }, (_, i) => row(i)), complete, "end"];
        const left = [...plannedFaults];
        server.onStreams((request) => {
          const last = (request as Partial<ReattachExecuteRequest>).lastResponseId;
          const rest = whole.slice(last === undefined ? 0 : Number(last.slice(1)) + 1);
          const fault = left.shift();
          const how = fault === undefined ? undefined : breaks[fault.how];
          return fault === undefined || how === undefined || fault.after >= rest.length
            ? rest
            : [...rest.slice(0, fault.after), how];
        });
        expect(await rowsOf(client.execute(plan))).toEqual(Array.from({ length: rows }, (_, i) => i));
      }),
      { numRuns: 60 },
    );
    // Hundreds of streams: a machine with other work to do needs its time.
  }, 60_000);
});

describe("a slow consumer", () => {
  it("makes the server wait: only a few batches are ever on their way", async () => {
    await using server = await FakeServer.start();
    const megabyte = new Uint8Array(1024 * 1024);
    let written = 0;
    server.onExecute(async (stream) => {
      const request = stream.request as ExecutePlanRequest;
      for (let i = 0; i < 60; i += 1) {
        const batch = { rowCount: 0n, data: megabyte };
        const init = { ...request, responseId: `r${i}`, serverSideSessionId: "server-session-1" };
        const { sessionId, operationId = "", responseId, serverSideSessionId } = init;
        const fields = { sessionId, operationId, responseId, serverSideSessionId };
        const response = create(ExecutePlanResponseSchema, {
          ...fields,
          responseType: { case: "arrowBatch", value: batch },
        });
        await new Promise<void>((resolve) => stream.write(response, () => resolve()));
        written += 1;
      }
    });
    await using client = connectTo(server);
    const events = client.execute(plan);
    await events.next();
    await new Promise((resolve) => setTimeout(resolve, 90));
    const ahead = written;
    for (let i = 0; i < 20; i += 1) await events.next();
    await new Promise((resolve) => setTimeout(resolve, 50));
    const later = written;
    await events.return();
    // Twenty-one were taken; what was written beyond them is what the windows hold.
    expect(ahead).toBeLessThan(12);
    expect(later).toBeGreaterThan(18);
    expect(later).toBeLessThan(32);
  });
});

describe("a consumer that takes longer than the server waits", () => {
  it("has its operation attached to from time to time, and all of its rows", async () => {
    await using server = await FakeServer.start();
    let readsOn: () => void = () => undefined;
    let reading = false;
    const cutOff = new Promise<void>((resolve) => (readsOn = resolve));
    const disconnected = { fail: failure("INTERNAL", "INVALID_CURSOR.DISCONNECTED") };
    server.onStreams(({ $typeName }) => {
      if ($typeName === "spark.connect.ExecutePlanRequest") {
        return [row(1), row(2), row(3), () => cutOff, disconnected];
      }
      // What a touch is answered, nobody reads.
      return reading ? [row(4), complete, "end"] : [row(9)];
    });
    await using client = connectTo(server, { touchEveryMs: 20 });
    const events = client.execute(plan);
    const first = await events.next();
    await server.until(() => server.requests("ReattachExecute").length >= 2 && server.cancelled > 0);
    reading = true;
    readsOn();
    expect([first.value?.kind, ...(await rowsOf(events))]).toEqual(["arrowBatch", 2, 3, 4]);
    const asked = server.requests<ReattachExecuteRequest>("ReattachExecute");
    expect(new Set(asked.map(({ lastResponseId }) => lastResponseId))).toEqual(new Set(["r3"]));
  });

  it("is left alone once all of it has arrived, or the session ends", async () => {
    await using server = await FakeServer.start();
    server.onExecute(row(1), complete, "end").onExecute(row(1));
    const client = connectTo(server, { touchEveryMs: 5 });
    const arrived = client.execute(plan);
    await arrived.next();
    const waiting = client.execute(plan);
    const closed = waiting.next().then(() => client.close());
    await closed;
    const calls = server.requests("ReattachExecute").length;
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(server.requests("ReattachExecute")).toHaveLength(calls);
    await arrived.return();
    await waiting.return();
  });
});

describe("events", () => {
  const collect = async (events: AsyncIterable<ExecuteEvent>): Promise<ExecuteEvent[]> => {
    const all: ExecuteEvent[] = [];
    for await (const event of events) all.push(event);
    return all;
  };

  it("come from every field of a response, in order", async () => {
    await using server = await FakeServer.start();
    server.onExecute(
      { send: { responseId: "r1", schema: { kind: { case: "long", value: {} } } } },
      row(2),
      { send: { responseId: "r3", responseType: { case: "sqlCommandResult", value: {} } } },
      {
        send: {
          responseId: "r4",
          metrics: { metrics: [{ name: "scan", planId: 1n, parent: 0n }] },
          observedMetrics: [
            {
              name: "counts",
              keys: ["n"],
              planId: 7n,
              values: [{ literalType: { case: "long", value: 3n } }],
            },
          ],
        },
      },
      complete,
      "end",
    );
    await using client = connectTo(server);
    const events = await collect(client.execute(plan));
    expect(events.map((event) => event.kind)).toEqual([
      "schema",
      "arrowBatch",
      "result",
      "metrics",
      "observedMetrics",
    ]);
    expect(events[4]).toMatchObject({ name: "counts", planId: 7n, keys: ["n"], failure: undefined });
  });

  it("leave progress to the callback, which cannot break the query", async () => {
    await using server = await FakeServer.start();
    const progress = {
      stages: [{ stageId: 1n, numTasks: 4n, numCompletedTasks: 2n, inputBytesRead: 10n }],
      numInflightTasks: 2n,
    };
    server.onExecute(
      { send: { responseId: "r0", responseType: { case: "executionProgress", value: progress } } },
      row(1),
      complete,
      "end",
    );
    await using client = connectTo(server);
    const seen: unknown[] = [];
    const onProgress = (value: unknown): never => {
      seen.push(value);
      throw new Error("a broken progress bar");
    };
    expect(await rowsOf(client.execute(plan, { onProgress }))).toEqual([1]);
    const stage = { stageId: 1n, numTasks: 4, numCompletedTasks: 2, inputBytesRead: 10n, done: false };
    const [{ operationId }] = server.requests<{ operationId: string }>("ExecutePlan") as [
      { operationId: string },
    ];
    expect(seen).toEqual([
      { operationId, inflightTasks: 2, stages: [stage], done: false },
      { operationId, inflightTasks: 0, stages: [stage], done: true },
    ]);
  });

  it("join chunks that a reattach has torn apart", async () => {
    await using server = await FakeServer.start();
    const chunk = (n: bigint): Step => ({
      send: {
        responseId: `c${n}`,
        responseType: {
          case: "arrowBatch",
          value: {
            rowCount: 9n,
            startOffset: 0n,
            chunkIndex: n,
            numChunksInBatch: 2n,
            data: Uint8Array.of(Number(n)),
          },
        },
      },
    });
    server.onExecute(chunk(0n), { fail: failure("UNAVAILABLE") }).onReattach(chunk(1n), complete, "end");
    await using client = connectTo(server);
    expect(await collect(client.execute(plan))).toEqual([
      { kind: "arrowBatch", data: Uint8Array.of(0, 1), rowCount: 9, startOffset: 0n },
    ]);
    expect(server.requests<ReattachExecuteRequest>("ReattachExecute")[0]?.lastResponseId).toBe("c0");
  });

  it("stop at a batch that does not follow the one before", async () => {
    await using server = await FakeServer.start();
    const value = { rowCount: 1n, startOffset: 5n, data: Uint8Array.of(1) };
    server.onExecute({ send: { responseId: "r1", responseType: { case: "arrowBatch", value } } });
    await using client = connectTo(server);
    expect(await failureOf(rowsOf(client.execute(plan)))).toMatchObject({ code: "PROTOCOL" });
  });

  it("stop at a result that ends inside a batch", async () => {
    await using server = await FakeServer.start();
    const value = { rowCount: 1n, numChunksInBatch: 2n, data: Uint8Array.of(1) };
    server.onExecute(
      { send: { responseId: "r1", responseType: { case: "arrowBatch", value } } },
      complete,
      "end",
    );
    await using client = connectTo(server);
    expect((await failureOf(rowsOf(client.execute(plan)))).message).toMatch(/1 of 2 chunks/);
  });
});

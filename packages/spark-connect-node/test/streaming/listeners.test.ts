import { create } from "@bufbuild/protobuf";
import { afterEach, describe, expect, it, jest } from "@jest/globals";
import type { Plan } from "#gen/spark/connect/base_pb.js";
import {
  StreamingQueryEventType as EventType,
  StreamingQueryListenerEventsResultSchema,
  WriteStreamOperationStartResultSchema,
} from "#gen/spark/connect/commands_pb.js";
import { CancelledError, ConnectionError, UnsupportedError } from "../../src/errors.ts";
import type { ExecuteEvent } from "../../src/execution/events.ts";
import { sparkSessionOf, type SparkSession } from "../../src/session/spark-session.ts";
import { RecordingClient } from "../plan/recording-client.ts";
import { idleJson, startedJson, terminatedJson } from "./samples.ts";

const events = (
  value: Parameters<typeof create<typeof StreamingQueryListenerEventsResultSchema>>[1],
): ExecuteEvent => ({
  kind: "result",
  result: {
    case: "streamingQueryListenerEventsResult",
    value: create(StreamingQueryListenerEventsResultSchema, value),
  },
});

/** A server with a listener bus: it sends what a test says, until it is told to stop. */
class BusServer extends RecordingClient {
  readonly commands: unknown[] = [];
  #send: (event: ExecuteEvent | Error | "end") => void = () => undefined;

  override async *execute(plan: Plan): AsyncGenerator<ExecuteEvent, void, undefined> {
    const command = plan.opType.case === "command" ? plan.opType.value.commandType : undefined;
    if (command?.case === "writeStreamOperationStart") {
      yield {
        kind: "result",
        result: {
          case: "writeStreamOperationStartResult",
          value: create(WriteStreamOperationStartResultSchema, {
            queryId: { id: "i", runId: "r" },
            queryStartedEventJson: startedJson,
          }),
        },
      };
      return;
    }
    if (command?.case !== "streamingQueryListenerBusCommand") return;
    this.commands.push(command.value.command.case);
    if (command.value.command.case === "removeListenerBusListener") {
      this.#send("end");
      return;
    }
    const waiting: (ExecuteEvent | Error | "end")[] = [];
    let wake = (): void => undefined;
    this.#send = (event) => {
      waiting.push(event);
      wake();
    };
    yield events({ listenerBusListenerAdded: true });
    for (;;) {
      for (let event = waiting.shift(); event !== undefined; event = waiting.shift()) {
        if (event === "end") return;
        if (event instanceof Error) throw event;
        yield event;
      }
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  }

  idle(): void {
    this.#send(events({ events: [{ eventType: EventType.QUERY_IDLE_EVENT, eventJson: idleJson }] }));
  }

  terminated(): void {
    this.#send(
      events({ events: [{ eventType: EventType.QUERY_TERMINATED_EVENT, eventJson: terminatedJson }] }),
    );
  }

  fail(error: Error): void {
    this.#send(error);
  }

  end(): void {
    this.#send("end");
  }
}

function session(version?: string): { spark: SparkSession; server: BusServer } {
  const server = new BusServer(version);
  return { spark: sparkSessionOf(server), server };
}

/** The next warning of the process. */
function warning(): Promise<unknown> {
  return new Promise((resolve) => {
    jest.spyOn(process, "emitWarning").mockImplementation((text) => {
      resolve(text);
    });
  });
}

afterEach(() => {
  jest.restoreAllMocks();
});

describe("listeners", () => {
  it("share one operation, begun by the first and ended by the last", async () => {
    const { spark, server } = session();
    const [one, two] = [{}, {}];
    await Promise.all([spark.streams.addListener(one), spark.streams.addListener(two)]);
    await spark.streams.removeListener(one);
    expect(server.commands).toEqual(["addListenerBusListener"]);
    await spark.streams.removeListener(two);
    await spark.streams.removeListener(two);
    expect(server.commands).toEqual(["addListenerBusListener", "removeListenerBusListener"]);
    await spark.streams.addListener(one);
    expect(server.commands).toHaveLength(3);
    await spark.streams.removeListener(one);
  });

  it("know of a start before the starter does, and of the rest until they are removed", async () => {
    const { spark, server } = session();
    const seen: string[] = [];
    const listener = {
      onQueryStarted: () => seen.push("started"),
      onQueryIdle: () => seen.push("idle"),
      onQueryTerminated: () => seen.push("terminated"),
    };
    await spark.streams.addListener(listener);
    await spark.readStream.load().writeStream.start();
    expect(seen).toEqual(["started"]);
    server.idle();
    server.terminated();
    // What was on its way is brought before the removal is done.
    await spark.streams.removeListener(listener);
    expect(seen).toEqual(["started", "idle", "terminated"]);
    await spark.readStream.load().writeStream.start();
    expect(seen).toHaveLength(3);
  });

  it("that throw disturb nobody, and become a warning", async () => {
    const { spark } = session();
    const seen: string[] = [];
    await spark.streams.addListener({
      onQueryStarted: () => {
        throw new Error("mine");
      },
    });
    await spark.streams.addListener({ onQueryStarted: () => seen.push("started") });
    const warned = warning();
    await spark.readStream.load().writeStream.start();
    expect(seen).toEqual(["started"]);
    expect(await warned).toContain("A StreamingQueryListener threw: mine");
  });

  it("are told when the stream breaks, and may be added again", async () => {
    const { spark, server } = session();
    const closed: (Error | undefined)[] = [];
    const listener = { onClosed: (error: Error | undefined) => closed.push(error) };
    const error = new ConnectionError("gone");
    await spark.streams.addListener(listener);
    const iterable = await spark.streams.events();
    server.fail(error);
    await expect(iterable.next()).rejects.toBe(error);
    expect(closed).toEqual([error]);
    await spark.streams.removeListener(listener);
    await spark.streams.addListener(listener);
    expect(server.commands).toEqual(["addListenerBusListener", "addListenerBusListener"]);
    server.end();
    const again = await spark.streams.events();
    await again.return?.();
    expect(String(closed[1])).toContain("ended the stream");
  });

  it("without onClosed leave a warning when the stream breaks", async () => {
    const { spark, server } = session();
    await spark.streams.addListener({});
    const warned = warning();
    server.fail(new ConnectionError("gone"));
    expect(await warned).toContain("lost the events of streaming queries; add it again: gone");
  });

  it("end quietly with their session", async () => {
    const { spark, server } = session();
    const closed: unknown[] = [];
    await spark.streams.addListener({ onClosed: (error) => closed.push(error) });
    const iterable = await spark.streams.events();
    server.fail(new CancelledError("its client was closed"));
    expect(await iterable.next()).toEqual({ done: true, value: undefined });
    expect(closed).toEqual([undefined]);
  });

  it("take the server's own cancellation for a failure", async () => {
    const { spark, server } = session();
    const iterable = await spark.streams.events();
    server.fail(new CancelledError("interrupted", { errorClass: "OPERATION_CANCELED" }));
    await expect(iterable.next()).rejects.toThrow("interrupted");
  });

  it("need Spark 4.0", async () => {
    const { spark } = session("3.5.6");
    await expect(spark.streams.addListener({})).rejects.toThrow(UnsupportedError);
    await expect(spark.streams.events()).rejects.toThrow(/4\.0/);
  });
});

describe("events()", () => {
  it("gives them in order, and takes its listener away when the loop is left", async () => {
    const { spark, server } = session();
    const iterable = await spark.streams.events();
    await spark.readStream.load().writeStream.start();
    server.idle();
    server.terminated();
    const kinds: string[] = [];
    for await (const event of iterable) {
      kinds.push(event.kind);
      if (event.kind === "terminated") break;
    }
    expect(kinds).toEqual(["started", "idle", "terminated"]);
    expect(server.commands.at(-1)).toBe("removeListenerBusListener");
  });

  it("takes its listener away when it is returned before it was begun", async () => {
    const { spark, server } = session();
    const iterable = await spark.streams.events();
    await iterable.return?.();
    expect(server.commands.at(-1)).toBe("removeListenerBusListener");
  });

  it("ends with its signal, after what came before", async () => {
    const { spark } = session();
    const controller = new AbortController();
    const iterable = await spark.streams.events({ signal: controller.signal });
    await spark.readStream.load().writeStream.start();
    controller.abort();
    expect((await iterable.next()).value).toMatchObject({ kind: "started" });
    expect(await iterable.next()).toEqual({ done: true, value: undefined });
  });
});

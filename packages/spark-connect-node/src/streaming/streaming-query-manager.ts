import type { ActionOptions } from "../client/options.ts";
import type {
  StreamingQueryManagerCommandResult,
  StreamingQueryManagerCommandResult_StreamingQueryInstance as QueryInstance,
} from "#gen/spark/connect/commands_pb.js";
import { ProtocolError } from "../errors.ts";
import type { ManagerCommandBody } from "../plan/commands/streaming.ts";
import type { SessionRuntime } from "../session/session-runtime.ts";
import { eventStream } from "./event-stream.ts";
import type { StreamingQueryEvent } from "./events.ts";
import { listenerBusOf, type StreamingQueryListener } from "./listener-bus.ts";
import { type AwaitOptions, runForResult, timeoutOf } from "./run.ts";
import { type StreamingQuery, streamingQueryOf } from "./streaming-query.ts";

type ManagerResult = StreamingQueryManagerCommandResult["resultType"];

let construct: (runtime: SessionRuntime) => StreamingQueryManager;

/** Makes a manager. Internal. */
export function streamingQueryManager(runtime: SessionRuntime): StreamingQueryManager {
  return construct(runtime);
}

/** The streaming queries of a session: `spark.streams`. */
export class StreamingQueryManager {
  readonly #runtime: SessionRuntime;

  static {
    construct = (runtime) => new StreamingQueryManager(runtime);
  }

  private constructor(runtime: SessionRuntime) {
    this.#runtime = runtime;
  }

  /** The queries that run. */
  async active(options?: ActionOptions): Promise<StreamingQuery[]> {
    const result = await this.#run({ case: "active", value: true }, options);
    if (result.case !== "active") throw unexpected("active", result);
    return result.value.activeQueries.map((query) => this.#query(query));
  }

  /** The query of this id, undefined when none of it runs. */
  async get(id: string, options?: ActionOptions): Promise<StreamingQuery | undefined> {
    const result = await this.#run({ case: "getQuery", value: id }, options);
    return result.case === "query" ? this.#query(result.value) : undefined;
  }

  /**
   * Waits until any query of the session has ended, since the session began or since
   * {@link StreamingQueryManager.resetTerminated}.
   *
   * @returns whether one has ended: false when `timeoutMs` passed before.
   * @throws StreamingQueryError when it has failed; CancelledError by the signal.
   */
  async awaitAnyTermination(options: AwaitOptions = {}): Promise<boolean> {
    const result = await this.#run({ case: "awaitAnyTermination", value: timeoutOf(options) }, options);
    if (result.case !== "awaitAnyTermination") throw unexpected("awaitAnyTermination", result);
    return result.value.terminated || options.timeoutMs === undefined;
  }

  /** Forgets the queries that have ended, so that `awaitAnyTermination` waits for the next. */
  async resetTerminated(options?: ActionOptions): Promise<void> {
    await this.#run({ case: "resetTerminated", value: true }, options);
  }

  /**
   * Tells a listener of what the session's queries do, until it is removed or the session is stopped. The events come
   * over one operation for all listeners, which survives broken connections.
   *
   * @throws UnsupportedError before Spark 4.0.
   */
  async addListener(listener: StreamingQueryListener): Promise<void> {
    await listenerBusOf(this.#runtime).add(listener);
  }

  /** Takes a listener away. With the last one, events on their way are still brought before it resolves. */
  async removeListener(listener: StreamingQueryListener): Promise<void> {
    await listenerBusOf(this.#runtime).remove(listener);
  }

  /**
   * The events of the session's queries from now on: it listens when the promise resolves.
   *
   * `for await (const event of await spark.streams.events())`. Events wait in memory until they are read. It ends when
   * the session is stopped or the signal aborts, and throws when the connection is lost for good. Leaving the loop ends
   * the listening.
   */
  async events(
    options: Pick<ActionOptions, "signal"> = {},
  ): Promise<AsyncIterableIterator<StreamingQueryEvent, void, undefined>> {
    return eventStream(listenerBusOf(this.#runtime), options.signal);
  }

  #query({ id, name }: QueryInstance): StreamingQuery {
    return streamingQueryOf(this.#runtime, {
      id: id?.id ?? "",
      runId: id?.runId ?? "",
      name: name === "" ? undefined : name,
    });
  }

  async #run(command: ManagerCommandBody, options: ActionOptions | undefined): Promise<ManagerResult> {
    const result = await runForResult(
      this.#runtime,
      { kind: "streamingManager", command },
      "streamingQueryManagerCommandResult",
      options,
    );
    return result.resultType;
  }
}

function unexpected(question: string, result: ManagerResult): ProtocolError {
  return new ProtocolError(
    `The server answered the question "${question}" about streaming queries with "${result.case ?? "nothing"}"`,
  );
}

import type { ActionOptions } from "../client/options.ts";
import type { StreamingQueryCommandResult } from "#gen/spark/connect/commands_pb.js";
import { ProtocolError, StreamingQueryError } from "../errors.ts";
import type { QueryCommandBody } from "../plan/commands/streaming.ts";
import type { SessionRuntime } from "../session/session-runtime.ts";
import { parseProgress, type StreamingQueryProgress } from "./progress.ts";
import { type AwaitOptions, runForResult, timeoutOf } from "./run.ts";

/** What a streaming query does at this moment. */
export interface StreamingQueryStatus {
  /** In words. */
  readonly message: string;
  /** Whether there is data that was not read yet. */
  readonly isDataAvailable: boolean;
  /** Whether a batch runs; always false for continuous queries. */
  readonly isTriggerActive: boolean;
}

/** What names a query that runs. */
export interface QueryIdentity {
  readonly id: string;
  readonly runId: string;
  readonly name: string | undefined;
}

type QueryResult = StreamingQueryCommandResult["resultType"];
type Results = { readonly [R in QueryResult as NonNullable<R["case"]>]: NonNullable<R["value"]> };
type ResultCase = keyof Results;

let construct: (runtime: SessionRuntime, identity: QueryIdentity) => StreamingQuery;

/** Makes a handle. Internal. */
export function streamingQueryOf(runtime: SessionRuntime, identity: QueryIdentity): StreamingQuery {
  return construct(runtime, identity);
}

/**
 * A handle to a query that runs on the server as new data comes, whether or not anybody holds the handle. Stop it with
 * {@link StreamingQuery.stop}: it also ends with its session.
 */
export class StreamingQuery {
  /** Stays the same over restarts from a checkpoint. */
  readonly id: string;
  /** New with every start. */
  readonly runId: string;
  /** As `queryName` gave it. */
  readonly name: string | undefined;
  readonly #runtime: SessionRuntime;

  static {
    construct = (runtime, identity) => new StreamingQuery(runtime, identity);
  }

  private constructor(runtime: SessionRuntime, identity: QueryIdentity) {
    this.#runtime = runtime;
    this.id = identity.id;
    this.runId = identity.runId;
    this.name = identity.name;
  }

  /** Whether it runs. */
  async isActive(options?: ActionOptions): Promise<boolean> {
    return (await this.#ask({ case: "status", value: true }, "status", options)).isActive;
  }

  /** What it does at this moment. */
  async status(options?: ActionOptions): Promise<StreamingQueryStatus> {
    const status = await this.#ask({ case: "status", value: true }, "status", options);
    return {
      message: status.statusMessage,
      isDataAvailable: status.isDataAvailable,
      isTriggerActive: status.isTriggerActive,
    };
  }

  /** The progress of the latest triggers, oldest first; the server keeps 100 unless it is told otherwise. */
  async recentProgress(options?: ActionOptions): Promise<StreamingQueryProgress[]> {
    const answer = await this.#ask({ case: "recentProgress", value: true }, "recentProgress", options);
    return answer.recentProgressJson.map(parseProgress);
  }

  /** The progress of the latest trigger; undefined before the first has ended. */
  async lastProgress(options?: ActionOptions): Promise<StreamingQueryProgress | undefined> {
    const answer = await this.#ask({ case: "lastProgress", value: true }, "recentProgress", options);
    const last = answer.recentProgressJson.at(-1);
    return last === undefined ? undefined : parseProgress(last);
  }

  /**
   * Waits until all data that its sources have now is processed and in the sink. For tests: a source that always has
   * more keeps it waiting.
   *
   * @throws StreamingQueryError when the query fails.
   */
  async processAllAvailable(options?: ActionOptions): Promise<void> {
    await this.#run({ case: "processAllAvailable", value: true }, options);
  }

  /**
   * Waits until the query ends, by {@link StreamingQuery.stop} or by itself.
   *
   * Aborting the signal ends the waiting, not the query.
   *
   * @returns whether it has ended: false when `timeoutMs` passed before.
   * @throws StreamingQueryError when it has failed; CancelledError by the signal.
   */
  async awaitTermination(options: AwaitOptions = {}): Promise<boolean> {
    const command: QueryCommandBody = { case: "awaitTermination", value: timeoutOf(options) };
    return (
      (await this.#ask(command, "awaitTermination", options)).terminated || options.timeoutMs === undefined
    );
  }

  /** Stops the query, if it runs. Resolves when it has ended. */
  async stop(options?: ActionOptions): Promise<void> {
    await this.#run({ case: "stop", value: true }, options);
  }

  /**
   * The plan of the latest batch, as text (PySpark prints it).
   *
   * @param extended - With the logical plans too.
   */
  async explain(extended = false, options?: ActionOptions): Promise<string> {
    return (await this.#ask({ case: "explain", value: { extended } }, "explain", options)).result;
  }

  /** The failure that ended the query; undefined while it runs, and when it was stopped. */
  async exception(options?: ActionOptions): Promise<StreamingQueryError | undefined> {
    const result = await this.#run({ case: "exception", value: true }, options);
    // The server says nothing at all where there is no failure.
    if (result.case !== "exception" || result.value.exceptionMessage === undefined) return undefined;
    const { exceptionMessage, errorClass, stackTrace } = result.value;
    // Java's toString: the name of the class goes before the message.
    const message = exceptionMessage.replace(/^[\w.$]+(?:Exception|Error): /, "");
    return new StreamingQueryError(message, {
      errorClass,
      serverStackTrace: stackTrace,
    });
  }

  async #run(command: QueryCommandBody, options: ActionOptions | undefined): Promise<QueryResult> {
    const { id, runId } = this;
    const result = await runForResult(
      this.#runtime,
      { kind: "streamingQuery", id, runId, command },
      "streamingQueryCommandResult",
      options,
    );
    return result.resultType;
  }

  async #ask<C extends ResultCase>(
    command: QueryCommandBody,
    kind: C,
    options: ActionOptions | undefined,
  ): Promise<Results[C]> {
    const result = await this.#run(command, options);
    if (result.case !== kind) {
      throw new ProtocolError(
        `The server answered the question "${command.case ?? ""}" about a streaming query with "${result.case ?? "nothing"}"`,
      );
    }
    return result.value as Results[C];
  }
}

import type { AnalyzePlanRequest, AnalyzePlanResponse, Plan } from "#gen/spark/connect/base_pb.js";
import type { Relation as ProtoRelation } from "#gen/spark/connect/relations_pb.js";
import type { ActionOptions } from "../client/options.ts";
import type { SparkConnectClient } from "../client/spark-connect-client.ts";
import { untilAborted } from "../connection/on-abort.ts";
import type { ExecuteEvent } from "../execution/events.ts";
import { ProtocolError, SparkConnectError } from "../errors.ts";
import { abortedError } from "../connection/aborted-error.ts";
import { commandPlan, type LogicalCommand, planReadBy, relationPlan } from "../plan/plan.ts";
import { relationToProto } from "../plan/relation-proto.ts";
import { observersOf, type Relation } from "../plan/relation.ts";
import { RowsNotSent } from "../plan/relations/sources.ts";
import { parseServerVersion, type ServerTarget } from "../plan/server-target.ts";
import { type LocalLimits, readLocalLimits } from "./local-limits.ts";
import { type Events, MetricsWatch } from "./metrics-watch.ts";

/** What a session needs of its connection. `SparkConnectClient` fits it. */
export type ConnectClient = Pick<
  SparkConnectClient,
  | "sessionId"
  | "execute"
  | "analyze"
  | "config"
  | "interruptAll"
  | "interruptTag"
  | "interruptOperation"
  | "addTag"
  | "removeTag"
  | "getTags"
  | "clearTags"
  | "serverVersion"
  | "addArtifacts"
  | "existingArtifacts"
  | "addProgressHandler"
  | "removeProgressHandler"
  | "clearProgressHandlers"
  | "closed"
  | "close"
> & { newSession(): ConnectClient; cloneSession(sessionId?: string): Promise<ConnectClient> };

/** The error class of a server that no longer has rows which it was sent. */
const ROWS_LOST = "NOT_FOUND_CACHED_LOCAL_RELATION";

type AnalyzeCase = NonNullable<AnalyzePlanRequest["analyze"]["case"]>;
type AnalyzeResult<C extends AnalyzeCase> = Extract<AnalyzePlanResponse["result"], { case: C }>;

/** Sends the logical plans of one session: writes them for its server, and brings observed metrics to who waits. */
export class SessionRuntime {
  readonly client: ConnectClient;
  #target: ServerTarget | undefined;
  #limits: LocalLimits | undefined;
  #generation = 0;

  constructor(client: ConnectClient) {
    this.client = client;
  }

  /** The server that plans are written for. Asked once. */
  async target(): Promise<ServerTarget> {
    this.#target ??= parseServerVersion(await this.client.serverVersion());
    return this.#target;
  }

  /** What the server says about a client's rows. Asked once. */
  async localLimits(): Promise<LocalLimits> {
    this.#limits ??= await readLocalLimits(this.client);
    return this.#limits;
  }

  /** Counts how often the server turned out to have lost rows that were sent. */
  get generation(): number {
    return this.#generation;
  }

  /** The plan of a relation, for requests that carry it; the rows it reads are sent before. */
  async plan(root: Relation, signal?: AbortSignal): Promise<Plan> {
    return this.#written((target) => relationPlan(root, target), signal);
  }

  /** The message of a relation; the rows it reads are sent before. */
  async relation(root: Relation, signal?: AbortSignal): Promise<ProtoRelation> {
    return this.#written((target) => relationToProto(root, target), signal);
  }

  /** Writes a message, and sends what it lacks. */
  async #written<T>(write: (target: ServerTarget) => T, signal: AbortSignal | undefined): Promise<T> {
    const target = await untilAborted(this.target(), signal, () => abortedError("The action", signal));
    for (;;) {
      try {
        return write(target);
      } catch (error) {
        if (!(error instanceof RowsNotSent)) throw error;
        await error.rows.send(signal);
      }
    }
  }

  /** Runs a plan; once more, with the rows sent again, when the server has lost them. */
  async *#execute(write: (target: ServerTarget) => Plan, options: ActionOptions | undefined): Events {
    const generation = this.#generation;
    try {
      yield* this.client.execute(await this.#written(write, options?.signal), options);
    } catch (error) {
      if (!(error instanceof SparkConnectError) || error.errorClass !== ROWS_LOST) throw error;
      // Nothing ran and nothing was yielded: Spark finds the rows before it runs anything.
      if (this.#generation === generation) this.#generation += 1;
      yield* this.client.execute(await this.#written(write, options?.signal), options);
    }
  }

  /** Runs a plan. Nothing is sent before the first event is asked for. */
  async *read(root: Relation, options?: ActionOptions): AsyncGenerator<ExecuteEvent, void, undefined> {
    yield* watched(root, async () => this.#execute((target) => relationPlan(root, target), options));
  }

  /** Runs a command to its end; hands each event that carries something to `onEvent`. */
  async run(
    command: LogicalCommand,
    options?: ActionOptions,
    onEvent?: (event: ExecuteEvent) => void,
  ): Promise<void> {
    const begin = async (): Promise<Events> =>
      this.#execute((target) => commandPlan(command, target), options);
    const read = planReadBy(command);
    const events = read === undefined ? await begin() : watched(read, begin);
    for await (const event of events) {
      onEvent?.(event);
    }
  }

  /** Asks about something without running a plan. */
  async analyze<C extends AnalyzeCase>(
    kind: C,
    analyze: Extract<AnalyzePlanRequest["analyze"], { case: C }>,
    options?: ActionOptions,
  ): Promise<AnalyzeResult<C>> {
    const result = await this.client.analyze(analyze, options);
    if (result.case !== kind) {
      throw new ProtocolError(
        `The server answered the question "${kind}" with "${result.case ?? "nothing"}"`,
      );
    }
    return result as AnalyzeResult<C>;
  }
}

/** The events of an action, without those for the observers in its plan. */
function watched(root: Relation, begin: () => Promise<Events>): Events {
  return new MetricsWatch(observersOf(root)).over(begin);
}

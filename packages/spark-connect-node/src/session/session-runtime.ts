import type { AnalyzePlanRequest, AnalyzePlanResponse } from "#gen/spark/connect/base_pb.js";
import type { ActionOptions } from "../client/options.ts";
import type { SparkConnectClient } from "../client/spark-connect-client.ts";
import type { ExecuteEvent } from "../execution/events.ts";
import { ProtocolError } from "../errors.ts";
import { commandPlan, type LogicalCommand, planReadBy, relationPlan } from "../plan/plan.ts";
import { observersOf, type Relation } from "../plan/relation.ts";
import { parseServerVersion, type ServerTarget } from "../plan/server-target.ts";
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
  | "close"
> & { newSession(): ConnectClient };

type AnalyzeCase = NonNullable<AnalyzePlanRequest["analyze"]["case"]>;
type AnalyzeResult<C extends AnalyzeCase> = Extract<AnalyzePlanResponse["result"], { case: C }>;

/** Sends the logical plans of one session: writes them for its server, and brings observed metrics to who waits. */
export class SessionRuntime {
  readonly client: ConnectClient;
  #target: ServerTarget | undefined;

  constructor(client: ConnectClient) {
    this.client = client;
  }

  /** The server that plans are written for. Asked once. */
  async target(): Promise<ServerTarget> {
    this.#target ??= parseServerVersion(await this.client.serverVersion());
    return this.#target;
  }

  /** Runs a plan. Nothing is sent before the first event is asked for. */
  async *read(root: Relation, options?: ActionOptions): AsyncGenerator<ExecuteEvent, void, undefined> {
    yield* watched(root, async () => this.client.execute(relationPlan(root, await this.target()), options));
  }

  /** Runs a command to its end; hands each event that carries something to `onEvent`. */
  async run(
    command: LogicalCommand,
    options?: ActionOptions,
    onEvent?: (event: ExecuteEvent) => void,
  ): Promise<void> {
    const begin = async (): Promise<Events> =>
      this.client.execute(commandPlan(command, await this.target()), options);
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

import { randomUUID } from "node:crypto";
import { create } from "@bufbuild/protobuf";
import type {
  AddArtifactsRequest,
  AddArtifactsResponse,
  AnalyzePlanRequest,
  AnalyzePlanResponse,
  ConfigRequest_Operation,
  ConfigResponse,
  InterruptRequest,
  Plan,
} from "#gen/spark/connect/base_pb.js";
import {
  AddArtifactsRequestSchema,
  AnalyzePlanRequestSchema,
  ArtifactStatusesRequestSchema,
  CloneSessionRequestSchema,
  ConfigRequestSchema,
  InterruptRequest_InterruptType as InterruptType,
  InterruptRequestSchema,
  ReleaseSessionRequestSchema,
} from "#gen/spark/connect/base_pb.js";
import { checkSessionId } from "../connection/connection-parameters.ts";
import { parseConnectionString } from "../connection/connection-string.ts";
import { deadlinesOf } from "../connection/deadlines.ts";
import { unaryMethods, uploadMethods } from "../connection/methods.ts";
import { ProtocolError } from "../errors.ts";
import type { ExecuteEvent } from "../execution/events.ts";
import { executeEvents } from "../execution/execute.ts";
import type { ExecutionContext } from "../execution/execution-context.ts";
import { Operation } from "../execution/operation.ts";
import { SessionIdentity } from "../execution/session-identity.ts";
import { releaseOnExit } from "../process-end/release-on-exit.ts";
import { BackgroundWork } from "./background-work.ts";
import type { ClientOptions } from "./client-options.ts";
import { errorTranslator } from "./error-translator.ts";
import type { ActionOptions } from "./options.ts";
import { SessionCalls } from "./session-calls.ts";
import { SharedConnection } from "./shared-connection.ts";
import { checkTag } from "./tags.ts";
import { type ProgressHandler, ProgressHandlers } from "./progress-handlers.ts";
import { clientType } from "./user-agent.ts";

const RELEASE_THRESHOLD_BYTES = 1024 * 1024;
const CLOSE_MS = 10_000;
/** As long as a server's stream lives; it drops what nobody is attached to after five minutes. */
const TOUCH_EVERY_MS = 120_000;

/** What sessions on one connection have in common. */
interface Shared {
  readonly connection: SharedConnection;
  readonly options: ClientOptions;
  readonly userId: string;
  readonly clientType: string;
}

/** One session on a Spark Connect server. Internal: `SparkSession` is what users see. */
export class SparkConnectClient implements AsyncDisposable {
  readonly sessionId: string;
  readonly #shared: Shared;
  readonly #context: ExecutionContext;
  readonly #calls: SessionCalls;
  readonly #background = new BackgroundWork();
  readonly #closing = new AbortController();
  readonly #tags = new Set<string>();
  readonly #progress = new ProgressHandlers();
  #version: Promise<string> | undefined;
  #closed: Promise<void> | undefined;
  #unlist: (() => void) | undefined;

  private constructor(shared: Shared, sessionId: string) {
    const { connection, options } = shared;
    const { caller } = connection;
    this.#shared = shared;
    this.sessionId = sessionId;
    const { userId, clientType } = shared;
    const identity = new SessionIdentity({ sessionId, endpoint: caller.endpoint, userId, clientType });
    const deadlines = deadlinesOf(options.deadlines);
    this.#context = {
      caller,
      identity,
      deadlines,
      releaseThresholdBytes: options.releaseThresholdBytes ?? RELEASE_THRESHOLD_BYTES,
      touchEveryMs: options.touchEveryMs ?? TOUCH_EVERY_MS,
      translate: errorTranslator(connection, identity, deadlines.fetchErrorDetails),
      inBackground: this.#background.add,
    };
    this.#calls = new SessionCalls(this.#context, this.#closing.signal);
    connection.acquire();
    if (options.releaseSessionOnExit === true) this.#unlist = releaseOnExit(this);
  }

  /**
   * Prepares a session; nothing is sent before the first call.
   *
   * @throws InvalidArgumentError for a connection string, session id or user agent that cannot be right.
   */
  static connect(options: ClientOptions = {}): SparkConnectClient {
    const environment = options.environment ?? process.env;
    const settings = parseConnectionString(options.remote, environment);
    const sessionId = checkSessionId(options.sessionId ?? settings.sessionId ?? randomUUID());
    const userId = options.userId ?? settings.userId ?? environment.SPARK_USER ?? environment.USER ?? "";
    const agent = clientType(options.userAgent ?? settings.userAgent);
    const connection = new SharedConnection(settings, options);
    return new SparkConnectClient({ connection, options, userId, clientType: agent }, sessionId);
  }

  /** `host:port` of the server. */
  get endpoint(): string {
    return this.#context.caller.endpoint;
  }

  /** Runs a plan; see {@link executeEvents}. Nothing is sent before the first `next`. */
  execute(plan: Plan, options: ActionOptions = {}): AsyncGenerator<ExecuteEvent, void, undefined> {
    const tags = [...new Set([...this.#tags, ...(options.tags ?? []).map(checkTag)])];
    const operation = new Operation(this.#context, randomUUID(), plan, tags);
    return executeEvents(this.#context, operation, {
      signal: options.signal,
      closing: this.#closing.signal,
      onProgress: this.#progress.with(options.onProgress),
      reattachable: this.#shared.options.reattachable ?? true,
    });
  }

  /** Asks about a plan without running it. */
  async analyze(
    analyze: AnalyzePlanRequest["analyze"],
    options: Pick<ActionOptions, "signal"> = {},
  ): Promise<AnalyzePlanResponse["result"]> {
    const response = await this.#calls.unary(
      unaryMethods.analyzePlan,
      (header) => create(AnalyzePlanRequestSchema, { ...header, analyze }),
      { deadlineMs: this.#context.deadlines.analyzePlan, signal: options.signal },
    );
    return response.result;
  }

  /** Reads or changes the session's configuration. Read with `getOption`: an unknown key fails a whole `get`. */
  async config(
    operation: ConfigRequest_Operation["opType"],
    options: Pick<ActionOptions, "signal"> = {},
  ): Promise<ConfigResponse> {
    return this.#calls.unary(
      unaryMethods.config,
      (header) => create(ConfigRequestSchema, { ...header, operation: { opType: operation } }),
      { deadlineMs: this.#context.deadlines.config, signal: options.signal },
    );
  }

  /** Cancels everything this session runs. @returns the ids of the operations interrupted */
  async interruptAll(): Promise<string[]> {
    return this.#interrupt(InterruptType.ALL, { case: undefined });
  }

  /** Cancels what this session runs under a tag. @returns the ids of the operations interrupted */
  async interruptTag(tag: string): Promise<string[]> {
    return this.#interrupt(InterruptType.TAG, { case: "operationTag", value: checkTag(tag) });
  }

  /** Cancels one operation. @returns its id, or nothing when it was no longer running */
  async interruptOperation(operationId: string): Promise<string[]> {
    return this.#interrupt(InterruptType.OPERATION_ID, { case: "operationId", value: operationId });
  }

  async #interrupt(
    interruptType: InterruptType,
    interrupt: InterruptRequest["interrupt"],
  ): Promise<string[]> {
    const response = await this.#calls.unary(
      unaryMethods.interrupt,
      (header) => create(InterruptRequestSchema, { ...header, interruptType, interrupt }),
      { deadlineMs: this.#context.deadlines.interrupt, signal: undefined },
    );
    return response.interruptedIds;
  }

  /** Sends artifacts; `payloads` is asked again for each attempt. */
  async addArtifacts(
    payloads: () => AsyncIterable<AddArtifactsRequest["payload"]>,
    options: Pick<ActionOptions, "signal"> = {},
  ): Promise<AddArtifactsResponse> {
    return this.#calls.upload(
      uploadMethods.addArtifacts,
      async function* (header) {
        for await (const payload of payloads())
          yield create(AddArtifactsRequestSchema, { ...header, payload });
      },
      { deadlineMs: this.#context.deadlines.addArtifacts, signal: options.signal },
    );
  }

  /** Which of these artifacts the session has on the server. */
  async existingArtifacts(
    names: readonly string[],
    options: Pick<ActionOptions, "signal"> = {},
  ): Promise<ReadonlySet<string>> {
    const { statuses } = await this.#calls.unary(
      unaryMethods.artifactStatus,
      (header) => create(ArtifactStatusesRequestSchema, { ...header, names: [...names] }),
      { deadlineMs: this.#context.deadlines.artifactStatus, signal: options.signal },
    );
    return new Set(names.filter((name) => statuses[name]?.exists === true));
  }

  /** Calls `handler` with the progress of every operation from now on. */
  addProgressHandler(handler: ProgressHandler): void {
    this.#progress.add(handler);
  }

  removeProgressHandler(handler: ProgressHandler): void {
    this.#progress.remove(handler);
  }

  clearProgressHandlers(): void {
    this.#progress.clear();
  }

  /** Tags every operation that this session starts from now on. */
  addTag(tag: string): void {
    this.#tags.add(checkTag(tag));
  }

  removeTag(tag: string): void {
    this.#tags.delete(checkTag(tag));
  }

  getTags(): string[] {
    return [...this.#tags];
  }

  clearTags(): void {
    this.#tags.clear();
  }

  /** The server's Spark version, such as `4.3.0`. Asked for once. */
  async serverVersion(): Promise<string> {
    this.#version ??= this.#askVersion();
    return this.#version;
  }

  async #askVersion(): Promise<string> {
    try {
      const result = await this.analyze({
        case: "sparkVersion",
        value: { $typeName: "spark.connect.AnalyzePlanRequest.SparkVersion" },
      });
      if (result.case === "sparkVersion") return result.value.version;
      throw new ProtocolError(`Asked for its version, the server answered with ${result.case ?? "nothing"}`);
    } catch (error) {
      this.#version = undefined;
      throw error;
    }
  }

  /** Another session on the same connection, with nothing of this one's state. */
  newSession(): SparkConnectClient {
    this.#calls.checkOpen();
    return new SparkConnectClient(this.#shared, randomUUID());
  }

  /** A session that begins with a copy of what this one has on the server. @param sessionId default: the server's */
  async cloneSession(sessionId?: string): Promise<SparkConnectClient> {
    const answer = await this.#calls.unary(
      unaryMethods.cloneSession,
      (header) =>
        create(CloneSessionRequestSchema, {
          ...header,
          ...(sessionId === undefined ? {} : { newSessionId: checkSessionId(sessionId) }),
        }),
      { deadlineMs: this.#context.deadlines.cloneSession, signal: undefined },
    );
    const clone = new SparkConnectClient(this.#shared, checkSessionId(answer.newSessionId));
    clone.#context.identity.markUsed();
    return clone;
  }

  /** Whether `close` was called. */
  get closed(): boolean {
    return this.#closing.signal.aborted;
  }

  /**
   * Cancels what still runs, waits for releases on their way (10 s at most), gives the session back to the
   * server and, with the last session, closes the connection. Never fails: it is called when something else has.
   */
  async close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    const { caller, identity, deadlines } = this.#context;
    this.#closing.abort();
    const started = caller.runtime.now();
    await this.#background.settle(CLOSE_MS, caller.runtime.sleep);
    const left = Math.max(1_000, CLOSE_MS - (caller.runtime.now() - started));
    const deadlineMs = Math.min(left, deadlines.releaseSession ?? left);
    try {
      // Where nobody has ever answered, nobody has the session either.
      if (identity.used && caller.situation.everConnected) {
        const request = create(ReleaseSessionRequestSchema, identity.header());
        await caller.unary(unaryMethods.releaseSession, request, { deadlineMs, maxRetries: 0 });
      }
    } catch {
      // 3.5 does not know the call, and a server that is gone has nothing to release.
    } finally {
      this.#unlist?.();
      await this.#shared.connection.release();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}

import { create } from "@bufbuild/protobuf";
import type {
  ExecutePlanRequest,
  ExecutePlanResponse,
  Plan,
  ReattachExecuteRequest,
} from "#gen/spark/connect/base_pb.js";
import {
  ExecutePlanRequest_RequestOptionSchema,
  ExecutePlanRequestSchema,
  InterruptRequest_InterruptType,
  InterruptRequestSchema,
  ReattachExecuteRequestSchema,
  ReleaseExecuteRequestSchema,
} from "#gen/spark/connect/base_pb.js";
import type { MessageStream } from "../connection/message-stream.ts";
import { streamMethods, unaryMethods } from "../connection/methods.ts";
import type { ExecutionContext } from "./execution-context.ts";
import { ReleaseQueue } from "./release-queue.ts";
import type { Release } from "./release-queue.ts";

/** Retries of a release: if they do not help, the server cleans up by itself after five minutes. */
const RELEASE_RETRIES = 4;

/**
 * The age that an operation must have to be interrupted. Spark cancels the jobs that exist at that moment: those that
 * its planning submits a moment later, from threads of their own (broadcasts, shuffles of adaptive queries), run on to
 * their end, and no later interrupt reaches them, for the operation is over. With 4.3 on an idle machine that happens in
 * the first 20 to 250 ms; planning that takes longer than this age can still leave a job.
 */
const INTERRUPT_AFTER_MS = 500;
/**
 * How long an interrupted operation is waited for. The server answers the interrupt at once, and its tasks write on for
 * a while: who cleans up after them must come later.
 */
const ENDING_MS = 5_000;
/** Some servers end their streams again and again before that. */
const ENDING_STREAMS = 20;

/** How long it may take to show the server that an operation is still wanted. */
const TOUCH_MS = 10_000;

/** One execution as the server knows it: its requests, and its end. */
export class Operation {
  readonly id: string;
  readonly releases: ReleaseQueue;
  readonly #context: ExecutionContext;
  readonly #plan: Plan;
  readonly #tags: readonly string[];
  #sentMs: number | undefined;
  #lastResponseId: string | undefined;
  #ended = false;

  constructor(context: ExecutionContext, id: string, plan: Plan, tags: readonly string[]) {
    this.id = id;
    this.#context = context;
    this.#plan = plan;
    this.#tags = tags;
    this.releases = new ReleaseQueue(
      (release, signal) => this.#release(release, signal),
      context.releaseThresholdBytes,
    );
  }

  /** The same operation id each time, so that the server can tell a repetition from a new query. */
  executeRequest(reattachable: boolean): ExecutePlanRequest {
    const requestOptions = [
      create(ExecutePlanRequest_RequestOptionSchema, {
        requestOption: { case: "resultChunkingOptions", value: { allowArrowBatchChunking: true } },
      }),
    ];
    if (reattachable) {
      requestOptions.unshift(
        create(ExecutePlanRequest_RequestOptionSchema, {
          requestOption: { case: "reattachOptions", value: { reattachable: true } },
        }),
      );
    }
    return create(ExecutePlanRequestSchema, {
      ...this.#context.identity.header(),
      operationId: this.id,
      plan: this.#plan,
      tags: [...this.#tags],
      requestOptions,
    });
  }

  /** A request to execute it is on its way: from now on the server may know it. */
  sent(): void {
    this.#sentMs ??= this.#context.caller.runtime.now();
  }

  /** The consumer is given this response: a reattach goes on after it. */
  received(responseId: string): void {
    this.#lastResponseId = responseId;
  }

  /** Whether any response has been received. */
  get responded(): boolean {
    return this.#lastResponseId !== undefined;
  }

  reattachRequest(lastResponseId: string | undefined = this.#lastResponseId): ReattachExecuteRequest {
    return create(ReattachExecuteRequestSchema, {
      ...this.#context.identity.header(),
      operationId: this.id,
      ...(lastResponseId === undefined ? {} : { lastResponseId }),
    });
  }

  /**
   * Attaches for a moment, from the newest response that has arrived on: a server ends its streams after two minutes, and
   * drops an operation that nobody is attached to for five, while its consumer may need hours for a batch. The stream
   * that this cuts off is resumed when the consumer comes to its end. Nothing is read: the server would let go of what
   * is still to be read.
   */
  async touch(newest: ExecutePlanResponse | undefined, signal: AbortSignal): Promise<void> {
    if (signal.aborted || newest?.responseType.case === "resultComplete") return;
    try {
      const request = this.reattachRequest(newest?.responseId);
      const options = { deadlineMs: TOUCH_MS, signal };
      await this.#context.caller.touch(streamMethods.reattachExecute, request, options);
    } catch {
      // Whatever it is, the consumer will see when it reads on.
    }
  }

  /** Ends a reattachable operation on the server, in the background: its buffers, and the query if it runs. */
  release(): void {
    if (this.#sentMs === undefined || this.#ended) return;
    this.#ended = true;
    this.#context.inBackground(this.releases.releaseAll());
  }

  /** Stops what the server does for this operation, in the background. */
  interrupt(reattachable: boolean): void {
    if (this.#sentMs === undefined || this.#ended) return;
    this.#ended = true;
    const { now, sleep } = this.#context.caller.runtime;
    const youngMs = this.#sentMs + INTERRUPT_AFTER_MS - now();
    const oldEnough = youngMs > 0 ? sleep(youngMs) : Promise.resolve();
    this.#context.inBackground(
      oldEnough
        .then(() => this.#interrupt())
        .then(() => (reattachable ? this.#untilEnded().then(() => this.releases.releaseAll()) : undefined)),
    );
  }

  /** Waits until the server has no more responses to give, which is when its tasks have come to rest. */
  async #untilEnded(): Promise<void> {
    const { caller } = this.#context;
    const started = caller.runtime.now();
    for (let streams = 0; streams < ENDING_STREAMS; streams += 1) {
      const deadlineMs = ENDING_MS - (caller.runtime.now() - started);
      if (deadlineMs <= 0) return;
      let stream: MessageStream<ExecutePlanResponse> | undefined;
      try {
        stream = await caller.stream(streamMethods.reattachExecute, this.reattachRequest(), { deadlineMs });
        for (;;) {
          const response = await stream.next();
          if (response === undefined) break;
          if (response.responseType.case === "resultComplete") return;
          this.received(response.responseId);
        }
      } catch {
        // How an interrupted operation ends, or one that is gone.
        return;
      } finally {
        stream?.cancel();
      }
    }
  }

  async #interrupt(): Promise<void> {
    const { caller, identity, deadlines } = this.#context;
    try {
      const request = create(InterruptRequestSchema, {
        ...identity.header(),
        interruptType: InterruptRequest_InterruptType.OPERATION_ID,
        interrupt: { case: "operationId", value: this.id },
      });
      await caller.unary(unaryMethods.interrupt, request, {
        deadlineMs: deadlines.interrupt,
        maxRetries: RELEASE_RETRIES,
      });
    } catch {
      // The caller has its CancelledError already; release_all, which follows, interrupts as well.
    }
  }

  async #release(release: Release, signal: AbortSignal): Promise<void> {
    const { caller, identity, deadlines } = this.#context;
    try {
      const request = create(ReleaseExecuteRequestSchema, {
        ...identity.header(),
        operationId: this.id,
        release:
          release.kind === "all"
            ? { case: "releaseAll", value: {} }
            : { case: "releaseUntil", value: { responseId: release.responseId } },
      });
      await caller.unary(unaryMethods.releaseExecute, request, {
        deadlineMs: deadlines.releaseExecute,
        maxRetries: RELEASE_RETRIES,
        signal,
      });
    } catch {
      // Nothing depends on it: the server drops abandoned operations after five minutes.
    }
  }
}

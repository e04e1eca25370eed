import type { Metadata } from "@grpc/grpc-js";
import { withinConnectTimeout } from "./connect-timeout.ts";
import type { MessageStream } from "./message-stream.ts";
import type { RpcMethod } from "./methods.ts";
import type { SparkConnectError } from "../errors.ts";
import { onAbort } from "./on-abort.ts";
import { decideRetry, startRetries } from "./retry-policy.ts";
import type { RetryPolicy, RetrySituation, RetryState } from "./retry-policy.ts";
import type { RpcCallOptions, RpcChannel } from "./rpc-channel.ts";
import { RpcError } from "./rpc-failure.ts";
import type { RpcFailure } from "./rpc-failure.ts";
import type { Runtime } from "./runtime.ts";

/** Calls with retries: the policy applied to the channel. */
export class Caller {
  readonly policy: RetryPolicy;
  readonly runtime: Runtime;
  readonly #channel: RpcChannel;
  /** Set when the server is known to have ended for good. */
  serverEnded: SparkConnectError | undefined;

  constructor(channel: RpcChannel, policy: RetryPolicy, runtime: Runtime) {
    this.#channel = channel;
    this.policy = policy;
    this.runtime = runtime;
  }

  get endpoint(): string {
    return this.#channel.endpoint;
  }

  /** What a decision about a failure depends on besides the failure, as it is now. */
  get situation(): RetrySituation {
    const { everConnected, refreshable } = this.#channel;
    const serverEnded = this.serverEnded !== undefined;
    return { everConnected, refreshable, serverEnded, nowMs: this.runtime.now() };
  }

  /** One request, one answer; tried again as the policy says. @throws RpcError of the last attempt */
  async unary<I, O>(
    method: RpcMethod<I, O>,
    request: I,
    options: RpcCallOptions & { readonly maxRetries?: number },
  ): Promise<O> {
    return this.#retrying(method.name, options, (metadata, each) =>
      this.#channel.unary(method, request, metadata, each),
    );
  }

  /** A stream of requests, one answer. An attempt after the first begins with new `requests`. @throws RpcError */
  async upload<I, O>(
    method: RpcMethod<I, O>,
    requests: () => AsyncIterable<I>,
    options: RpcCallOptions,
  ): Promise<O> {
    return this.#retrying(method.name, options, (metadata, each) =>
      this.#channel.upload(method, requests(), metadata, each),
    );
  }

  async #retrying<O>(
    method: string,
    options: RpcCallOptions & { readonly maxRetries?: number },
    attempt: (metadata: Metadata, options: RpcCallOptions) => Promise<O>,
  ): Promise<O> {
    const policy =
      options.maxRetries === undefined ? this.policy : { ...this.policy, maxRetries: options.maxRetries };
    let state = startRetries(policy);
    for (;;) {
      try {
        const metadata = await this.#channel.metadata(method, options);
        return await withinConnectTimeout(this.#channel, policy, method, options.signal, (signal) =>
          attempt(metadata, { ...options, signal }),
        );
      } catch (error) {
        if (!(error instanceof RpcError)) throw error;
        const decision = decideRetry(policy, state, error.failure, this.situation, this.runtime.random);
        if (!decision.retry) throw this.final(error, state);
        state = decision.state;
        await this.pause(decision.delayMs, error.failure, options.signal);
        if (options.signal?.aborted === true || this.#channel.closed) throw error;
      }
    }
  }

  /** A single attempt: whoever reads the stream knows how to go on after a failure. */
  async stream<I, O>(
    method: RpcMethod<I, O>,
    request: I,
    options: RpcCallOptions,
  ): Promise<MessageStream<O>> {
    const metadata = await this.#channel.metadata(method.name, options);
    return this.#channel.stream(method, request, metadata, options);
  }

  /** Opens a stream, and ends it as soon as the server has taken it: nothing is read. A single attempt. */
  async touch<I, O>(method: RpcMethod<I, O>, request: I, options: RpcCallOptions): Promise<void> {
    const metadata = await this.#channel.metadata(method.name, options);
    await this.#channel.touch(method, request, metadata, options);
  }

  /** The first message of a stream, waited for no longer than a first connection may take. @throws RpcError */
  async first<O>(stream: MessageStream<O>, method: string): Promise<O | undefined> {
    return withinConnectTimeout(this.#channel, this.policy, method, undefined, (signal) => {
      const stopListening = onAbort(signal, () => stream.cancel());
      return stream.next().finally(stopListening);
    });
  }

  /** A failure after which nothing more is tried, with what was. */
  final(error: RpcError, state: RetryState): RpcError {
    if (error.failure.tried !== undefined || state.failingSinceMs === undefined) return error;
    const tried = { attempts: state.retries + 1, forMs: this.runtime.now() - state.failingSinceMs };
    return new RpcError({ ...error.failure, tried });
  }

  /**
   * Waits before a retry. When the connection itself is gone the wait ends as soon as there is a new one,
   * so that a restarted server is noticed within seconds and not at the end of a minute's back-off.
   */
  async pause(ms: number, failure: RpcFailure | undefined, signal?: AbortSignal): Promise<void> {
    if (ms <= 0) return;
    const wake = new AbortController();
    const stopListening = signal === undefined ? undefined : onAbort(signal, () => wake.abort());
    const waits = [this.runtime.sleep(ms, wake.signal)];
    const asked = failure?.retryDelayMs !== undefined;
    if (failure?.status === "UNAVAILABLE" && !asked && !this.#channel.isReady) {
      waits.push(this.#channel.connected(wake.signal));
    }
    try {
      await Promise.race(waits);
    } finally {
      stopListening?.();
      wake.abort();
    }
  }
}

import type { RpcMethod } from "../connection/methods.ts";
import { abortedError } from "../connection/aborted-error.ts";
import { onAbort, untilAborted } from "../connection/on-abort.ts";
import type { RpcCallOptions } from "../connection/rpc-channel.ts";
import { RpcError } from "../connection/rpc-failure.ts";
import { CancelledError } from "../errors.ts";
import type { ExecutionContext } from "../execution/execution-context.ts";
import { sessionClosed } from "../execution/session-identity.ts";
import type { RequestHeader, SessionAnswer } from "../execution/session-identity.ts";

interface CallOptions {
  readonly deadlineMs: number | undefined;
  readonly signal: AbortSignal | undefined;
}

/** A session's calls that answer once: header, retries, session check, errors, cancellation. */
export class SessionCalls {
  readonly #context: ExecutionContext;
  readonly #closing: AbortSignal;

  constructor(context: ExecutionContext, closing: AbortSignal) {
    this.#context = context;
    this.#closing = closing;
  }

  /** @throws CancelledError after `close()`. */
  checkOpen(): void {
    if (this.#closing.aborted) throw sessionClosed();
  }

  /** @throws SparkConnectError and its subclasses, and what an interceptor throws. */
  async unary<I, O extends SessionAnswer>(
    method: RpcMethod<I, O>,
    request: (header: RequestHeader) => I,
    options: CallOptions,
  ): Promise<O> {
    return this.#call(method, options, async (header, callOptions) =>
      this.#context.caller.unary(method, request(header), callOptions),
    );
  }

  /** A stream of requests, made anew for each attempt. @throws as `unary`, and what `requests` throws */
  async upload<I, O extends SessionAnswer>(
    method: RpcMethod<I, O>,
    requests: (header: RequestHeader) => AsyncIterable<I>,
    options: CallOptions,
  ): Promise<O> {
    return this.#call(method, options, async (header, callOptions) =>
      this.#context.caller.upload(method, () => requests(header), callOptions),
    );
  }

  async #call<I, O extends SessionAnswer>(
    method: RpcMethod<I, O>,
    { deadlineMs, signal }: CallOptions,
    call: (header: RequestHeader, options: RpcCallOptions) => Promise<O>,
  ): Promise<O> {
    const { identity } = this.#context;
    this.checkOpen();
    const stop = new AbortController();
    const abort = (): void => stop.abort();
    const cancelled = (): CancelledError =>
      signal?.aborted === true
        ? abortedError(method.name, signal)
        : new CancelledError(`${method.name} was cancelled: its session was closed`);
    if (signal?.aborted === true) throw cancelled();
    const off = [signal, this.#closing].map((each) =>
      each === undefined ? undefined : onAbort(each, abort),
    );
    try {
      const answer = await call(identity.header(), { deadlineMs, signal: stop.signal });
      identity.check(answer);
      return answer;
    } catch (error) {
      if (stop.signal.aborted) throw cancelled();
      if (!(error instanceof RpcError)) throw error;
      throw await untilAborted(this.#context.translate(error.failure), stop.signal, cancelled);
    } finally {
      for (const stopListening of off) stopListening?.();
    }
  }
}

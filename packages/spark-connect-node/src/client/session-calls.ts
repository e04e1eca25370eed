import type { RpcMethod } from "../connection/methods.ts";
import { onAbort } from "../connection/on-abort.ts";
import { RpcError } from "../connection/rpc-failure.ts";
import { CancelledError } from "../errors.ts";
import type { ExecutionContext } from "../execution/execution-context.ts";
import type { RequestHeader, SessionAnswer } from "../execution/session-identity.ts";

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
    if (this.#closing.aborted) throw new CancelledError("The session is closed");
  }

  /** @throws SparkConnectError and its subclasses, and what an interceptor throws. */
  async unary<I, O extends SessionAnswer>(
    method: RpcMethod<I, O>,
    request: (header: RequestHeader) => I,
    options: { readonly deadlineMs: number | undefined; readonly signal: AbortSignal | undefined },
  ): Promise<O> {
    const { caller, identity } = this.#context;
    const { deadlineMs, signal } = options;
    this.checkOpen();
    const stop = new AbortController();
    const abort = (): void => stop.abort();
    const cancelled = (): CancelledError =>
      new CancelledError(
        `${method.name} was cancelled: ${signal?.aborted === true ? "its signal was aborted" : "its session was closed"}`,
        signal?.aborted === true ? { cause: signal.reason } : {},
      );
    if (signal?.aborted === true) throw cancelled();
    const off = [signal, this.#closing].map((each) =>
      each === undefined ? undefined : onAbort(each, abort),
    );
    try {
      const answer = await caller.unary(method, request(identity.header()), {
        deadlineMs,
        signal: stop.signal,
      });
      identity.check(answer);
      return answer;
    } catch (error) {
      if (stop.signal.aborted) throw cancelled();
      throw error instanceof RpcError ? await this.#context.translate(error.failure) : error;
    } finally {
      for (const stopListening of off) stopListening?.();
    }
  }
}

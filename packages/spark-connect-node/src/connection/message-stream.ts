import { InterceptingCall, status as Status } from "@grpc/grpc-js";
import type { ClientReadableStream, Interceptor } from "@grpc/grpc-js";
import { cancelledCall } from "./rpc-failure.ts";
import type { GrpcStatusObject, RpcError } from "./rpc-failure.ts";

/** Messages taken off the wire before the consumer asks: one being decoded, one on its way. */
const READ_AHEAD = 2;

/**
 * A server's stream, pulled message by message.
 *
 * grpc-js's own Readable buffers sixteen messages whatever their size, and may drop the last ones when an
 * error follows (grpc-node#2764). So messages are taken where they arrive, in an interceptor, in order; not
 * letting one through stops the reads, HTTP/2 flow control fills up, and the server waits.
 */
export class MessageStream<T> {
  readonly #method: string;
  readonly #toError: (status: GrpcStatusObject) => RpcError;
  readonly #queue: T[] = [];
  #held: (() => void) | undefined;
  #end: "open" | "done" | RpcError = "open";
  #wake: (() => void) | undefined;
  #call: ClientReadableStream<T> | undefined;
  #received = 0;

  /** @param start starts the call with the given interceptor in front of all others. */
  constructor(
    method: string,
    start: (gate: Interceptor) => ClientReadableStream<T>,
    toError: (status: GrpcStatusObject) => RpcError,
  ) {
    this.#method = method;
    this.#toError = toError;
    this.#call = start(this.#gate());
    // The messages pass through the Readable only to keep it asking; its error is the status seen in the gate.
    this.#call.on("error", () => undefined);
    this.#call.resume();
  }

  /** Messages received so far. */
  get received(): number {
    return this.#received;
  }

  /** The last message that has arrived and was not asked for yet. */
  get newest(): T | undefined {
    return this.#queue.at(-1);
  }

  /** The next message, or undefined at the stream's proper end. One caller at a time. @throws RpcError */
  async next(): Promise<T | undefined> {
    while (this.#queue.length === 0) {
      if (this.#end === "done") return undefined;
      if (this.#end !== "open") throw this.#end;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
    const message = this.#queue.shift();
    this.#letThrough();
    return message;
  }

  /** Ends the call now; what waits in `next` fails with CANCELLED. Safe to call at any time. */
  cancel(): void {
    this.#queue.length = 0;
    this.#finish(cancelledCall(this.#method));
    this.#call?.cancel();
    this.#call = undefined;
    this.#letThrough();
  }

  #gate(): Interceptor {
    return (options, nextCall) =>
      new InterceptingCall(nextCall(options), {
        start: (metadata, _listener, next) => {
          next(metadata, {
            onReceiveMessage: (message: T, pass: (message: T) => void) => {
              this.#received += 1;
              if (this.#end === "open") this.#queue.push(message);
              this.#held = () => pass(message);
              if (this.#queue.length < READ_AHEAD) this.#letThrough();
              this.#notify();
            },
            onReceiveStatus: (status, pass) => {
              this.#finish(status.code === Status.OK ? "done" : this.#toError(status));
              pass(status);
            },
          });
        },
      });
  }

  #letThrough(): void {
    const held = this.#held;
    this.#held = undefined;
    held?.();
  }

  #finish(end: "done" | RpcError): void {
    if (this.#end !== "open") return;
    this.#end = end;
    this.#notify();
  }

  #notify(): void {
    const wake = this.#wake;
    this.#wake = undefined;
    wake?.();
  }
}

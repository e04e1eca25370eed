import { once } from "node:events";
import type { ClientWritableStream } from "@grpc/grpc-js";
import { onAbort } from "./on-abort.ts";

/**
 * Writes requests until they end or the call does: a server that refuses answers before it has heard everything.
 *
 * @param start starts the call; `done` gets its end, whichever it is.
 * @throws what `requests` throws, once the call is cancelled.
 */
export async function upload<I, R>(
  start: (done: (result: R) => void) => ClientWritableStream<I>,
  requests: AsyncIterable<I>,
  signal: AbortSignal | undefined,
): Promise<R> {
  let over = false;
  let done: (result: R) => void = () => undefined;
  const result = new Promise<R>((resolve) => {
    done = (value) => {
      over = true;
      resolve(value);
    };
  });
  const call = start(done);
  // The callback of the call has it too.
  call.on("error", () => undefined);
  const stopListening = signal && onAbort(signal, () => call.cancel());
  try {
    for await (const request of requests) {
      if (over) break;
      if (!call.write(request)) await Promise.race([once(call, "drain"), result]);
    }
    if (!over) call.end();
    return await result;
  } catch (error) {
    call.cancel();
    await result;
    throw error;
  } finally {
    stopListening?.();
  }
}

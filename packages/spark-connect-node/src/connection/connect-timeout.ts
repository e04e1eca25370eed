import { onAbort } from "./on-abort.ts";
import type { RetryPolicy } from "./retry-policy.ts";
import { localFailure, RpcError } from "./rpc-failure.ts";
import { MAX_TIMER_MS } from "./runtime.ts";

/**
 * Ends an attempt when there is still no connection after the policy's `connectTimeoutMs`, and never was one. An address
 * that swallows every packet, or whose listener never speaks HTTP/2, refuses nothing: gRPC would wait for minutes.
 *
 * @throws RpcError UNAVAILABLE when the time is over, and what the attempt throws.
 */
export async function withinConnectTimeout<T>(
  channel: { readonly everConnected: boolean },
  policy: Pick<RetryPolicy, "connectTimeoutMs">,
  method: string,
  signal: AbortSignal | undefined,
  attempt: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const stop = new AbortController();
  const stopListening = signal && onAbort(signal, () => stop.abort());
  let timedOut = false;
  const look = (): void => {
    timedOut = !channel.everConnected;
    if (timedOut) stop.abort();
  };
  // Not the runtime's clock: what is waited for here is the network.
  const timer = channel.everConnected
    ? undefined
    : setTimeout(look, Math.min(policy.connectTimeoutMs, MAX_TIMER_MS));
  try {
    return await attempt(stop.signal);
  } catch (error) {
    if (!timedOut || !(error instanceof RpcError)) throw error;
    const text = `no connection within ${policy.connectTimeoutMs / 1000} s`;
    const tried = { attempts: 1, forMs: policy.connectTimeoutMs };
    throw new RpcError({ ...localFailure(method, "UNAVAILABLE", text), connectionLost: true, tried });
  } finally {
    clearTimeout(timer);
    stopListening?.();
  }
}

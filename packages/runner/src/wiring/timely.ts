import { type ProxyAgents, proxyAgents } from "./proxy.ts";

/** In milliseconds: until there is a connection, and until an answer begins. */
export interface Timeouts {
  readonly connectionTimeout: number;
  readonly requestTimeout: number;
}

/** For small questions. A lock must be renewed long before it expires, and a call to Spark waits for its token. */
const TIMEOUTS: Timeouts = { connectionTimeout: 5_000, requestTimeout: 10_000 };

/** For S3: a part of an upload counts as sent when it is answered. */
export const S3_TIMEOUTS: Timeouts = { connectionTimeout: 10_000, requestTimeout: 300_000 };

/**
 * For an SDK client's `requestHandler`: heeds the proxy, and counts an answer that is late as none. Unless told to
 * throw, the SDK only warns of it and waits on.
 */
export function timely(
  timeouts: Timeouts = TIMEOUTS,
): Timeouts & ProxyAgents & { readonly throwOnRequestTimeout: true } {
  return { ...timeouts, throwOnRequestTimeout: true, ...proxyAgents() };
}

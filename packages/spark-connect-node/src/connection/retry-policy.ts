import { InvalidArgumentError } from "../errors.ts";
import { certificateProblem } from "./rpc-failure.ts";
import type { RpcFailure } from "./rpc-failure.ts";

/** When and how long to wait before a call is tried again. All times in milliseconds. */
export interface RetryPolicy {
  /** Retries after the first attempt. Default 15. */
  readonly maxRetries: number;
  /** Wait before the first retry. Default 50. */
  readonly initialBackoffMs: number;
  /** Cap of the wait. Default 60,000. */
  readonly maxBackoffMs: number;
  /** Each wait is the last one times this. Default 4. */
  readonly backoffMultiplier: number;
  /** Up to this much is added at random. Default 500. */
  readonly jitterMs: number;
  /** Waits shorter than this get no jitter. Default 2,000. */
  readonly minJitterThresholdMs: number;
  /** Longest wait that the server may ask for through RetryInfo. Default 600,000. */
  readonly maxServerRetryDelayMs: number;
  /**
   * How long to try for the very first connection, default 5,000: an address where nothing has ever answered is more
   * often wrong than briefly away. Raise it to wait for a server that is being started. Once a server was reached,
   * `maxRetries` alone counts.
   */
  readonly connectTimeoutMs: number;
}

/** The numbers of Spark's own clients: about ten minutes of patience. */
export const defaultRetryPolicy: RetryPolicy = {
  maxRetries: 15,
  initialBackoffMs: 50,
  maxBackoffMs: 60_000,
  backoffMultiplier: 4,
  jitterMs: 500,
  minJitterThresholdMs: 2_000,
  maxServerRetryDelayMs: 600_000,
  connectTimeoutMs: 5_000,
};

/**
 * A whole policy: the default where nothing else is said.
 *
 * @throws InvalidArgumentError for a number that cannot be right. `Infinity` can: `maxRetries` without end, say.
 */
export function retryPolicyOf(differences: Partial<RetryPolicy> = {}): RetryPolicy {
  const given = Object.entries(differences).filter(([, value]) => value !== undefined);
  for (const [name, value] of given) {
    const least = name === "backoffMultiplier" ? 1 : 0;
    if (typeof value !== "number" || !(value >= least)) {
      throw new InvalidArgumentError(
        `retryPolicy: ${name} takes a number from ${least} on, not ${String(value)}`,
      );
    }
  }
  return { ...defaultRetryPolicy, ...Object.fromEntries(given) };
}

/** How far a series of retries has come. A new series starts with every success. */
export interface RetryState {
  readonly retries: number;
  readonly nextBackoffMs: number;
  /** When the series' first attempt failed; undefined before. */
  readonly failingSinceMs: number | undefined;
  /** Whether fresh credentials were tried after a refusal; a second refusal is about something else. */
  readonly refreshed: boolean;
}

export type RetryDecision =
  | { readonly retry: true; readonly delayMs: number; readonly state: RetryState }
  | { readonly retry: false; readonly why: "not-retryable" | "exhausted" };

/** What the decision depends on besides the failure. */
export interface RetrySituation {
  /** Whether this connection has ever reached the server. */
  readonly everConnected: boolean;
  readonly nowMs: number;
  /** Whether credentials are made anew for each call, so that those of the next one may be accepted. */
  readonly refreshable: boolean;
  /** Whether the server is known to have ended for good. */
  readonly serverEnded?: boolean;
}

/** Longest wait while the connection itself is gone: it costs no server anything to look again. */
const MAX_RECONNECT_BACKOFF_MS = 5_000;

export function startRetries(policy: RetryPolicy): RetryState {
  return { retries: 0, nextBackoffMs: policy.initialBackoffMs, failingSinceMs: undefined, refreshed: false };
}

/** How long all retries of a policy take together, without jitter: its patience. */
export function patienceMs(policy: RetryPolicy): number {
  let total = 0;
  let backoff = Math.min(policy.initialBackoffMs, policy.maxBackoffMs);
  for (let left = policy.maxRetries; left > 0 && backoff > 0; left -= 1) {
    const next = Math.min(backoff * policy.backoffMultiplier, policy.maxBackoffMs);
    // It grows no more; there may be retries without end.
    if (next === backoff) return total + left * backoff;
    total += backoff;
    backoff = next;
  }
  return total;
}

/**
 * Whether the same request may be sent again. Every procedure of the service is idempotent as this client
 * uses it: executions carry an operation id chosen by the client.
 */
export function isRetryable(failure: RpcFailure): boolean {
  if (failure.retryDelayMs !== undefined) return true;
  if (certificateProblem(failure) !== undefined) return false;
  if (failure.status === "UNAVAILABLE") return true;
  return isReset(failure) || isDisconnectedCursor(failure);
}

/** Another stream of the same operation took over; the server ends the older one so. */
function isDisconnectedCursor(failure: RpcFailure): boolean {
  return failure.status === "INTERNAL" && failure.message.includes("INVALID_CURSOR.DISCONNECTED");
}

/** By the server or by a proxy before it, which may say 403 of a token that has expired. */
function isRefused({ status, errorInfo }: RpcFailure): boolean {
  return status === "UNAUTHENTICATED" || (status === "PERMISSION_DENIED" && errorInfo === undefined);
}

/**
 * What grpc-js says of a stream that was reset below it (`Http2SubchannelCall`): by a proxy, a balancer or a server that
 * ends. No server wrote these; a call that this client cancels never comes so far.
 */
const resetTexts: Partial<Record<RpcFailure["status"], string>> = {
  INTERNAL: "Received RST_STREAM",
  CANCELLED: "Call cancelled",
  RESOURCE_EXHAUSTED: "Bandwidth exhausted or memory limit exceeded",
};

function isReset(failure: RpcFailure): boolean {
  const text = resetTexts[failure.status];
  return text !== undefined && failure.errorInfo === undefined && failure.message.startsWith(text);
}

/**
 * The decision after a failed attempt. `random` gives numbers in [0, 1).
 *
 * A lost connection is looked for at short intervals, so that a server which comes back is noticed within
 * seconds, for as long as the policy's retries would take; everything else is counted. A refusal of credentials is
 * tried again once, at once, where the next call has fresh ones.
 */
export function decideRetry(
  policy: RetryPolicy,
  state: RetryState,
  failure: RpcFailure,
  situation: RetrySituation,
  random: () => number,
): RetryDecision {
  if (failure.tried !== undefined) return { retry: false, why: "exhausted" };
  const failingSinceMs = state.failingSinceMs ?? situation.nowMs;
  if (isRefused(failure) && situation.refreshable && !state.refreshed) {
    const next = { ...state, retries: state.retries + 1, failingSinceMs, refreshed: true };
    return { retry: true, delayMs: 0, state: next };
  }
  if (!isRetryable(failure)) return { retry: false, why: "not-retryable" };
  const failingMs = situation.nowMs - failingSinceMs;
  if (isExhausted(policy, state, failure, situation, failingMs)) return { retry: false, why: "exhausted" };
  const backoff = Math.min(state.nextBackoffMs, policy.maxBackoffMs);
  const asked = Math.min(failure.retryDelayMs ?? 0, policy.maxServerRetryDelayMs);
  const wanted = Math.max(backoff, asked);
  const first = situation.everConnected ? Infinity : policy.connectTimeoutMs - failingMs;
  const base = failure.connectionLost ? Math.min(wanted, MAX_RECONNECT_BACKOFF_MS, first) : wanted;
  const jitter = base >= policy.minJitterThresholdMs ? random() * policy.jitterMs : 0;
  return {
    retry: true,
    delayMs: Math.round(base + jitter),
    state: {
      ...state,
      retries: state.retries + 1,
      nextBackoffMs: Math.min(backoff * policy.backoffMultiplier, policy.maxBackoffMs),
      failingSinceMs,
    },
  };
}

function isExhausted(
  policy: RetryPolicy,
  state: RetryState,
  failure: RpcFailure,
  { everConnected, serverEnded }: RetrySituation,
  failingMs: number,
): boolean {
  if (policy.maxRetries === 0 || serverEnded === true) return true;
  if (!everConnected && failingMs >= policy.connectTimeoutMs) return true;
  return failure.connectionLost ? failingMs >= patienceMs(policy) : state.retries >= policy.maxRetries;
}

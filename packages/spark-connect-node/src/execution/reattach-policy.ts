import type { RpcFailure } from "../connection/rpc-failure.ts";
import { decideRetry, startRetries } from "../connection/retry-policy.ts";
import type { RetryPolicy, RetrySituation, RetryState } from "../connection/retry-policy.ts";

/** What follows the end of a stream that was not the end of the result. */
export type NextStep =
  | { readonly step: "reattach" | "reexecute"; readonly delayMs: number; readonly state: ReattachState }
  | { readonly step: "fail" }
  /** The stream kept ending without anything in it. */
  | { readonly step: "give-up" };

/** How long nothing has come; starts anew with every response. */
export interface ReattachState {
  readonly retries: RetryState;
  readonly emptyStreams: number;
  /** Executions sent again and streams past their deadline: no fault of the connection, so counted apart. */
  readonly repeats: number;
}

/** Streams that ended at once and empty, one after another, before the client gives up. */
const MAX_EMPTY_STREAMS = 40;
/** A stream open for longer was waiting for the query, as servers do that end streams by time. */
const QUICK_STREAM_MS = 500;
const MAX_EMPTY_DELAY_MS = 5_000;
/**
 * A stream that was open for longer before it broke shows a server that was there: what broke earlier no longer counts,
 * else a query that says nothing for days would run out of retries. (Past its deadline, it shows nothing.)
 */
const LONG_STREAM_MS = 60_000;

export function startReattaching(policy: RetryPolicy): ReattachState {
  return { retries: startRetries(policy), emptyStreams: 0, repeats: 0 };
}

/** After a stream that ended properly, but without ResultComplete: there is more, or will be. */
export function afterStreamEnd(
  state: ReattachState,
  stream: { readonly responses: number; readonly openMs: number },
): NextStep {
  if (stream.responses > 0) return { step: "reattach", delayMs: 0, state: { ...state, emptyStreams: 0 } };
  if (stream.openMs >= QUICK_STREAM_MS) return { step: "reattach", delayMs: 0, state };
  const emptyStreams = state.emptyStreams + 1;
  if (emptyStreams > MAX_EMPTY_STREAMS) return { step: "give-up" };
  const delayMs = Math.min(20 * 2 ** (emptyStreams - 1), MAX_EMPTY_DELAY_MS);
  return { step: "reattach", delayMs, state: { ...state, emptyStreams } };
}

/** After a stream that failed. */
export function afterStreamFailure(
  before: ReattachState,
  failure: RpcFailure,
  situation: RetrySituation & {
    /** Whether any response of this operation has arrived. */
    readonly responded: boolean;
    /** Whether the server's own id of the session is known: then the session cannot be made again. */
    readonly pinned: boolean;
    readonly openMs: number;
  },
  policy: RetryPolicy,
  random: () => number,
): NextStep {
  const wasThere = situation.openMs >= LONG_STREAM_MS && failure.status !== "DEADLINE_EXCEEDED";
  const state = wasThere ? startReattaching(policy) : before;
  if (isUnknownHandle(failure)) {
    // The request never arrived, so it may be sent again, under the same operation id; after a response the
    // operation did exist, and to run it again could repeat what it did.
    const unknownSession = failure.errorClass === "INVALID_HANDLE.SESSION_NOT_FOUND";
    if (situation.responded || (unknownSession && situation.pinned)) return { step: "fail" };
    return repeat("reexecute", state, policy);
  }
  if (failure.status === "DEADLINE_EXCEEDED") return repeat("reattach", state, policy);
  const decision = decideRetry(policy, state.retries, failure, situation, random);
  if (!decision.retry) return { step: "fail" };
  return { step: "reattach", delayMs: decision.delayMs, state: { ...state, retries: decision.state } };
}

function isUnknownHandle(failure: RpcFailure): boolean {
  return (
    failure.errorClass === "INVALID_HANDLE.OPERATION_NOT_FOUND" ||
    failure.errorClass === "INVALID_HANDLE.SESSION_NOT_FOUND"
  );
}

/** At once the first time, then ever slower, and not for ever. */
function repeat(step: "reattach" | "reexecute", state: ReattachState, policy: RetryPolicy): NextStep {
  const { repeats } = state;
  if (repeats >= policy.maxRetries) return { step: "fail" };
  const backoff = policy.initialBackoffMs * policy.backoffMultiplier ** (repeats - 1);
  const delayMs = repeats === 0 ? 0 : Math.round(Math.min(backoff, policy.maxBackoffMs));
  return { step, delayMs, state: { ...state, repeats: repeats + 1 } };
}

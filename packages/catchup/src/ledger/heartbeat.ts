import { setTimeout as sleep } from "node:timers/promises";
import { LeaseLostError } from "../errors.ts";
import type { DayLease } from "./ledger.ts";

export interface HeartbeatOptions {
  /** Time between two renewals; at most a third of the lock's lifetime, so that one failure is no loss. */
  readonly intervalMs: number;
  /** Called once when the lock is lost: stop what writes under it. */
  readonly onLost: (error: LeaseLostError) => void;
  /** Called for a renewal that failed and will be tried again. */
  readonly onRetry?: (error: unknown) => void;
  /** Default: the system's clock. Must be the ledger's. */
  readonly clock?: () => Date;
}

/**
 * Keeps a lease alive until stopped. A renewal that fails for another reason than a lost lock is tried again at the
 * next beat, until the lock has expired: from then on another runner may have it, and it counts as lost.
 */
export function keepAlive(lease: DayLease, options: HeartbeatOptions): AsyncDisposable {
  const { intervalMs, onLost, onRetry, clock = () => new Date() } = options;
  const stopped = new AbortController();

  const beat = async (): Promise<void> => {
    while (await pause(intervalMs, stopped.signal)) {
      try {
        await lease.renew();
      } catch (error) {
        if (error instanceof LeaseLostError) return onLost(error);
        if (clock() >= lease.expiresAt)
          return onLost(new LeaseLostError(lease.day, lease.owner, { cause: error }));
        onRetry?.(error);
      }
    }
  };
  const beating = beat();

  return {
    async [Symbol.asyncDispose]() {
      stopped.abort();
      await beating;
    },
  };
}

/** False when told to stop before the time was up. The timer keeps no process alive. */
async function pause(ms: number, signal: AbortSignal): Promise<boolean> {
  try {
    await sleep(ms, undefined, { signal, ref: false });
    return true;
  } catch (error) {
    if (signal.aborted) return false;
    throw error;
  }
}

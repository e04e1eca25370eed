import type { S3ClientConfig } from "@aws-sdk/client-s3";
import { type Timeouts, timely } from "./timely.ts";

/** What an SDK client asks whether a call is to be tried again. */
export type RetryStrategy = Extract<
  Exclude<Awaited<S3ClientConfig["retryStrategy"]>, undefined>,
  { refreshRetryTokenForRetry: unknown }
>;

type RetryToken = Awaited<ReturnType<RetryStrategy["acquireInitialRetryToken"]>>;

/**
 * How long a call is tried again before its failure is the day's, in milliseconds.
 *
 * @param lockMs - How long a day's lock lives without being renewed.
 */
export function patienceOf(lockMs: number): Readonly<Record<"ledger" | "s3" | "secrets" | "sts", number>> {
  return {
    // A renewal begins after a quarter of the lock's life: whatever comes of it, the lock is still ours by then.
    ledger: lockMs / 2,
    // While a lock is held, its loss aborts these.
    s3: 120_000,
    secrets: 60_000,
    sts: 60_000,
  };
}

/** Of a command that holds no lock. */
const UNLOCKED_MS = 60_000;

/** How an SDK client makes its calls. */
export interface Calls {
  readonly requestHandler: ReturnType<typeof timely>;
  readonly retryStrategy: RetryStrategy;
}

/** The settings of a client for a command that holds no lock. */
export function unlockedCalls(timeouts?: Timeouts): Calls {
  return { requestHandler: timely(timeouts), retryStrategy: tryUntil(UNLOCKED_MS) };
}

const FIRST_WAIT_MS = { THROTTLING: 500, TRANSIENT: 100, SERVER_ERROR: 100 } as const;
const LONGEST_WAIT_MS = 5_000;

class PatientToken implements RetryToken {
  readonly until: number;
  readonly #count: number;
  readonly #delay: number;

  constructor(until: number, count: number, delay: number) {
    this.until = until;
    this.#count = count;
    this.#delay = delay;
  }

  getRetryCount(): number {
    return this.#count;
  }

  getRetryDelay(): number {
    return this.#delay;
  }
}

/** Tries after which somebody who waits is told: some three seconds. */
const TOLD_AT = 5;

export interface PatienceOptions {
  /** Told once of a call that has failed for some seconds, with the milliseconds for which it is tried again. */
  readonly onWaiting?: (error: unknown, leftMs: number) => void;
  readonly now?: () => number;
  readonly random?: () => number;
}

/**
 * Tries throttled and broken calls, and those that the service failed, again until a time is over. The SDK's own way gives
 * up after three attempts, and sooner when many calls fail at once, as in a burst of 503s they do.
 */
export function tryUntil(
  patienceMs: number,
  { onWaiting = () => {}, now = Date.now, random = Math.random }: PatienceOptions = {},
): RetryStrategy {
  return {
    acquireInitialRetryToken: async () => new PatientToken(now() + patienceMs, 0, 0),
    recordSuccess: () => {},
    async refreshRetryTokenForRetry(token, { error, errorType, retryAfterHint }) {
      const left = token instanceof PatientToken ? token.until - now() : 0;
      if (errorType === "CLIENT_ERROR" || left <= 0) throw new Error("not to be tried again");
      const count = token.getRetryCount() + 1;
      if (count === TOLD_AT) onWaiting(error, left);
      const longest = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS[errorType] * 2 ** count);
      // Half of it by chance, so that callers who failed together come back one by one.
      const wait = Math.max((longest / 2) * (1 + random()), (retryAfterHint?.getTime() ?? 0) - now());
      return new PatientToken(now() + left, count, Math.min(wait, left));
    },
  };
}

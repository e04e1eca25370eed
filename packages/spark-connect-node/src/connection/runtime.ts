import { setTimeout as timer } from "node:timers/promises";

/** Time and chance, passed in so that tests need not wait. */
export interface Runtime {
  /** Milliseconds from any origin, never going back. */
  readonly now: () => number;
  /** A number in [0, 1). */
  readonly random: () => number;
  /** Resolves after `ms`, or at once when the signal aborts: whoever sleeps looks at the signal after. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
}

/** Longest wait of a timer; Node takes a longer one for a wait of 1 ms. */
export const MAX_TIMER_MS: number = 2 ** 31 - 1;

export const systemRuntime: Runtime = {
  now: () => performance.now(),
  random: () => Math.random(),
  async sleep(ms, signal) {
    try {
      await timer(Math.min(ms, MAX_TIMER_MS), undefined, signal === undefined ? {} : { signal });
    } catch (error) {
      if (signal?.aborted !== true) throw error;
    }
  },
};

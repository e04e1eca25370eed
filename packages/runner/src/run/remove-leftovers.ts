import { type Day, DayLockedError } from "@dataworks/catchup";
import type { Log } from "@dataworks/etl-core";
import { hold, type HoldOptions } from "./hold-day.ts";

/** What was removed of one run. */
export interface Removed {
  readonly prefix: string;
  readonly runId: number;
  readonly objects: number;
}

/** Where a run's opened records lie for a while, and a killed run's until somebody removes them. */
export interface StagingArea {
  /** Days that some run has something there for, one that still goes on among them; YYYY-MM-DD. */
  leftoverDays(signal: AbortSignal): Promise<readonly string[]>;
  /** Removes what is there for a day. */
  removeLeftovers(day: string, signal: AbortSignal): Promise<readonly Removed[]>;
}

export interface RemoveLeftoversOptions extends HoldOptions {
  readonly area: StagingArea;
  readonly signal: AbortSignal;
  readonly log: Log;
}

/**
 * Empties the staging area of what killed runs left there: people's data, in the clear but for the bucket's encryption.
 * A day that is another runner's is its own: that its lock can be had is the proof that its run is dead.
 */
export async function removeLeftovers(options: RemoveLeftoversOptions): Promise<void> {
  const { area, signal, log } = options;
  const days = await area.leftoverDays(signal).catch((error: unknown) => {
    signal.throwIfAborted();
    // The days to run need the same store: they fail by it themselves, and the ledger has that.
    log.warn({ err: error }, "what killed runs have staged could not be looked for; the next run does");
    return [];
  });
  for (const day of days) {
    signal.throwIfAborted();
    const lock = await hold(day as Day, options).catch((error: unknown) => {
      if (error instanceof DayLockedError) return undefined;
      throw error;
    });
    if (lock === undefined) {
      log.info({ day }, "another runner is at this day: what it has staged stays");
      continue;
    }
    try {
      // A lock that is lost is somebody else's, and so may be what is staged.
      const held = AbortSignal.any([signal, lock.lost]);
      for (const { prefix, runId, objects } of await area.removeLeftovers(day, held)) {
        log.warn({ day, run_id: runId, prefix, objects }, "removed what a run that was killed had staged");
      }
    } finally {
      await lock.release(log);
    }
  }
}

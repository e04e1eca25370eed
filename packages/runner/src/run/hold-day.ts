import { type Day, type DayLease, keepAlive, type Ledger, type LockHolder } from "@dataworks/catchup";
import type { Log } from "@dataworks/etl-core";

export interface HoldOptions {
  readonly ledger: Pick<Ledger, "lockDay">;
  readonly holder: LockHolder;
  readonly log: Log;
}

/** A day's lock with its heartbeat. */
export interface HeldDay {
  readonly lease: DayLease;
  /** Aborted when the lock is lost. */
  readonly lost: AbortSignal;
  /** Stops the heartbeat and gives the day back; never throws, an unreleased lock expires. */
  release(log: Log): Promise<void>;
}

/** Takes a day's lock and keeps it. @throws DayLockedError */
export async function hold(day: Day, { ledger, holder, ...options }: HoldOptions): Promise<HeldDay> {
  const log = options.log.child({ day });
  const lease = await ledger.lockDay(day, holder);
  const lost = new AbortController();
  const heart = keepAlive(lease, {
    intervalMs: holder.ttlMs / 4,
    onLost: (error) => lost.abort(error),
    onRetry: (error) => log.warn({ err: error }, "the day's lock could not be renewed; trying again"),
  });
  return {
    lease,
    lost: lost.signal,
    async release() {
      await heart[Symbol.asyncDispose]();
      try {
        const released = await lease.release();
        if (!released) log.warn({}, "the day's lock was no longer ours");
      } catch (error) {
        log.warn(
          { err: error, expires_at: lease.expiresAt },
          "the day's lock could not be released; it expires",
        );
      }
    },
  };
}

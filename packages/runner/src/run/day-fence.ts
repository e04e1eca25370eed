import {
  type DayLease,
  type DayRecord,
  type DayRecords,
  LeaseLostError,
  LedgerError,
  parseDay,
  type Run,
} from "@dataworks/catchup";
import type { DayTarget, PublishFence, TargetOfDay } from "@dataworks/etl-core";

/** What the tables should show of a day: what a run has begun to publish, else what is published. */
export function targetOf(record: DayRecord | undefined): DayTarget {
  const shown = record?.publishing ?? record?.published;
  if (shown !== undefined) return { kind: "shown", ...shown };
  return record?.removedBy === undefined ? { kind: "unknown" } : { kind: "removed", runId: record.removedBy };
}

/** Reads what the tables should show of a day. */
export function targets(ledger: Pick<DayRecords, "dayRecord">): TargetOfDay {
  return async (day) => targetOf(await ledger.dayRecord(parseDay(day)));
}

/** Fits the ledger to what publishing asks: the day is a run's own while its lock can be renewed. */
export function dayFence(ledger: DayRecords, run: Run): PublishFence {
  return {
    held: () => held(run.lease),
    publishing: (locations) => ledger.publishing(run, locations),
    target: targets(ledger),
    unknownRun: (runId) => ledger.skipRunIds(runId),
  };
}

/**
 * Whether a lock is still ours; it is renewed by that. A ledger that does not answer for a moment is no reason to stop between
 * two tables: until the lock expires nobody else can have it.
 *
 * @throws LedgerError when it does not answer and the lock may have expired.
 */
export async function held(
  lease: Pick<DayLease, "renew" | "expiresAt">,
  now: () => number = Date.now,
): Promise<boolean> {
  try {
    await lease.renew();
    return true;
  } catch (error) {
    if (error instanceof LeaseLostError) return false;
    if (error instanceof LedgerError && now() < lease.expiresAt.getTime()) return true;
    throw error;
  }
}

/**
 * Whether all of a clean-up's locks are still ours. Its own day is asked always; of the others, hundreds perhaps, those whose
 * heartbeat has missed a beat: as all have when the process was stopped.
 */
export async function allHeld(
  own: DayLease,
  others: readonly DayLease[],
  ttlMs: number,
  now: () => number = Date.now,
): Promise<boolean> {
  if (!(await held(own))) return false;
  for (const lease of others) {
    if (lease.expiresAt.getTime() - now() < ttlMs / 2 && !(await held(lease))) return false;
  }
  return true;
}

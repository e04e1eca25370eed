import { type DayRecord, type DayRecords, LeaseLostError, type Run } from "@dataworks/catchup";
import type { DayTarget, PublishFence } from "@dataworks/etl-core";

/** What the tables should show of a day: what a run has begun to publish, else what is published. */
export function targetOf(record: DayRecord | undefined): DayTarget {
  const shown = record?.publishing ?? record?.published;
  if (shown !== undefined) return { kind: "shown", ...shown };
  return record?.removedBy === undefined ? { kind: "unknown" } : { kind: "removed", runId: record.removedBy };
}

/** Fits the ledger to what publishing asks: the day is a run's own while its lock can be renewed. */
export function dayFence(ledger: DayRecords, run: Run): PublishFence {
  return {
    held: () => held(run.lease),
    publishing: (locations) => ledger.publishing(run, locations),
    target: async () => targetOf(await ledger.dayRecord(run.day)),
    unknownRun: (runId) => ledger.skipRunIds(runId),
  };
}

/** Whether a lock is still ours; it is renewed by that. @throws LedgerError, which says nothing about the lock. */
export async function held(lease: Pick<Run["lease"], "renew">): Promise<boolean> {
  try {
    await lease.renew();
    return true;
  } catch (error) {
    if (error instanceof LeaseLostError) return false;
    throw error;
  }
}

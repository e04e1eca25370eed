import { type DayLease, DayLockedError, type DayRecords, type UnsettledDay } from "@dataworks/catchup";
import { held, targets } from "./day-fence.ts";
import type { DayJob } from "./day-job.ts";
import { hold, type HoldOptions } from "./hold-day.ts";

/** How long a statement of a runner that lost its day may be on its way, for sure: two nightly runs look at the day. */
const SETTLED_AFTER_MS = 48 * 3_600_000;

/** The most days that one run looks at; the others are the next run's. */
const MOST_DAYS = 31;

export interface SettleDaysOptions extends Omit<HoldOptions, "ledger"> {
  readonly ledger: HoldOptions["ledger"] & DayRecords;
  readonly job: Pick<DayJob, "follow">;
  readonly signal: AbortSignal;
  readonly now: () => Date;
}

/**
 * Looks at the days that were taken over lately: a statement of the run before may have arrived after everybody had looked.
 * What a run has begun to publish is finished. None of it keeps the days to run waiting: what fails here is the next run's.
 */
export async function settleDays(options: SettleDaysOptions): Promise<void> {
  const { ledger, signal, log } = options;
  try {
    for (const unsettled of (await ledger.unsettledDays()).slice(0, MOST_DAYS)) {
      signal.throwIfAborted();
      await settleUnlessHeld(unsettled, options);
    }
  } catch (error) {
    signal.throwIfAborted();
    log.warn(
      { err: error },
      "days that were taken over could not be looked at; the next run does, or adg doctor",
    );
  }
}

async function settleUnlessHeld(unsettled: UnsettledDay, options: SettleDaysOptions): Promise<void> {
  const { ledger, now, log } = options;
  const lock = await hold(unsettled.day, options).catch((error: unknown) => {
    if (error instanceof DayLockedError) return undefined;
    throw error;
  });
  if (lock === undefined) return;
  try {
    const settled = await settle(lock.lease, options);
    if (settled && now().getTime() - unsettled.since.getTime() > SETTLED_AFTER_MS) {
      await ledger.settled(unsettled);
    }
  } finally {
    await lock.release(log);
  }
}

/**
 * Has the tables show a leased day as the ledger says, and records that what was begun is published.
 *
 * @returns whether every table shows it now.
 */
export async function settle(
  lease: DayLease,
  { ledger, job, log }: Pick<SettleDaysOptions, "ledger" | "job" | "log">,
): Promise<boolean> {
  const { day } = lease;
  const record = await ledger.dayRecord(day);
  const found = await job.follow({
    day,
    target: targets(ledger),
    held: () => held(lease),
    log: log.child({ day }),
  });
  if (!found.every(({ repaired }) => repaired)) {
    log.warn(
      { day, tables: found.map(({ fault }) => fault.table) },
      "tables show another run than the ledger",
    );
    return false;
  }
  if (record?.publishing !== undefined) await ledger.settle(lease, record.publishing);
  return true;
}

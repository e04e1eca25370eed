import {
  type Day,
  LeaseLostError,
  type Ledger,
  type LockHolder,
  parseDay,
  type Run,
} from "@dataworks/catchup";
import { type DayEvent, type Log, SupersededError } from "@dataworks/etl-core";
import { UnrecordedError } from "../errors.ts";
import { completedReport, failedReport, type Scrub } from "../report/run-report.ts";
import { allHeld, dayFence } from "./day-fence.ts";
import type { CleanUpResult, CollectionResult, DayJob } from "./day-job.ts";
import { hold, type HeldDay } from "./hold-day.ts";
import { settle } from "./settle-days.ts";

export interface RunDaysOptions {
  readonly ledger: Ledger;
  readonly job: DayJob;
  readonly days: readonly Day[];
  /** Remove the module's published history before the first day. */
  readonly cleanUp: boolean;
  /** More days to hold during clean-up, though they are not run: another runner may be at them. */
  readonly alsoHeld: readonly Day[];
  readonly holder: LockHolder;
  /** Aborted when the process is told to end; its reason is what the run then fails with. */
  readonly signal: AbortSignal;
  readonly log: Log;
  readonly observer: RunObserver;
  /** Takes known secrets out of what the ledger keeps of a day. */
  readonly scrub: Scrub;
}

/** Who watches: progress lines, result tables, the machine-readable document. */
export interface RunObserver {
  dayStarted(day: Day, runId: number): void;
  dayEvent(event: DayEvent): void;
  dayCompleted(day: Day, runId: number, collections: readonly CollectionResult[]): void;
  dayFailed(day: Day, runId: number, error: unknown): void;
  cleanedUp(result: CleanUpResult): void;
}

/**
 * Runs days in order, each under its lock, the first failure stopping the rest. Whatever happens, the ledger tells it:
 * Completed only after the last table of a day is published, Failed for anything else this process lived to see.
 *
 * @throws DayLockedError when another runner has a day; whatever failed a day otherwise.
 */
export async function runDays(options: RunDaysOptions): Promise<void> {
  const { days, signal, log } = options;
  if (days.length === 0) return;
  const held = new Map<Day, HeldDay>();
  try {
    if (options.cleanUp) {
      // Every lock before anything is removed: a refusal after that would leave nothing to read.
      for (const day of new Set([...days, ...options.alsoHeld])) held.set(day, await hold(day, options));
    }
    for (const [index, day] of days.entries()) {
      signal.throwIfAborted();
      const lock = held.get(day) ?? (await hold(day, options));
      held.set(day, lock);
      await runOneDay(lock, options.cleanUp && index === 0 ? held : undefined, options);
      held.delete(day);
      await lock.release(log);
    }
  } finally {
    for (const lock of held.values()) await lock.release(log);
  }
}

/** @param held - Given when a clean-up comes first: the days that are ours already. */
async function runOneDay(
  lock: HeldDay,
  held: ReadonlyMap<Day, HeldDay> | undefined,
  options: RunDaysOptions,
): Promise<void> {
  const { ledger, job, observer } = options;
  const { day } = lock.lease;
  const signal = AbortSignal.any([options.signal, lock.lost]);
  let run: Run | undefined;
  let published: readonly CollectionResult[] = [];
  const begin = async (): Promise<Run> => {
    if (run !== undefined) return run;
    run = await ledger.begin(lock.lease);
    observer.dayStarted(day, run.runId);
    return run;
  };
  try {
    if (held !== undefined) {
      const { days, log } = options;
      const outside: HeldDay[] = [];
      try {
        const removed = await job.cleanUp({
          days,
          signal,
          log,
          async beforeRemoval(published) {
            const others = published.map(parseDay).filter((each) => !held.has(each));
            for (const each of others) outside.push(await hold(each, options));
            const { runId } = await begin();
            const leases = [...held.values(), ...outside].map(({ lease }) => lease);
            // A runner that had one of these days finds that it is gone, and so does whoever looks at its late statement.
            for (const lease of leases) await ledger.removing(lease, runId);
            return { day, runId, held: () => allHeld(lock.lease, leases, options.holder.ttlMs) };
          },
        });
        observer.cleanedUp(removed);
      } finally {
        for (const each of outside) await each.release(log);
      }
    }
    const begun = await begin();
    const { runId } = begun;
    const log = options.log.child({ run_id: runId, day });
    log.info({}, "day started");
    await finishBefore(begun, options);
    const onEvent = (event: DayEvent): void => observer.dayEvent(event);
    const fence = dayFence(ledger, begun);
    published = await job.run({ day, runId, signal, fence, log, onEvent });
    await ledger
      .complete(begun, completedReport(published, options.scrub))
      // Whoever has taken the day over publishes it anew.
      .catch((cause: unknown) =>
        Promise.reject(cause instanceof LeaseLostError ? cause : new UnrecordedError(day, cause)),
      );
    completed(begun, published, options);
  } catch (error) {
    // What an aborted step throws depends on where it was; why it was aborted is the news. Of a published day it is not.
    const isNews = error instanceof UnrecordedError || error instanceof SupersededError;
    const reason: unknown = signal.aborted && !isNews ? signal.reason : error;
    if (run === undefined) throw reason;
    // The answer to that was lost, and the ledger answers again: the day is what it was recorded as.
    if (await markFailed(run, reason, error, options)) return completed(run, published, options);
    throw reason;
  }
}

function completed(
  { day, runId }: Run,
  collections: readonly CollectionResult[],
  { observer, ...options }: RunDaysOptions,
): void {
  const log = options.log.child({ run_id: runId, day });
  log.info(
    { collections: collections.map(({ name, rows, badRows }) => ({ name, rows, bad_rows: badRows })) },
    "day completed",
  );
  observer.dayCompleted(day, runId, collections);
}

/**
 * Finishes what an earlier run began and did not, a rename or the publishing: all tables are there and on one run then, also
 * if this one fails before it publishes.
 */
async function finishBefore({ before, lease }: Run, options: RunDaysOptions): Promise<void> {
  if (before?.status !== "In-Progress" && before?.publishing === undefined) return;
  await settle(lease, options).catch((error: unknown) => {
    options.log.warn(
      { err: error, day: lease.day },
      "what an earlier run began to publish could not be finished; this run publishes all of the day",
    );
  });
}

/** @returns whether the ledger has the run as Completed instead, so that it did not fail. */
async function markFailed(
  run: Run,
  reason: unknown,
  error: unknown,
  { ledger, observer, ...options }: RunDaysOptions,
): Promise<boolean> {
  const log = options.log.child({ run_id: run.runId, day: run.day });
  const failed = { err: reason, ...(error === reason ? {} : { after: String(error) }) };
  try {
    const { status, atWatermark } = await ledger.fail(run, failedReport(reason, options.scrub));
    if (status === "Completed") {
      log.warn(failed, "the ledger has the day as Completed: only the answer to that was lost");
      return true;
    }
    log.error(failed, "day failed");
    if (!atWatermark) {
      log.warn({}, "the ledger is at a later day: a run without --start_dt will not come back for this one");
    }
  } catch (unrecorded) {
    log.error(failed, "day failed");
    if (unrecorded instanceof LeaseLostError) {
      log.warn({ err: unrecorded }, "the ledger is left to the runner that has the day now");
      observer.dayFailed(run.day, run.runId, reason);
      return false;
    }
    // The day stays In-Progress, which makes it run again as Failed would.
    log.error({ err: unrecorded }, "the failure could not be recorded in the ledger");
  }
  observer.dayFailed(run.day, run.runId, reason);
  return false;
}

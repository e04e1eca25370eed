import type { Day } from "../days/day.ts";
import type { FailureCause, RunReport } from "../reports/run-report.ts";
import type { AuditItem } from "./audit-item.ts";
import type { DayRecord, Locations, Publication, UnsettledDay } from "./day-record.ts";

/** What ran and what runs, of one module. */
export interface Ledger extends DayRecords {
  /**
   * The module's audit item, read consistently; nothing when the module never ran.
   *
   * @throws InvalidAuditItemError, LedgerError
   */
  watermark(): Promise<AuditItem | undefined>;

  /**
   * Takes the lock of a day, or takes it over from an owner whose lease has expired.
   *
   * @throws DayLockedError naming who holds it and until when; LedgerError
   */
  lockDay(day: Day, holder: LockHolder): Promise<DayLease>;

  /**
   * Starts a run of the leased day and takes the next run id, which no other run ever gets: the day's fence from then on.
   * Writes nothing to the day unless the lease is still ours.
   *
   * @throws LeaseLostError, LedgerError
   */
  begin(lease: DayLease): Promise<Run>;

  /**
   * Records that the day is done. Writes nothing unless the lease is still ours.
   *
   * @param report - kept with the run's own item, for notices; bounded in size.
   * @throws LeaseLostError, LedgerError
   */
  complete(run: Run, report?: RunReport): Promise<RunEnd>;

  /**
   * Records that the day failed. Writes nothing unless the lease is still ours.
   *
   * @param report - with the first cause; the caller has taken secrets out of it.
   * @throws LeaseLostError, LedgerError
   */
  fail(run: Run, report?: RunReport): Promise<RunEnd>;

  /**
   * Records on the cluster's item why a command ended, also one that never got to a day. Changes nothing of days and
   * runs; does nothing where no cluster is known.
   *
   * @param cause - the caller has taken secrets out of it.
   * @throws LedgerError
   */
  recordFailure(cause: FailureCause): Promise<void>;
}

/**
 * What each day's tables show. A metastore cannot refuse a statement of a run that has lost its day, so the ledger keeps
 * where the tables should be, and whoever finds them elsewhere puts them right.
 */
export interface DayRecords {
  /**
   * Reads what is known of a day, consistently; undefined for a day that no run has begun since records are kept.
   *
   * @throws LedgerError
   */
  dayRecord(day: Day): Promise<DayRecord | undefined>;

  /**
   * Records where the tables are about to show the day, before the first of them does. All files are staged by then.
   *
   * @throws LeaseLostError; LedgerError, also when there are more tables than a record holds
   */
  publishing(run: Run, locations: Locations): Promise<void>;

  /**
   * Records that what a run began to publish is shown by all tables: somebody finished it in the run's place. The status of
   * run and module stay as they are.
   *
   * @throws LeaseLostError, LedgerError
   */
  settle(lease: DayLease, publication: Publication): Promise<void>;

  /**
   * Raises the fence of a leased day that a run's clean-up is about to remove.
   *
   * @throws LeaseLostError, LedgerError
   */
  removing(lease: DayLease, runId: number): Promise<void>;

  /**
   * Has the run ids go on above a number: tables show a run of a ledger that was reset.
   *
   * @throws LedgerError
   */
  skipRunIds(upTo: number): Promise<void>;

  /**
   * Returns the days on which a statement of a run that was taken over may still arrive, in their order.
   *
   * @throws LedgerError
   */
  unsettledDays(): Promise<UnsettledDay[]>;

  /**
   * Takes a day off that list, unless it was taken over again since.
   *
   * @throws LedgerError
   */
  settled(unsettled: UnsettledDay): Promise<void>;

  /**
   * Returns who holds a day's lock now, if anyone does.
   *
   * @throws LedgerError
   */
  holderOf(day: Day): Promise<{ readonly owner: string; readonly expiresAt: Date } | undefined>;
}

export interface LockHolder {
  /** Who an operator should look for: host, process, cluster or step id. */
  readonly owner: string;
  /** How long the lock lives without a renewal. Kept to the second above. */
  readonly ttlMs: number;
}

/** The lock of a day while it is ours. `token` is drawn anew each time a lock is taken, so that a late owner is told apart. */
export interface DayLease {
  readonly day: Day;
  readonly owner: string;
  readonly token: string;
  /** When the lock falls to whoever wants it; moves with each renewal. */
  readonly expiresAt: Date;
  /**
   * Prolongs the lock by its lifetime, from now.
   *
   * @throws LeaseLostError when it is no longer ours; LedgerError, which says nothing about the lock
   */
  renew(): Promise<void>;
  /** Gives the day back. False when it was no longer ours: nothing is removed then. */
  release(): Promise<boolean>;
}

/** One run of one day. */
export interface Run {
  readonly day: Day;
  readonly runId: number;
  readonly lease: DayLease;
  /** What was known of the day when the run began. */
  readonly before: DayRecord | undefined;
}

export interface RunEnd {
  /**
   * What the ledger has of the run. A run that is to be recorded as Failed is Completed when the answer to that was lost: it stays
   * Completed.
   */
  readonly status: "Completed" | "Failed";
  /**
   * Whether the module's item carries this run's outcome. False for the rerun of a day before the watermark, and when
   * another runner has begun a later day meanwhile: the outcome is on the run's own item only, and a default run will
   * not come back for this day.
   */
  readonly atWatermark: boolean;
}

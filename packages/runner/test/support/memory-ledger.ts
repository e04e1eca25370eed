import {
  type AuditItem,
  type Day,
  type DayLease,
  DayLockedError,
  type FailureCause,
  LeaseLostError,
  type Ledger,
  type LockHolder,
  type Run,
  type RunEnd,
  type RunReport,
} from "@dataworks/catchup";

/** A ledger that keeps its books in memory and writes down everything it is told, in order. */
export class MemoryLedger implements Ledger {
  readonly told: string[] = [];
  /** What was kept of the days that ended, in order. */
  readonly reports: (RunReport | undefined)[] = [];
  readonly lockedByOthers = new Set<Day>();
  failWhenEnding = false;
  loseLocks = false;
  #runs = 0;

  async watermark(): Promise<AuditItem | undefined> {
    return undefined;
  }

  async lockDay(day: Day, { owner }: LockHolder): Promise<DayLease> {
    if (this.lockedByOthers.has(day)) throw new DayLockedError(day, "another", new Date(0));
    this.told.push(`lock ${day}`);
    return {
      day,
      owner,
      token: "t",
      expiresAt: new Date(Date.now() + 60_000),
      renew: async () => {
        if (this.loseLocks) throw new LeaseLostError(day, owner);
      },
      release: async () => this.told.push(`release ${day}`) > 0,
    };
  }

  async begin(lease: DayLease): Promise<Run> {
    this.#runs++;
    this.told.push(`begin ${lease.day} as ${this.#runs}`);
    return { day: lease.day, runId: this.#runs, lease };
  }

  async complete(run: Run, report?: RunReport): Promise<RunEnd> {
    return this.#end(run, "complete", report);
  }

  async fail(run: Run, report?: RunReport): Promise<RunEnd> {
    return this.#end(run, "fail", report);
  }

  async recordFailure(cause: FailureCause): Promise<void> {
    this.told.push(`failure ${cause.code}`);
  }

  async #end(run: Run, how: string, report: RunReport | undefined): Promise<RunEnd> {
    this.reports.push(report);
    if (this.failWhenEnding) throw new Error("the table is away.");
    this.told.push(`${how} ${run.day} as ${run.runId}`);
    return { atWatermark: true };
  }
}

import {
  type AuditItem,
  type Day,
  type DayLease,
  DayLockedError,
  type DayRecord,
  type FailureCause,
  LeaseLostError,
  type Ledger,
  type LockHolder,
  type Locations,
  type Publication,
  type Run,
  type RunEnd,
  type RunReport,
  type UnsettledDay,
} from "@dataworks/catchup";

/** A ledger that keeps its books in memory and writes down everything it is told, in order. */
export class MemoryLedger implements Ledger {
  readonly told: string[] = [];
  /** What was kept of the days that ended, in order. */
  readonly reports: (RunReport | undefined)[] = [];
  readonly lockedByOthers = new Set<Day>();
  readonly records = new Map<Day, DayRecord>();
  readonly unsettled = new Map<Day, Date>();
  now = new Date("2021-04-15T03:00:00Z");
  failWhenEnding = false;
  /** Records that a run is Completed, and answers with an error. */
  answerLost = false;
  loseLocks = false;
  runs = 0;
  readonly #locks = new Map<Day, { readonly lease: DayLease; expired: boolean }>();
  #tokens = 0;

  async watermark(): Promise<AuditItem | undefined> {
    return undefined;
  }

  async lockDay(day: Day, { owner }: LockHolder): Promise<DayLease> {
    if (this.lockedByOthers.has(day)) throw new DayLockedError(day, "another", new Date(0));
    if (this.#locks.get(day)?.expired === false) throw new DayLockedError(day, "a runner", new Date(0));
    this.told.push(`lock ${day}`);
    const lease: DayLease = {
      day,
      owner,
      token: `t-${++this.#tokens}`,
      expiresAt: new Date(Date.now() + 60_000),
      renew: async () => {
        if (this.loseLocks) throw new LeaseLostError(day, owner);
        this.#check(lease);
      },
      release: async () => {
        this.told.push(`release ${day}`);
        return this.#locks.get(day)?.lease === lease && this.#locks.delete(day);
      },
    };
    this.#locks.set(day, { lease, expired: false });
    return lease;
  }

  /** Lets every lock fall to whoever wants it: their runners are stopped. */
  expireLocks(): void {
    for (const lock of this.#locks.values()) lock.expired = true;
  }

  async begin(lease: DayLease): Promise<Run> {
    const { day } = lease;
    this.#check(lease);
    const before = this.records.get(day);
    this.runs = Math.max(this.runs, before?.runId ?? 0) + 1;
    this.told.push(`begin ${day} as ${this.runs}`);
    this.#doubt(before);
    this.records.set(day, {
      day,
      publishing: before?.publishing,
      published: before?.published,
      removedBy: before?.removedBy,
      runId: this.runs,
      status: "In-Progress",
    });
    return { day, runId: this.runs, lease, before };
  }

  async complete(run: Run, report?: RunReport): Promise<RunEnd> {
    this.#end(run, "complete", report);
    const record = this.#record(run.day);
    const published = record.publishing ?? record.published;
    this.records.set(run.day, {
      ...record,
      status: "Completed",
      published,
      publishing: undefined,
      removedBy: undefined,
    });
    if (this.answerLost) throw new Error("the table answers with HTML.");
    return { status: "Completed", atWatermark: true };
  }

  async fail(run: Run, report?: RunReport): Promise<RunEnd> {
    const { runId, status } = this.#record(run.day);
    if (runId === run.runId && status === "Completed") return { status: "Completed", atWatermark: true };
    this.#end(run, "fail", report);
    this.records.set(run.day, { ...this.#record(run.day), status: "Failed" });
    return { status: "Failed", atWatermark: true };
  }

  async recordFailure(cause: FailureCause): Promise<void> {
    this.told.push(`failure ${cause.code}`);
  }

  async dayRecord(day: Day): Promise<DayRecord | undefined> {
    return this.records.get(day);
  }

  async publishing({ day, runId, lease }: Run, locations: Locations): Promise<void> {
    this.#check(lease);
    this.records.set(day, { ...this.#record(day), publishing: { runId, locations } });
  }

  async settle(lease: DayLease, published: Publication): Promise<void> {
    this.#check(lease);
    this.records.set(lease.day, {
      ...this.#record(lease.day),
      publishing: undefined,
      published,
      removedBy: undefined,
    });
  }

  async removing(lease: DayLease, runId: number): Promise<void> {
    this.#check(lease);
    const { day } = lease;
    const before = this.records.get(day);
    if (before?.runId !== runId) this.#doubt(before);
    this.records.set(day, {
      day,
      runId,
      status: before?.status,
      publishing: undefined,
      published: undefined,
      removedBy: runId,
    });
  }

  async skipRunIds(upTo: number): Promise<void> {
    this.runs = Math.max(this.runs, upTo);
  }

  async unsettledDays(): Promise<UnsettledDay[]> {
    return [...this.unsettled].map(([day, since]) => ({ day, since }));
  }

  async settled({ day }: UnsettledDay): Promise<void> {
    this.unsettled.delete(day);
  }

  async holderOf(day: Day): Promise<{ readonly owner: string; readonly expiresAt: Date } | undefined> {
    const lock = this.#locks.get(day);
    return lock === undefined || lock.expired ? undefined : lock.lease;
  }

  #end(run: Run, how: string, report: RunReport | undefined): void {
    this.reports.push(report);
    if (this.failWhenEnding) throw new Error("the table is away.");
    this.#check(run.lease);
    this.told.push(`${how} ${run.day} as ${run.runId}`);
  }

  #check(lease: DayLease): void {
    if (this.#locks.get(lease.day)?.lease !== lease) throw new LeaseLostError(lease.day, lease.owner);
  }

  #doubt(before: DayRecord | undefined): void {
    if (before === undefined || (before.status !== "In-Progress" && before.publishing === undefined)) return;
    this.unsettled.set(before.day, this.now);
  }

  #record(day: Day): DayRecord {
    const record = this.records.get(day);
    if (record === undefined) throw new Error(`${day} has begun`);
    return record;
  }
}

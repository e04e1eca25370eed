import { randomUUID } from "node:crypto";
import type { Day } from "../days/day.ts";
import { DayLockedError, LeaseLostError, type LedgerError } from "../errors.ts";
import { addRunRequest, setFailureRequest } from "../reports/cluster-item.ts";
import type { FailureCause, RunReport } from "../reports/run-report.ts";
import { type AttributeMap, type AuditItem, parseAuditItem } from "./audit-item.ts";
import { acquireRequest, lockItemKey, lockState } from "./day-lock.ts";
import type { DayRecord } from "./day-record.ts";
import { DynamoDays } from "./dynamo-days.ts";
import { ledgerError, refusal } from "./dynamo-errors.ts";
import { DynamoLease } from "./dynamo-lease.ts";
import type { DynamoPort } from "./dynamo-port.ts";
import { ATTEMPTS, DynamoTable } from "./dynamo-table.ts";
import type { DayLease, Ledger, LockHolder, Run, RunEnd } from "./ledger.ts";
import { type ModuleKey, moduleItemKey } from "./module-key.ts";
import { beginRequest, type BeginStep, endRequest, startRequest, stepFor } from "./run-requests.ts";

export interface DynamoLedgerOptions extends ModuleKey {
  /** The cluster the runs are on, so that its notices find them. Default: none is noted. */
  readonly clusterId?: string | undefined;
  /**
   * Told when a run could not be noted on its cluster's item. That is no reason not to run the day: its notice has no
   * details then. Default: nobody is told.
   */
  readonly onUnnoted?: (error: LedgerError) => void;
  /** The time leases are measured by. Default: the system's. */
  readonly clock?: () => Date;
  /** Draws the token of a lease. Default: a random UUID. */
  readonly newToken?: () => string;
}

/**
 * The ledger on DynamoDB. No read decides a write: every write carries its own condition, so two runners cannot get
 * the same run id, the same day, or move the watermark back.
 *
 * @example
 * const ledger = new DynamoLedger(new DynamoDB({}), {
 *   table: "data_pipeline_metadata",
 *   correlationId: "kickstart_vacancy_analytical_dataset_generation",
 *   dataProduct: "KICKSTART-ADG",
 * });
 */
export class DynamoLedger extends DynamoDays implements Ledger {
  readonly #dynamo: DynamoPort;
  readonly #clusterId: string | undefined;
  readonly #onUnnoted: (error: LedgerError) => void;
  readonly #newToken: () => string;

  constructor(dynamo: DynamoPort, options: DynamoLedgerOptions) {
    super(new DynamoTable(dynamo, options.table), options, options.clock ?? (() => new Date()));
    this.#dynamo = dynamo;
    this.#clusterId = options.clusterId;
    this.#onUnnoted = options.onUnnoted ?? (() => {});
    this.#newToken = options.newToken ?? randomUUID;
  }

  async watermark(): Promise<AuditItem | undefined> {
    const item = await this.#moduleItem("reading the watermark");
    return item === undefined ? undefined : parseAuditItem(item);
  }

  async lockDay(day: Day, { owner, ttlMs }: LockHolder): Promise<DayLease> {
    const claim = { day, owner, token: this.#newToken() };
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const now = this.clock();
      try {
        const request = acquireRequest(this.module, claim, now, ttlMs);
        await this.#dynamo.putItem(request);
        return new DynamoLease(this.#dynamo, this.module, claim, { now, ttlMs, clock: this.clock });
      } catch (error) {
        const refused = refusal(error);
        if (refused === undefined) throw ledgerError(this.module.table, `locking ${day}`, error);
        const item = refused.item ?? (await this.#lockItem(day));
        if (item?.["Token"]?.S === claim.token) {
          // The SDK sent our own request twice: the first one got through and its answer was lost.
          return new DynamoLease(this.#dynamo, this.module, claim, { now, ttlMs, clock: this.clock });
        }
        const state = lockState(item, now);
        if (state.kind === "held") throw new DayLockedError(day, state.owner, state.expiresAt);
        // Released or expired between the refusal and the look at it: ask again.
      }
    }
    throw this.table.contention(`locking ${day}`);
  }

  async begin(lease: DayLease): Promise<Run> {
    const { day } = lease;
    // A late owner finds out here, before the module's item says In-Progress.
    await lease.renew();
    const before = await this.dayRecord(day);
    const runId = await this.#takeRunId(day, before?.runId ?? 0);
    await this.#noteOnCluster(runId);
    const doing = `recording run ${runId} of ${day}`;
    await this.table.transact(lease, doing, () =>
      startRequest(this.module, { day, runId }, lease, before, this.clock()),
    );
    return { day, runId, lease, before };
  }

  complete(run: Run, report?: RunReport): Promise<RunEnd> {
    return this.#end(run, "Completed", report);
  }

  fail(run: Run, report?: RunReport): Promise<RunEnd> {
    return this.#end(run, "Failed", report);
  }

  async recordFailure(cause: FailureCause): Promise<void> {
    if (this.#clusterId === undefined) return;
    try {
      await this.#dynamo.updateItem(setFailureRequest(this.module, this.#clusterId, cause, this.clock()));
    } catch (error) {
      throw ledgerError(this.module.table, `recording why ${this.#clusterId} failed`, error);
    }
  }

  async #noteOnCluster(runId: number): Promise<void> {
    if (this.#clusterId === undefined) return;
    try {
      await this.#dynamo.updateItem(addRunRequest(this.module, this.#clusterId, runId, this.clock()));
    } catch (error) {
      this.#onUnnoted(ledgerError(this.module.table, `noting run ${runId} on ${this.#clusterId}`, error));
    }
  }

  /** @param above - the highest id of the day: an audit item that was deleted starts to count anew. */
  async #takeRunId(day: Day, above: number): Promise<number> {
    let step: BeginStep = { kind: "advance" };
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      let runId: number;
      try {
        const { Attributes } = await this.#dynamo.updateItem(beginRequest(this.module, day, step));
        runId = Number(Attributes?.["Run_Id"]?.N);
      } catch (error) {
        const refused = refusal(error);
        if (refused === undefined) throw ledgerError(this.module.table, `taking a run id for ${day}`, error);
        step = stepFor(refused.item ?? (await this.#moduleItem("taking a run id")), day);
        continue;
      }
      if (!Number.isSafeInteger(runId)) {
        step = stepFor(await this.#moduleItem("taking a run id"), day);
        continue;
      }
      if (runId > above) return runId;
      await this.skipRunIds(above);
    }
    throw this.table.contention(`taking a run id for ${day}`);
  }

  async #end(run: Run, status: "Completed" | "Failed", report: RunReport | undefined): Promise<RunEnd> {
    const { day, runId, lease } = run;
    const doing = `recording run ${runId} of ${day} as ${status}`;
    let atWatermark = false;
    /** What is recorded already: an attempt whose answer was lost has happened all the same. */
    const recorded = (record: DayRecord | undefined): RunEnd["status"] | undefined =>
      record?.runId !== runId
        ? undefined
        : (["Completed", status] as const).find((each) => each === record.status);
    let ended: RunEnd["status"] | undefined;
    try {
      await this.table.transact(lease, doing, async () => {
        const item = await this.#moduleItem(doing);
        atWatermark = item?.["Date"]?.S === day;
        const record = await this.dayRecord(day);
        ended = recorded(record);
        return ended === undefined
          ? endRequest(this.module, run, lease, status, { atWatermark, record, report })
          : undefined;
      });
    } catch (error) {
      if (error instanceof LeaseLostError) throw error;
      ended = recorded(await this.dayRecord(day).catch(() => undefined));
      if (ended === undefined) throw error;
    }
    return { status: ended ?? status, atWatermark };
  }

  #moduleItem(doing: string): Promise<AttributeMap | undefined> {
    return this.table.get(moduleItemKey(this.module), doing);
  }

  #lockItem(day: Day): Promise<AttributeMap | undefined> {
    return this.table.get(lockItemKey(this.module, day), `reading the lock of ${day}`);
  }
}

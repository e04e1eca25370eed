import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Day } from "../days/day.ts";
import { DayLockedError, LeaseLostError, LedgerError } from "../errors.ts";
import { addRunRequest, setFailureRequest } from "../reports/cluster-item.ts";
import type { FailureCause, RunReport } from "../reports/run-report.ts";
import { type AttributeMap, type AuditItem, parseAuditItem } from "./audit-item.ts";
import { acquireRequest, lockItemKey, lockState } from "./day-lock.ts";
import { cancellation, ledgerError, refusal } from "./dynamo-errors.ts";
import { DynamoLease } from "./dynamo-lease.ts";
import type { DynamoPort } from "./dynamo-port.ts";
import type { DayLease, Ledger, LockHolder, Run, RunEnd } from "./ledger.ts";
import { type ModuleKey, moduleItemKey } from "./module-key.ts";
import { beginRequest, type BeginStep, endRequest, runItemRequest, stepFor } from "./run-requests.ts";

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

/** How often a write is tried again that lost against another runner's. Each loss means that another one got through. */
const ATTEMPTS = 20;
const RETRY_MS = 25;

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
export class DynamoLedger implements Ledger {
  readonly #dynamo: DynamoPort;
  readonly #module: ModuleKey;
  readonly #clusterId: string | undefined;
  readonly #onUnnoted: (error: LedgerError) => void;
  readonly #clock: () => Date;
  readonly #newToken: () => string;

  constructor(dynamo: DynamoPort, options: DynamoLedgerOptions) {
    this.#dynamo = dynamo;
    this.#module = options;
    this.#clusterId = options.clusterId;
    this.#onUnnoted = options.onUnnoted ?? (() => {});
    this.#clock = options.clock ?? (() => new Date());
    this.#newToken = options.newToken ?? randomUUID;
  }

  async watermark(): Promise<AuditItem | undefined> {
    const item = await this.#moduleItem("reading the watermark");
    return item === undefined ? undefined : parseAuditItem(item);
  }

  async lockDay(day: Day, { owner, ttlMs }: LockHolder): Promise<DayLease> {
    const claim = { day, owner, token: this.#newToken() };
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const now = this.#clock();
      try {
        const request = acquireRequest(this.#module, claim, now, ttlMs);
        await this.#dynamo.putItem(request);
        return new DynamoLease(this.#dynamo, this.#module, claim, { now, ttlMs, clock: this.#clock });
      } catch (error) {
        const refused = refusal(error);
        if (refused === undefined) throw ledgerError(this.#module.table, `locking ${day}`, error);
        const item = refused.item ?? (await this.#lockItem(day));
        if (item?.["Token"]?.S === claim.token) {
          // The SDK sent our own request twice: the first one got through and its answer was lost.
          return new DynamoLease(this.#dynamo, this.#module, claim, { now, ttlMs, clock: this.#clock });
        }
        const state = lockState(item, now);
        if (state.kind === "held") throw new DayLockedError(day, state.owner, state.expiresAt);
        // Released or expired between the refusal and the look at it: ask again.
      }
    }
    throw this.#contention(`locking ${day}`);
  }

  async begin(lease: DayLease): Promise<Run> {
    const { day } = lease;
    const runId = await this.#takeRunId(day);
    const run = { day, runId, lease };
    await this.#noteOnCluster(runId);
    try {
      await this.#dynamo.putItem(runItemRequest(this.#module, run, "In-Progress"));
    } catch (error) {
      throw ledgerError(this.#module.table, `recording run ${runId} of ${day}`, error);
    }
    return run;
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
      await this.#dynamo.updateItem(setFailureRequest(this.#module, this.#clusterId, cause, this.#clock()));
    } catch (error) {
      throw ledgerError(this.#module.table, `recording why ${this.#clusterId} failed`, error);
    }
  }

  async #noteOnCluster(runId: number): Promise<void> {
    if (this.#clusterId === undefined) return;
    try {
      await this.#dynamo.updateItem(addRunRequest(this.#module, this.#clusterId, runId, this.#clock()));
    } catch (error) {
      this.#onUnnoted(ledgerError(this.#module.table, `noting run ${runId} on ${this.#clusterId}`, error));
    }
  }

  async #takeRunId(day: Day): Promise<number> {
    let step: BeginStep = { kind: "advance" };
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      try {
        const { Attributes } = await this.#dynamo.updateItem(beginRequest(this.#module, day, step));
        return Number(Attributes?.["Run_Id"]?.N);
      } catch (error) {
        const refused = refusal(error);
        if (refused === undefined) throw ledgerError(this.#module.table, `taking a run id for ${day}`, error);
        step = stepFor(refused.item ?? (await this.#moduleItem("taking a run id")), day);
      }
    }
    throw this.#contention(`taking a run id for ${day}`);
  }

  async #end(run: Run, status: "Completed" | "Failed", report: RunReport | undefined): Promise<RunEnd> {
    const { day, lease } = run;
    const doing = `recording run ${run.runId} of ${day} as ${status}`;
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const item = await this.#moduleItem(doing);
      const atWatermark = item?.["Date"]?.S === day;
      try {
        const request = endRequest(this.#module, run, lease, status, atWatermark, report);
        await this.#dynamo.transactWriteItems(request);
        return { atWatermark };
      } catch (error) {
        const reasons = cancellation(error);
        if (reasons === undefined) throw ledgerError(this.#module.table, doing, error);
        const [lock] = reasons;
        if (lock === "ConditionalCheckFailed") throw new LeaseLostError(day, lease.owner, { cause: error });
        const retriable = reasons.every((r) =>
          ["None", "ConditionalCheckFailed", "TransactionConflict"].includes(r),
        );
        if (!retriable) throw ledgerError(this.#module.table, doing, error);
        // Another runner moved the watermark, or wrote at the same moment.
        await sleep(RETRY_MS);
      }
    }
    throw this.#contention(doing);
  }

  #moduleItem(doing: string): Promise<AttributeMap | undefined> {
    return this.#get(moduleItemKey(this.#module), doing);
  }

  #lockItem(day: Day): Promise<AttributeMap | undefined> {
    return this.#get(lockItemKey(this.#module, day), `reading the lock of ${day}`);
  }

  async #get(key: AttributeMap, doing: string): Promise<AttributeMap | undefined> {
    try {
      const request = { TableName: this.#module.table, Key: key, ConsistentRead: true };
      const { Item } = await this.#dynamo.getItem(request);
      return Item;
    } catch (error) {
      throw ledgerError(this.#module.table, doing, error);
    }
  }

  #contention(doing: string): LedgerError {
    const { table } = this.#module;
    const text = `The audit table "${table}" was too busy (${doing}): other runners wrote first ${ATTEMPTS} times. Run again.`;
    return new LedgerError("AUDIT_CONTENTION", table, text);
  }
}

import type { Day } from "../days/day.ts";
import { LeaseLostError } from "../errors.ts";
import { expirySeconds, type LockClaim, releaseRequest, renewRequest } from "./day-lock.ts";
import { ledgerError, refusal } from "./dynamo-errors.ts";
import type { DynamoPort } from "./dynamo-port.ts";
import type { DayLease } from "./ledger.ts";
import type { ModuleKey } from "./module-key.ts";

/** A day's lock item while it is ours. Made by `DynamoLedger.lockDay`. */
export class DynamoLease implements DayLease {
  readonly day: Day;
  readonly owner: string;
  readonly token: string;
  readonly #dynamo: DynamoPort;
  readonly #module: ModuleKey;
  readonly #clock: () => Date;
  readonly #ttlMs: number;
  #expiresAt: Date;

  constructor(
    dynamo: DynamoPort,
    module: ModuleKey,
    claim: LockClaim,
    { now, ttlMs, clock }: { now: Date; ttlMs: number; clock: () => Date },
  ) {
    this.#dynamo = dynamo;
    this.#module = module;
    this.#clock = clock;
    this.#ttlMs = ttlMs;
    this.day = claim.day;
    this.owner = claim.owner;
    this.token = claim.token;
    this.#expiresAt = new Date(expirySeconds(now, ttlMs) * 1000);
  }

  get expiresAt(): Date {
    return this.#expiresAt;
  }

  async renew(): Promise<void> {
    const now = this.#clock();
    try {
      await this.#dynamo.updateItem(renewRequest(this.#module, this, now, this.#ttlMs));
    } catch (error) {
      if (refusal(error) !== undefined) throw new LeaseLostError(this.day, this.owner, { cause: error });
      throw ledgerError(this.#module.table, `renewing the lock of ${this.day}`, error);
    }
    this.#expiresAt = new Date(expirySeconds(now, this.#ttlMs) * 1000);
  }

  async release(): Promise<boolean> {
    try {
      await this.#dynamo.deleteItem(releaseRequest(this.#module, this));
      return true;
    } catch (error) {
      const refused = refusal(error);
      // Nobody has it: a first try got through, and its answer was lost.
      if (refused !== undefined) return refused.item === undefined;
      throw ledgerError(this.#module.table, `releasing the lock of ${this.day}`, error);
    }
  }
}

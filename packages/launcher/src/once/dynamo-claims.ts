import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { ClaimLostError, ClaimsTableError } from "../errors.ts";
import { type Claim, type ClaimState, claimState, refusedBy, type Reservation, secondsAt } from "./claim.ts";
import { completeRequest, lookRequest, releaseRequest, reserveRequest } from "./claim-requests.ts";
import type { Claims } from "./claims.ts";
import { claimsTableError, lostAgainstOthers } from "./dynamo-errors.ts";
import type { ClaimsDynamoPort } from "./dynamo-port.ts";

export interface DynamoClaimsOptions {
  /** Hash key `Claim`, a string; TTL attribute `Expires_At`. */
  readonly table: string;
  /** How long an owner that has died keeps a claim. Default: five minutes. */
  readonly leaseMs?: number;
  /** How long a claim is remembered. Default: 90 days. */
  readonly keepMs?: number;
  /** The time leases are measured by. Default: the system's. */
  readonly clock?: () => Date;
  /** Draws the token of a claim. Default: a random UUID. */
  readonly newToken?: () => string;
}

/** The default of {@link DynamoClaimsOptions.leaseMs}. */
export const LEASE_MS: number = 5 * 60_000;
const KEEP_MS = 90 * 24 * 3_600_000;
/** How often a write is tried again that lost against another's. Each loss means that another one got through. */
const ATTEMPTS = 20;
const RETRY_MS = 25;

/**
 * Claims on a DynamoDB table. No read decides a write: every write carries its own condition, so of any number that
 * ask at once, one gets the claim.
 *
 * @example
 * const claims = new DynamoClaims(new DynamoDB({}), { table: "kickstart-adg-launcher-state" });
 * const reservation = await claims.reserve(["event/42"], "lambda-1");
 * if (reservation.kind === "reserved") {
 *   await doIt();
 *   await claims.complete(reservation.claim, "done");
 * }
 */
export class DynamoClaims implements Claims {
  readonly #dynamo: ClaimsDynamoPort;
  readonly #table: string;
  readonly #leaseMs: number;
  readonly #keepMs: number;
  readonly #clock: () => Date;
  readonly #newToken: () => string;

  constructor(dynamo: ClaimsDynamoPort, options: DynamoClaimsOptions) {
    this.#dynamo = dynamo;
    this.#table = options.table;
    this.#leaseMs = options.leaseMs ?? LEASE_MS;
    this.#keepMs = options.keepMs ?? KEEP_MS;
    this.#clock = options.clock ?? (() => new Date());
    this.#newToken = options.newToken ?? randomUUID;
  }

  async reserve(wanted: readonly string[], owner: string): Promise<Reservation> {
    const keys = [...new Set(wanted)];
    const doing = `claiming ${keys.join(", ")}`;
    const token = this.#newToken();
    let takenOverFrom: readonly string[] = [];
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      const now = this.#clock();
      const claim = { keys, owner, token, until: new Date(secondsAt(now, this.#leaseMs) * 1000) };
      const before = await this.look(keys);
      const refused = refusedBy(before);
      if (refused !== undefined) {
        // The write got through, and its answer was lost.
        return isOurs(before, claim) ? { kind: "reserved", claim, takenOverFrom } : refused;
      }
      takenOverFrom = leftBehindBy(before);
      try {
        await this.#dynamo.transactWriteItems(reserveRequest(this.#table, claim, now, this.#keepMs));
        return { kind: "reserved", claim, takenOverFrom };
      } catch (error) {
        // Who got in between is found by the look at the beginning of the next attempt.
        if (!lostAgainstOthers(error)) throw claimsTableError(this.#table, doing, error);
        await sleep(RETRY_MS * Math.random() * attempt);
      }
    }
    throw this.#contention(doing);
  }

  async look(keys: readonly string[]): Promise<ReadonlyMap<string, ClaimState>> {
    try {
      const items = await Promise.all(keys.map((key) => this.#dynamo.getItem(lookRequest(this.#table, key))));
      const now = this.#clock();
      return new Map(keys.map((key, index) => [key, claimState(items[index]?.Item, now)]));
    } catch (error) {
      throw claimsTableError(this.#table, `looking at ${keys.join(", ")}`, error);
    }
  }

  async complete(claim: Claim, result: string): Promise<void> {
    const doing = `completing ${claim.keys.join(", ")}`;
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      try {
        const request = completeRequest(this.#table, claim, result, this.#clock(), this.#keepMs);
        await this.#dynamo.transactWriteItems(request);
        return;
      } catch (error) {
        if (!lostAgainstOthers(error)) throw claimsTableError(this.#table, doing, error);
        if (!(await this.#isOurs(claim, ["Held", "Completed"])))
          throw new ClaimLostError(claim.keys, claim.owner, { cause: error });
        await sleep(RETRY_MS * Math.random() * attempt);
      }
    }
    throw this.#contention(doing);
  }

  async release(claim: Claim): Promise<boolean> {
    const doing = `releasing ${claim.keys.join(", ")}`;
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      try {
        await this.#dynamo.transactWriteItems(releaseRequest(this.#table, claim));
        return true;
      } catch (error) {
        if (!lostAgainstOthers(error)) throw claimsTableError(this.#table, doing, error);
        if (!(await this.#isOurs(claim, ["Held"]))) return false;
        await sleep(RETRY_MS * Math.random() * attempt);
      }
    }
    throw this.#contention(doing);
  }

  async #isOurs({ keys, token }: Claim, statuses: readonly string[]): Promise<boolean> {
    const items = await Promise.all(keys.map((key) => this.#dynamo.getItem(lookRequest(this.#table, key))));
    return items.every(
      ({ Item }) => Item?.["Token"]?.S === token && statuses.includes(Item["Status"]?.S ?? ""),
    );
  }

  #contention(doing: string): ClaimsTableError {
    const text = `The state table "${this.#table}" was written by others ${ATTEMPTS} times in a row (${doing}).`;
    return new ClaimsTableError("STATE_TABLE_CONTENTION", this.#table, text, "Try again.");
  }
}

function isOurs(states: ReadonlyMap<string, ClaimState>, { token }: Claim): boolean {
  return [...states.values()].every((state) => state.kind === "held" && state.token === token);
}

function leftBehindBy(states: ReadonlyMap<string, ClaimState>): string[] {
  const owners = [...states.values()].flatMap((state) => (state.kind === "abandoned" ? [state.owner] : []));
  return [...new Set(owners)];
}

import { setTimeout as sleep } from "node:timers/promises";
import type { TransactWriteItemsCommandInput, UpdateItemCommandInput } from "@aws-sdk/client-dynamodb";
import { LeaseLostError, LedgerError } from "../errors.ts";
import type { AttributeMap } from "./audit-item.ts";
import { cancellation, ledgerError, refusal } from "./dynamo-errors.ts";
import type { DynamoPort } from "./dynamo-port.ts";
import type { DayLease } from "./ledger.ts";

/** How often a write is tried again that lost against another runner's. Each loss means that another one got through. */
export const ATTEMPTS = 20;
const RETRY_MS = 25;

/** The audit table: reads that are consistent, writes under a lease, errors in this package's words. */
export class DynamoTable {
  readonly name: string;
  readonly #dynamo: DynamoPort;

  constructor(dynamo: DynamoPort, name: string) {
    this.#dynamo = dynamo;
    this.name = name;
  }

  async get(key: AttributeMap, doing: string): Promise<AttributeMap | undefined> {
    try {
      const { Item } = await this.#dynamo.getItem({ TableName: this.name, Key: key, ConsistentRead: true });
      return Item;
    } catch (error) {
      throw ledgerError(this.name, doing, error);
    }
  }

  /** Updates one item. False when its condition does not hold. */
  async update(request: UpdateItemCommandInput, doing: string): Promise<boolean> {
    try {
      await this.#dynamo.updateItem(request);
      return true;
    } catch (error) {
      if (refusal(error) !== undefined) return false;
      throw ledgerError(this.name, doing, error);
    }
  }

  /**
   * Writes all of a transaction or nothing, and only while the lease is ours: its first part checks the lock.
   *
   * @param build - makes the request anew for each attempt, from what it reads; undefined when there is nothing left to write.
   * @throws LeaseLostError, LedgerError
   */
  async transact(
    { day, owner }: DayLease,
    doing: string,
    build: () =>
      | TransactWriteItemsCommandInput
      | undefined
      | Promise<TransactWriteItemsCommandInput | undefined>,
  ): Promise<void> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const request = await build();
      if (request === undefined) return;
      try {
        await this.#dynamo.transactWriteItems(request);
        return;
      } catch (error) {
        const reasons = cancellation(error);
        if (reasons === undefined) throw ledgerError(this.name, doing, error);
        const [lock] = reasons;
        if (lock === "ConditionalCheckFailed") throw new LeaseLostError(day, owner, { cause: error });
        const retriable = reasons.every((r) =>
          ["None", "ConditionalCheckFailed", "TransactionConflict"].includes(r),
        );
        if (!retriable) throw ledgerError(this.name, doing, error);
        // Another runner moved the watermark, or wrote at the same moment.
        await sleep(RETRY_MS);
      }
    }
    throw this.contention(doing);
  }

  contention(doing: string): LedgerError {
    const text = `The audit table "${this.name}" was too busy (${doing}): other runners wrote first ${ATTEMPTS} times. Run again.`;
    return new LedgerError("AUDIT_CONTENTION", this.name, text);
  }
}

import type { TransactWriteItem } from "@aws-sdk/client-dynamodb";
import type { Day } from "../days/day.ts";
import { LedgerError } from "../errors.ts";
import { checkOurs, lockItemKey, lockState } from "./day-lock.ts";
import {
  dayItemKey,
  type DayRecord,
  hasPublished,
  type Locations,
  markUnsettled,
  mayStillWrite,
  parseDayRecord,
  parseUnsettled,
  type Publication,
  recordPublished,
  recordPublishing,
  recordRemoval,
  type UnsettledDay,
  unmarkRequest,
  unsettledItemKey,
} from "./day-record.ts";
import type { DynamoTable } from "./dynamo-table.ts";
import type { DayLease, DayRecords, Run } from "./ledger.ts";
import type { ModuleKey } from "./module-key.ts";
import { skipRunIdsRequest } from "./run-requests.ts";

/** The records of days on DynamoDB, an item each: found by key, written in transactions that check the day's lock. */
export class DynamoDays implements DayRecords {
  protected readonly table: DynamoTable;
  protected readonly module: ModuleKey;
  protected readonly clock: () => Date;

  constructor(table: DynamoTable, module: ModuleKey, clock: () => Date) {
    this.table = table;
    this.module = module;
    this.clock = clock;
  }

  async dayRecord(day: Day): Promise<DayRecord | undefined> {
    return parseDayRecord(
      day,
      await this.table.get(dayItemKey(this.module, day), `reading the record of ${day}`),
    );
  }

  async publishing({ day, runId, lease }: Run, locations: Locations): Promise<void> {
    const doing = `recording what run ${runId} of ${day} publishes`;
    let record: TransactWriteItem;
    try {
      record = recordPublishing(this.module, day, { runId, locations });
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new LedgerError("AUDIT_FAILED", this.table.name, `${doing}: ${why} Split the module.`, {
        cause: error,
      });
    }
    await this.#write(lease, doing, [record]);
  }

  async settle(lease: DayLease, publication: Publication): Promise<void> {
    const { day } = lease;
    const doing = `recording what run ${publication.runId} of ${day} has published`;
    await this.table.transact(lease, doing, async () => {
      // A try whose answer was lost has happened all the same.
      if (hasPublished(await this.dayRecord(day), publication)) return undefined;
      return {
        TransactItems: [checkOurs(this.module, lease), recordPublished(this.module, day, publication)],
      };
    });
  }

  async removing(lease: DayLease, runId: number): Promise<void> {
    const { day } = lease;
    const before = await this.dayRecord(day);
    await this.#write(lease, `recording that run ${runId} removes ${day}`, [
      recordRemoval(this.module, day, runId),
      ...(mayStillWrite(before) && before?.runId !== runId
        ? [markUnsettled(this.module, day, this.clock())]
        : []),
    ]);
  }

  async skipRunIds(upTo: number): Promise<void> {
    await this.table.update(skipRunIdsRequest(this.module, upTo), `raising the run ids to ${upTo}`);
  }

  async unsettledDays(): Promise<UnsettledDay[]> {
    return parseUnsettled(await this.table.get(unsettledItemKey(this.module), "reading the unsettled days"));
  }

  async settled(unsettled: UnsettledDay): Promise<void> {
    await this.table.update(unmarkRequest(this.module, unsettled), `settling ${unsettled.day}`);
  }

  async holderOf(day: Day): Promise<{ readonly owner: string; readonly expiresAt: Date } | undefined> {
    const item = await this.table.get(lockItemKey(this.module, day), `reading the lock of ${day}`);
    const state = lockState(item, this.clock());
    return state.kind === "held" ? { owner: state.owner, expiresAt: state.expiresAt } : undefined;
  }

  async #write(lease: DayLease, doing: string, items: readonly TransactWriteItem[]): Promise<void> {
    const TransactItems = [checkOurs(this.module, lease), ...items];
    await this.table.transact(lease, doing, () => ({ TransactItems }));
  }
}

import {
  type Day,
  type DayLease,
  type DayRecord,
  LeaseLostError,
  LedgerError,
  parseDay,
} from "@dataworks/catchup";
import { silentLog } from "@dataworks/etl-core";
import { beforeEach, describe, expect, it } from "@jest/globals";
import { allHeld, held } from "../../src/run/day-fence.ts";
import type { FollowContext } from "../../src/run/day-job.ts";
import { settleDays } from "../../src/run/settle-days.ts";
import { MemoryLedger } from "../support/memory-ledger.ts";

const [first, second] = ["2021-04-12", "2021-04-13"].map(parseDay) as [Day, Day];
const HOUR_MS = 3_600_000;

let ledger: MemoryLedger;
let interrupt: AbortController;

beforeEach(() => {
  ledger = new MemoryLedger();
  interrupt = new AbortController();
});

/** Lists a day as unsettled, so many hours ago. */
function unsettle(day: Day, hoursAgo: number, record: Partial<DayRecord> = {}): void {
  ledger.unsettled.set(day, new Date(ledger.now.getTime() - hoursAgo * HOUR_MS));
  const none = { publishing: undefined, published: undefined, removedBy: undefined };
  ledger.records.set(day, { day, runId: 7, status: "Completed", ...none, ...record });
}

/** Settles, and gives the days that were followed. */
async function settle(repaired: (day: Day) => boolean = () => true): Promise<Day[]> {
  const followed: Day[] = [];
  await settleDays({
    ledger,
    holder: { owner: "host (pid 1)", ttlMs: 60_000 },
    signal: interrupt.signal,
    now: () => ledger.now,
    log: silentLog,
    job: {
      follow: async ({ day }: FollowContext) => {
        followed.push(day);
        const fault = { day, table: "bids", found: "a", expected: "b", kind: "moved" } as const;
        return [{ fault, repaired: repaired(day) }];
      },
    },
  });
  return followed;
}

describe("settleDays", () => {
  it("looks at each unsettled day under its lock, for two days", async () => {
    unsettle(first, 49);
    unsettle(second, 47);
    expect(await settle()).toEqual([first, second]);
    expect(ledger.told).toEqual([first, second].flatMap((day) => [`lock ${day}`, `release ${day}`]));
    expect([...ledger.unsettled.keys()]).toEqual([second]);
  });

  it("keeps a day on the list that it could not put right", async () => {
    unsettle(first, 49);
    await settle(() => false);
    expect([...ledger.unsettled.keys()]).toEqual([first]);
  });

  it("records as published what a run had begun to publish", async () => {
    const publishing = { runId: 7, locations: new Map([["bids", "s3a://b/x"]]) };
    unsettle(first, 1, { status: "Failed", publishing });
    await settle();
    expect(ledger.records.get(first)).toMatchObject({ published: publishing, publishing: undefined });
  });

  it("leaves a day to the runner that has it", async () => {
    unsettle(first, 49);
    unsettle(second, 49);
    ledger.lockedByOthers.add(first);
    expect(await settle()).toEqual([second]);
    expect([...ledger.unsettled.keys()]).toEqual([first]);
  });

  it("keeps no day waiting when it fails, but stops when it is told to", async () => {
    unsettle(first, 49);
    const failing = (): never => {
      throw new Error("the metastore is away");
    };
    expect(await settle(failing)).toEqual([first]);
    interrupt.abort(new Error("SIGTERM"));
    await expect(settle(failing)).rejects.toThrow("SIGTERM");
  });
});

describe("a day's lock", () => {
  const away = new LedgerError("AUDIT_FAILED", "audit", "the table is away");
  it.each<[string, Error | undefined, number, boolean | Error]>([
    ["that can be renewed is held", undefined, 1, true],
    ["that cannot be renewed is lost, whatever its expiry", new LeaseLostError(first, "o"), 1, false],
    ["is held until it expires while the ledger does not answer", away, 1, true],
    ["may be lost when it has expired and the ledger does not answer", away, -1, away],
  ])("%s", async (_name, failure, expiresAt, expected) => {
    const renew = async (): Promise<void> => {
      if (failure !== undefined) throw failure;
    };
    const asked = held({ renew, expiresAt: new Date(expiresAt) }, () => 0);
    await (expected instanceof Error
      ? expect(asked).rejects.toBe(expected)
      : expect(asked).resolves.toBe(expected));
  });
});

describe("the locks of a clean-up", () => {
  it.each([
    ["are asked for where a heartbeat was missed", [20_000, 50_000], 2],
    ["are taken for ours while their heartbeats go on", [50_000, 50_000], 1],
  ])("%s", async (_name, left, asked) => {
    let renewals = 0;
    const lease = (ms: number): DayLease => ({
      day: first,
      owner: "o",
      token: "t",
      expiresAt: new Date(ms),
      renew: async () => void renewals++,
      release: async () => true,
    });
    expect(await allHeld(lease(50_000), left.map(lease), 60_000, () => 0)).toBe(true);
    expect(renewals).toBe(asked);
  });
});

import { type Day, parseDay } from "@dataworks/catchup";
import { type Log, silentLog } from "@dataworks/etl-core";
import { beforeEach, describe, expect, it } from "@jest/globals";
import { removeLeftovers, type StagingArea } from "../../src/run/remove-leftovers.ts";
import { MemoryLedger } from "../support/memory-ledger.ts";

const [first, second, third] = ["2021-04-12", "2021-04-13", "2021-04-14"].map(parseDay) as [Day, Day, Day];

let ledger: MemoryLedger;
let interrupt: AbortController;
let logged: string[];
let days: readonly string[] | Error;

beforeEach(() => {
  ledger = new MemoryLedger();
  interrupt = new AbortController();
  logged = [];
  days = [first, second, third];
});

const log: Log = {
  ...silentLog,
  info: (fields, message) => logged.push(`${message} ${JSON.stringify(fields)}`),
  warn: (fields, message) => logged.push(`${message} ${JSON.stringify(fields)}`),
  child: () => log,
};

/** Removes what is left, and tells the ledger when. */
const remove = (removing: StagingArea["removeLeftovers"] = async () => []): Promise<void> =>
  removeLeftovers({
    ledger,
    holder: { owner: "host (pid 1)", ttlMs: 60_000 },
    signal: interrupt.signal,
    log,
    area: {
      leftoverDays: async () => (days instanceof Error ? Promise.reject(days) : days),
      removeLeftovers: async (day, signal) => {
        ledger.told.push(`remove ${day}`);
        return removing(day, signal);
      },
    },
  });

describe("removeLeftovers", () => {
  it("removes each day's under that day's lock, and says what", async () => {
    days = [first, second];
    await remove(async (day) =>
      day === first
        ? [{ prefix: "staging/uc/applications/2021-04-12/run=000041-0a1b2c3d/", runId: 41, objects: 3 }]
        : [],
    );
    expect(ledger.told).toEqual(
      [first, second].flatMap((day) => [`lock ${day}`, `remove ${day}`, `release ${day}`]),
    );
    expect(logged).toEqual([
      'removed what a run that was killed had staged {"day":"2021-04-12","run_id":41,' +
        '"prefix":"staging/uc/applications/2021-04-12/run=000041-0a1b2c3d/","objects":3}',
    ]);
  });

  it("leaves a day alone that another runner has, and goes on with the next", async () => {
    ledger.lockedByOthers.add(second);
    await remove();
    expect(ledger.told).toEqual(
      [first, third].flatMap((day) => [`lock ${day}`, `remove ${day}`, `release ${day}`]),
    );
    expect(logged).toEqual(['another runner is at this day: what it has staged stays {"day":"2021-04-13"}']);
  });

  it("gives the lock back when removing fails, and goes no further", async () => {
    await expect(remove(() => Promise.reject(new Error("the store is away")))).rejects.toThrow(
      "the store is away",
    );
    expect(ledger.told).toEqual([`lock ${first}`, `remove ${first}`, `release ${first}`]);
  });

  it("leaves it to the days to fail, and to be recorded, when there is no looking for any", async () => {
    days = new Error("there is no bucket");
    await remove();
    expect(ledger.told).toEqual([]);
    expect(logged).toEqual([expect.stringContaining("could not be looked for")]);
  });

  it("does not take a ledger that fails for another runner's lock", async () => {
    ledger.lockDay = () => Promise.reject(new Error("the table is away"));
    await expect(remove()).rejects.toThrow("the table is away");
    expect(ledger.told).toEqual([]);
  });

  it("stops between two days when the signal comes", async () => {
    const reason = new Error("SIGTERM");
    await expect(
      remove(async () => {
        interrupt.abort(reason);
        return [];
      }),
    ).rejects.toBe(reason);
    expect(ledger.told).toEqual([`lock ${first}`, `remove ${first}`, `release ${first}`]);
  });

  it("hands the signal on to what removes", async () => {
    const reason = new Error("SIGTERM");
    const removing = remove(
      (_day, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener("abort", () => reject(signal.reason as Error));
          interrupt.abort(reason);
        }),
    );
    await expect(removing).rejects.toBe(reason);
    expect(ledger.told.at(-1)).toBe(`release ${first}`);
  });

  it("does nothing where nothing was left", async () => {
    days = [];
    await remove();
    expect(ledger.told).toEqual([]);
  });
});

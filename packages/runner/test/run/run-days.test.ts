import { type Day, DayLockedError, LeaseLostError, parseDay } from "@dataworks/catchup";
import { RefusedError, silentLog } from "@dataworks/etl-core";
import { beforeEach, describe, expect, it } from "@jest/globals";
import { InterruptedError } from "../../src/errors.ts";
import type { CollectionResult, DayJob } from "../../src/run/day-job.ts";
import { RunRecorder } from "../../src/run/day-report.ts";
import { runDays, type RunDaysOptions } from "../../src/run/run-days.ts";
import { MemoryLedger } from "../support/memory-ledger.ts";

const [first, second, third] = ["2021-04-12", "2021-04-13", "2021-04-14"].map(parseDay) as [Day, Day, Day];
const bids: CollectionResult = {
  name: "bids",
  rows: 3,
  badRows: 0,
  changes: "",
  location: "s3a://b/x",
  unread: [],
};

/** A job that does as told for each day. */
function job(
  days: Partial<Record<string, (signal: AbortSignal) => void>> = {},
  cleanUp?: DayJob["cleanUp"],
): DayJob {
  return {
    async run({ day, signal }) {
      days[day]?.(signal);
      signal.throwIfAborted();
      return [bids];
    },
    follow: async () => [],
    cleanUp: cleanUp ?? (async () => ({ tables: [], objects: 0 })),
  };
}

let ledger: MemoryLedger;
let recorder: RunRecorder;
let interrupt: AbortController;

beforeEach(() => {
  ledger = new MemoryLedger();
  recorder = new RunRecorder();
  interrupt = new AbortController();
});

const run = (given: Partial<RunDaysOptions> & Pick<RunDaysOptions, "job">): Promise<void> =>
  runDays({
    ledger,
    days: [first, second],
    cleanUp: false,
    alsoHeld: [],
    holder: { owner: "host (pid 1)", ttlMs: 60_000 },
    signal: interrupt.signal,
    log: silentLog,
    observer: recorder,
    scrub: (text) => text.replaceAll("hunter2", "[redacted]"),
    ...given,
  });

const fail = (message: string) => (): void => {
  throw new Error(message);
};

describe("runDays", () => {
  it("runs days in order, each locked, begun, completed, released", async () => {
    await run({ job: job() });
    expect(ledger.told).toEqual([
      "lock 2021-04-12",
      "begin 2021-04-12 as 1",
      "complete 2021-04-12 as 1",
      "release 2021-04-12",
      "lock 2021-04-13",
      "begin 2021-04-13 as 2",
      "complete 2021-04-13 as 2",
      "release 2021-04-13",
    ]);
    expect(recorder.days).toEqual([
      { kind: "completed", day: first, runId: 1, collections: [bids] },
      { kind: "completed", day: second, runId: 2, collections: [bids] },
    ]);
  });

  it("stops at the first failure: that day is Failed, the next is not tried", async () => {
    await expect(run({ job: job({ [first]: fail("no file") }) })).rejects.toThrow("no file");
    expect(ledger.told).toEqual([
      "lock 2021-04-12",
      "begin 2021-04-12 as 1",
      "fail 2021-04-12 as 1",
      "release 2021-04-12",
    ]);
    expect(recorder.days).toEqual([{ kind: "failed", day: first, runId: 1, error: new Error("no file") }]);
  });

  it("tells the ledger what became of a day, without secrets", async () => {
    const failing = job({ [second]: fail("the password hunter2 is wrong") });
    await expect(run({ job: failing })).rejects.toThrow("hunter2");
    expect(ledger.reports).toEqual([
      {
        rows: 3,
        badRows: 0,
        collections: [{ name: "bids", rows: 3, badRows: 0, changes: [] }],
        omitted: 0,
      },
      {
        rows: 0,
        badRows: 0,
        collections: [],
        omitted: 0,
        cause: {
          name: "Error",
          code: "FAILED",
          message: "the password [redacted] is wrong",
          remedy: expect.stringContaining("run the day again"),
        },
      },
    ]);
  });

  it("does not run a day that another runner has", async () => {
    ledger.lockedByOthers.add(second);
    await expect(run({ job: job() })).rejects.toThrow(DayLockedError);
    expect(ledger.told.slice(-1)).toEqual(["release 2021-04-12"]);
    expect(recorder.days).toHaveLength(1);
  });

  it("ends an interrupted day as Failed and says that it was interrupted", async () => {
    const reason = new InterruptedError("SIGTERM");
    const interrupted = job({ [first]: () => interrupt.abort(reason) });
    await expect(run({ job: interrupted })).rejects.toBe(reason);
    expect(ledger.told).toContain("fail 2021-04-12 as 1");
    expect(ledger.told).not.toContain("lock 2021-04-13");
  });

  it("says that it was interrupted even when what it broke off threw something else", async () => {
    const reason = new InterruptedError("SIGINT");
    const interrupted = job({
      [first]: () => {
        interrupt.abort(reason);
        throw new Error("the call was cancelled");
      },
    });
    await expect(run({ job: interrupted })).rejects.toBe(reason);
  });

  it("starts no day after an interruption between two", async () => {
    const reason = new InterruptedError("SIGTERM");
    const observer = Object.assign(recorder, { dayStarted: () => {} });
    const between: DayJob = {
      ...job(),
      run: async () => {
        // Everything is published when the signal comes: the day is done, and says so.
        interrupt.abort(reason);
        return [bids];
      },
    };
    await expect(run({ job: between, observer })).rejects.toBe(reason);
    expect(ledger.told).toContain("complete 2021-04-12 as 1");
    expect(ledger.told).not.toContain("lock 2021-04-13");
  });

  it("keeps the reason of a failure that the ledger could not take", async () => {
    ledger.failWhenEnding = true;
    await expect(run({ job: job({ [first]: fail("the write failed") }) })).rejects.toThrow(
      "the write failed",
    );
    expect(ledger.told).toEqual(["lock 2021-04-12", "begin 2021-04-12 as 1", "release 2021-04-12"]);
  });

  it("says that a day is published when only the ledger could not be told", async () => {
    ledger.failWhenEnding = true;
    const interrupted = { ...job(), run: async () => (interrupt.abort(new Error("Ctrl-C")), [bids]) };
    await expect(run({ job: interrupted })).rejects.toMatchObject({
      code: "UNRECORDED",
      exitCode: 4,
      message:
        "2021-04-12 is published, but the ledger could not be told: the table is away. Run the day again.",
    });
    expect(ledger.told).not.toContain("lock 2021-04-13");
  });

  it("takes a day for Completed that the ledger has so, though the answer to that was lost", async () => {
    ledger.answerLost = true;
    await run({ job: job() });
    expect(recorder.days).toEqual([
      { kind: "completed", day: first, runId: 1, collections: [bids] },
      { kind: "completed", day: second, runId: 2, collections: [bids] },
    ]);
    expect(ledger.told).not.toContain("fail 2021-04-12 as 1");
  });

  it("cancels a day whose lock is lost", async () => {
    ledger.loseLocks = true;
    const slow: DayJob = {
      ...job(),
      run: ({ signal }) =>
        new Promise((_resolve, reject) =>
          signal.addEventListener("abort", () => reject(new Error("cancelled"))),
        ),
    };
    const holder = { owner: "host (pid 1)", ttlMs: 40 };
    await expect(run({ job: slow, holder })).rejects.toThrow(LeaseLostError);
    expect(ledger.told).not.toContain("complete 2021-04-12 as 1");
  });

  it("does nothing for no days", async () => {
    await run({ job: job(), days: [] });
    expect(ledger.told).toEqual([]);
  });
});

describe("runDays with clean-up", () => {
  it("holds every day, and the watermark's, before anything is removed, and removes once", async () => {
    let removals = 0;
    const cleaning: DayJob["cleanUp"] = async ({ beforeRemoval, days }) => {
      expect(days).toEqual([first, second]);
      await beforeRemoval(["2021-01-31", first, third]);
      ledger.told.push("removed");
      removals++;
      return { tables: ["uc_kickstart.bids"], objects: 4 };
    };
    await run({ job: job({}, cleaning), cleanUp: true, alsoHeld: [third, first] });
    expect(ledger.told.slice(0, 8)).toEqual([
      "lock 2021-04-12",
      "lock 2021-04-13",
      "lock 2021-04-14",
      "lock 2021-01-31",
      "begin 2021-04-12 as 1",
      "removed",
      "release 2021-01-31",
      "complete 2021-04-12 as 1",
    ]);
    expect(ledger.told.filter((line) => line.startsWith("release"))).toHaveLength(4);
    expect(removals).toBe(1);
    expect(recorder.removed).toEqual({ tables: ["uc_kickstart.bids"], objects: 4 });
  });

  it("leaves the ledger as it was when it is refused", async () => {
    const refusing: DayJob["cleanUp"] = async () => {
      throw new RefusedError("days would be lost");
    };
    await expect(run({ job: job({}, refusing), cleanUp: true })).rejects.toThrow("days would be lost");
    expect(ledger.told).toEqual([
      "lock 2021-04-12",
      "lock 2021-04-13",
      "release 2021-04-12",
      "release 2021-04-13",
    ]);
    expect(recorder.days).toEqual([]);
  });

  it("fails the first day when it breaks off half-way", async () => {
    const breaking: DayJob["cleanUp"] = async ({ beforeRemoval }) => {
      await beforeRemoval([]);
      throw new Error("the store is away");
    };
    await expect(run({ job: job({}, breaking), cleanUp: true })).rejects.toThrow("the store is away");
    expect(ledger.told).toContain("fail 2021-04-12 as 1");
  });

  it("removes nothing when another runner has a day of the range", async () => {
    ledger.lockedByOthers.add(second);
    const never: DayJob["cleanUp"] = async () => {
      throw new Error("must not be called");
    };
    await expect(run({ job: job({}, never), cleanUp: true })).rejects.toThrow(DayLockedError);
    expect(ledger.told).toEqual(["lock 2021-04-12", "release 2021-04-12"]);
  });

  it("removes nothing when another runner has a published day, of the range or not", async () => {
    const elsewhere = parseDay("2021-01-31");
    ledger.lockedByOthers.add(elsewhere);
    let removed = false;
    const cleaning: DayJob["cleanUp"] = async ({ beforeRemoval }) => {
      await beforeRemoval(["2021-01-30", elsewhere]);
      removed = true;
      return { tables: [], objects: 0 };
    };
    await expect(run({ job: job({}, cleaning), cleanUp: true })).rejects.toThrow(DayLockedError);
    expect([removed, ledger.told]).toEqual([
      false,
      [
        "lock 2021-04-12",
        "lock 2021-04-13",
        "lock 2021-01-30",
        "release 2021-01-30",
        "release 2021-04-12",
        "release 2021-04-13",
      ],
    ]);
  });
});

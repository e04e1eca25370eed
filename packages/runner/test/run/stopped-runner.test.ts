import { type Day, LeaseLostError, parseDay } from "@dataworks/catchup";
import {
  dayFolder,
  followDay,
  type Metastore,
  publishDay,
  type PublishRequest,
  silentLog,
  SupersededError,
} from "@dataworks/etl-core";
import { describe, expect, it } from "@jest/globals";
import { StructType } from "spark-connect-node";
import type { DayJob } from "../../src/run/day-job.ts";
import { RunRecorder } from "../../src/run/day-report.ts";
import { runDays } from "../../src/run/run-days.ts";
import { settleDays } from "../../src/run/settle-days.ts";
import { MemoryLedger } from "../support/memory-ledger.ts";
import { MemoryMetastore } from "../support/memory-metastore.ts";

const day = parseDay("2021-04-12");
const nextDay = parseDay("2021-04-13");
const output = { scheme: "s3a", bucket: "b", database: "db" } as const;
const TABLES = ["bids", "offers"];

type Statement = () => Promise<Awaited<ReturnType<Metastore["run"]>>>;
/** What happens to a runner at one of its statements. */
type Stop = (statement: Statement) => ReturnType<Metastore["run"]>;

/** A module whose runs publish two tables; what is staged is taken for granted. */
class World {
  readonly ledger = new MemoryLedger();
  readonly metastore = new MemoryMetastore();

  /** Runs a day; `stop` is what happens at its nth statement that changes something, from 1. */
  run(columns: string, given: { stop?: { at: number; how: Stop }; days?: Day[]; cleanUp?: boolean } = {}) {
    const { stop, days = [day] } = given;
    const metastore = stop === undefined ? this.metastore : stopped(this.metastore, stop.at, stop.how);
    return runDays({
      ledger: this.ledger,
      job: this.job(columns, metastore),
      days,
      cleanUp: false,
      alsoHeld: [],
      holder: { owner: "a runner", ttlMs: 600_000 },
      signal: new AbortController().signal,
      log: silentLog,
      observer: new RunRecorder(),
      scrub: (text) => text,
    });
  }

  job(columns: string, metastore: Metastore): DayJob {
    return {
      run: async ({ day: published, runId, fence, log }) => {
        const run = { runId, token: "0a0b0c0d" };
        const tables = TABLES.map((collection): PublishRequest => {
          const placement = { database: output.database, collection, pii: false };
          const location = `s3a://b/${dayFolder(placement, run, published)}`;
          return {
            output,
            collection,
            pii: false,
            day: published,
            columns: StructType.fromDDL(columns),
            location,
          };
        });
        await publishDay({ metastore, tables, fence, log });
        return [];
      },
      follow: ({ day: followed, target, log }) =>
        followDay({ metastore, database: output.database, tables: TABLES, day: followed, target, log }),
      cleanUp: async () => ({ tables: [], objects: 0 }),
    };
  }

  /** Another runner takes the day over and completes it. */
  async takeOver(columns: string, stop?: { at: number; how: Stop }): Promise<void> {
    this.ledger.expireLocks();
    await this.run(columns, stop === undefined ? {} : { stop });
  }

  /** What the next command of the module does first. */
  settle(): Promise<void> {
    this.ledger.expireLocks();
    return settleDays({
      ledger: this.ledger,
      job: this.job("id STRING", this.metastore),
      holder: { owner: "the next", ttlMs: 600_000 },
      signal: new AbortController().signal,
      now: () => this.ledger.now,
      log: silentLog,
    });
  }

  /** The run that each table shows of the day, by its folder. */
  shown(of: Day = day): (string | undefined)[] {
    return TABLES.map((table) => /run=0*(\d+)-/u.exec(this.metastore.shown(table)[of] ?? "")?.[1]);
  }

  /** All tables, and the ledger, are on this run. */
  expectOn(runId: number): void {
    expect(this.shown()).toEqual([String(runId), String(runId)]);
    expect(this.ledger.records.get(day)).toMatchObject({
      runId,
      status: "Completed",
      published: { runId },
      publishing: undefined,
    });
  }
}

function stopped(metastore: Metastore, at: number, how: Stop): Metastore {
  let changes = 0;
  return {
    columns: (name) => metastore.columns(name),
    run: (statement) => {
      const execute = (): ReturnType<Metastore["run"]> => metastore.run(statement);
      if (!/^(?:CREATE|ALTER|DROP)/u.test(statement)) return execute();
      changes += 1;
      return changes === at ? how(execute) : execute();
    },
  };
}

/** What the stopped run, and the one that takes over, write; tables before. */
const SITUATIONS: readonly (readonly [string, { first?: string; ours: string; theirs: string }])[] = [
  ["a new day of new tables", { ours: "id STRING", theirs: "id STRING" }],
  ["a day run again", { first: "id STRING", ours: "id STRING", theirs: "id STRING" }],
  [
    "a day whose tables gain a column",
    { first: "id STRING", ours: "id STRING, a INT", theirs: "id STRING, b INT" },
  ],
];

const never = new Promise<never>(() => {});

/** Opens a world in a situation. */
async function open({ first }: { first?: string }): Promise<World> {
  const world = new World();
  if (first !== undefined) await world.run(first, { days: [day, nextDay] });
  return world;
}

/** How many statements a run of a situation makes. */
async function statementsOf(situation: { first?: string; ours: string }): Promise<number> {
  const world = await open(situation);
  let count = 0;
  const counting: Metastore = {
    columns: (name) => world.metastore.columns(name),
    run: (statement) => {
      if (/^(?:CREATE|ALTER|DROP)/u.test(statement)) count += 1;
      return world.metastore.run(statement);
    },
  };
  await runDays({
    ledger: world.ledger,
    job: world.job(situation.ours, counting),
    days: [day],
    cleanUp: false,
    alsoHeld: [],
    holder: { owner: "a runner", ttlMs: 600_000 },
    signal: new AbortController().signal,
    log: silentLog,
    observer: new RunRecorder(),
    scrub: (text) => text,
  });
  return count;
}

describe.each(SITUATIONS)("a runner stopped while it publishes %s", (_name, situation) => {
  const { ours, theirs } = situation;

  /** Does it for each statement of the run, in a world of its own. */
  async function eachStatement(work: (at: number, world: World) => Promise<void>): Promise<void> {
    const count = await statementsOf(situation);
    expect(count).toBeGreaterThan(2);
    for (let at = 1; at <= count; at += 1) await work(at, await open(situation));
  }

  it.each<[string, (world: World) => Stop]>([
    [
      "just before a statement",
      (world) => async (statement) => {
        await world.takeOver(theirs);
        return statement();
      },
    ],
    [
      "just after a statement",
      (world) => async (statement) => {
        const rows = await statement();
        await world.takeOver(theirs);
        return rows;
      },
    ],
    [
      "in a statement whose answer is lost",
      (world) => async (statement) => {
        await world.takeOver(theirs);
        await statement();
        throw new Error("the connection was reset");
      },
    ],
  ])("%s leaves the tables to the newer run, at once", async (_where, how) => {
    await eachStatement(async (at, world) => {
      const late = world.run(ours, { stop: { at, how: how(world) } });
      await expect(late).rejects.toThrow(SupersededError);
      world.expectOn(world.ledger.runs);
    });
  });

  it("after its last statement finds that it has lost the day", async () => {
    const world = await open(situation);
    const job = world.job(ours, world.metastore);
    const late = runDays({
      ledger: world.ledger,
      job: {
        ...job,
        run: async (context) => {
          const result = await job.run(context);
          await world.takeOver(theirs);
          return result;
        },
      },
      days: [day],
      cleanUp: false,
      alsoHeld: [],
      holder: { owner: "a runner", ttlMs: 600_000 },
      signal: new AbortController().signal,
      log: silentLog,
      observer: new RunRecorder(),
      scrub: (text) => text,
    });
    await expect(late).rejects.toThrow(LeaseLostError);
    world.expectOn(world.ledger.runs);
  });

  it("and dead, its statement arriving last, is put right by the next command", async () => {
    await eachStatement(async (at, world) => {
      await new Promise<void>((resolve, reject) => {
        const how: Stop = async (statement) => {
          await world.takeOver(theirs).catch(reject);
          await statement().catch(() => undefined);
          resolve();
          return never;
        };
        void world.run(ours, { stop: { at, how } }).catch(reject);
      });
      await world.settle();
      world.expectOn(world.ledger.runs);
    });
  });

  it("wakes up, or its statement arrives, at any statement of the newer run", async () => {
    const theirCount = await statementsOf({ ...situation, ours: theirs });
    await eachStatement(async (at) => {
      for (let theirAt = 1; theirAt <= theirCount; theirAt += 1) {
        for (const dead of [false, true]) {
          const world = await open(situation);
          let wake = (): void => {};
          const woken = new Promise<void>((resolve) => (wake = resolve));
          let newer: Promise<void> = Promise.resolve();
          let asleep = (): void => {};
          const sleeping = new Promise<void>((resolve) => (asleep = resolve));
          let arrived = (): void => {};
          const arrival = new Promise<void>((resolve) => (arrived = resolve));
          const late = world.run(ours, {
            stop: {
              at,
              how: async (statement) => {
                asleep();
                await woken;
                const rows = await statement().catch(() => []);
                arrived();
                return dead ? never : rows;
              },
            },
          });
          const ended = late.catch((error: unknown) => error);
          await sleeping;
          newer = world.takeOver(theirs, {
            at: theirAt,
            how: async (statement) => {
              wake();
              await (dead ? arrival : ended);
              return statement();
            },
          });
          await newer;
          // A newer run may need fewer statements than it makes alone.
          wake();
          await (dead ? arrival : ended);
          if (!dead) {
            expect(await ended).toBeInstanceOf(SupersededError);
            world.expectOn(world.ledger.runs);
          }
          await world.settle();
          world.expectOn(world.ledger.runs);
        }
      }
    });
  });

  it("and killed, while the newer run finds no files, leaves all tables on one run", async () => {
    await eachStatement(async (at, world) => {
      const before = world.shown();
      await new Promise<void>((resolve, reject) => {
        const how: Stop = () => {
          resolve();
          return never;
        };
        void world.run(ours, { stop: { at, how } }).catch(reject);
      });
      world.ledger.expireLocks();
      const failing = world.job(theirs, world.metastore);
      const rerun = runDays({
        ledger: world.ledger,
        job: { ...failing, run: () => Promise.reject(new Error("File Not Found")) },
        days: [day],
        cleanUp: false,
        alsoHeld: [],
        holder: { owner: "a runner", ttlMs: 600_000 },
        signal: new AbortController().signal,
        log: silentLog,
        observer: new RunRecorder(),
        scrub: (text) => text,
      });
      await expect(rerun).rejects.toThrow("File Not Found");
      const shown = world.shown();
      expect(new Set(shown).size).toBe(1);
      expect([before[0], String((world.ledger.records.get(day)?.runId ?? 0) - 1)]).toContain(shown[0]);
    });
  });
});

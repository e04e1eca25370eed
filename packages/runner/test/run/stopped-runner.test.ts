import { type Day, LeaseLostError, parseDay } from "@dataworks/catchup";
import {
  cleanUp,
  collectionSpec,
  compareTypes,
  dayFolder,
  fencedMetastore,
  followDay,
  listTables,
  type Metastore,
  publishDay,
  type PublishRequest,
  readColumns,
  recoverTable,
  silentLog,
  SupersededError,
} from "@dataworks/etl-core";
import { describe, expect, it } from "@jest/globals";
import { type StructField, StructType } from "spark-connect-node";
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
    const { stop, ...rest } = given;
    const metastore = stop === undefined ? this.metastore : stopped(this.metastore, stop.at, stop.how);
    return this.runJob(this.job(columns, metastore), rest);
  }

  runJob(job: DayJob, { days = [day], cleanUp: cleaning = false }: { days?: Day[]; cleanUp?: boolean } = {}) {
    return runDays({
      ledger: this.ledger,
      job,
      days,
      cleanUp: cleaning,
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
        const fenced = fencedMetastore(metastore, fence, { day: published, runId });
        const existing = await listTables(metastore, output.database);
        const present = new Map<string, readonly StructField[]>();
        for (const table of TABLES) {
          const name = { database: output.database, table };
          const { kind } = await recoverTable(fenced, name, existing, log, fence.target);
          const exists = existing.has(table) || kind === "complete" || kind === "undo";
          if (exists) present.set(table, (await readColumns(metastore, name, published)).fields);
        }
        const tables = TABLES.map((collection): PublishRequest => {
          const placement = { database: output.database, collection, pii: false };
          const location = `s3a://b/${dayFolder(placement, run, published)}`;
          // As conform: what the table has already keeps its type, wider structs among it.
          const delivered = new StructType(
            StructType.fromDDL(columns).fields.map((field) => {
              const known = present.get(collection)?.find(({ name }) => name === field.name);
              return known !== undefined && compareTypes(field.type, known.type) === "wider" ? known : field;
            }),
          );
          return { output, collection, pii: false, day: published, columns: delivered, location };
        });
        await publishDay({ metastore, tables, fence, log });
        return [];
      },
      follow: ({ day: followed, target, log }) =>
        followDay({
          metastore,
          store: this.store,
          database: output.database,
          tables: TABLES,
          day: followed,
          target,
          log,
        }),
      cleanUp: ({ days, beforeRemoval, log }) =>
        cleanUp({
          metastore,
          store: this.store,
          output,
          collections: TABLES.map((name) => collectionSpec({ name, bucket: "source" })),
          days,
          locate: async () => undefined,
          beforeRemoval,
          log,
        }),
    };
  }

  /** Nothing but what clean-up asks of it. */
  readonly store: Parameters<typeof cleanUp>[0]["store"] = {
    list: async function* () {},
    remove: async () => {},
  } as Partial<Parameters<typeof cleanUp>[0]["store"]> as Parameters<typeof cleanUp>[0]["store"];

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

  /** All tables, and the ledger, are on this run; the other day is where it was. */
  expectOn(runId: number): void {
    expect(this.shown()).toEqual([String(runId), String(runId)]);
    const other = this.ledger.records.get(nextDay)?.published?.runId;
    if (other !== undefined) expect(this.shown(nextDay)).toEqual([String(other), String(other)]);
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

const NARROW = "id STRING, s STRUCT<a: INT>";

/** What the stopped run, and the one that takes over, write; tables before. */
const SITUATIONS: readonly (readonly [string, { first?: string; ours: string; theirs: string }])[] = [
  ["a new day of new tables", { ours: "id STRING", theirs: "id STRING" }],
  ["a day run again", { first: "id STRING", ours: "id STRING", theirs: "id STRING" }],
  [
    "a day whose tables gain a column",
    { first: "id STRING", ours: "id STRING, a INT", theirs: "id STRING, b INT" },
  ],
  [
    "a day whose tables are renamed, as in the run that takes over",
    {
      first: NARROW,
      ours: "id STRING, s STRUCT<a: INT, b: INT>",
      theirs: "id STRING, s STRUCT<a: INT, b: INT>",
    },
  ],
  [
    "a day whose tables are renamed, though the run that takes over does not rename them",
    { first: NARROW, ours: "id STRING, s STRUCT<a: INT, b: INT>", theirs: NARROW },
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
async function statementsOf(
  situation: { first?: string; ours: string },
  given: { cleanUp?: boolean } = {},
): Promise<number> {
  const world = await open(situation);
  const before = world.metastore.changes;
  await world.run(situation.ours, given);
  return world.metastore.changes - before;
}

/** What happens to a runner at a statement while another one takes its day over. */
const STOPS: [string, (world: World, theirs: string) => Stop][] = [
  [
    "just before a statement",
    (world, theirs) => async (statement) => {
      await world.takeOver(theirs);
      return statement();
    },
  ],
  [
    "just after a statement",
    (world, theirs) => async (statement) => {
      const rows = await statement();
      await world.takeOver(theirs);
      return rows;
    },
  ],
  [
    "in a statement whose answer is lost",
    (world, theirs) => async (statement) => {
      await world.takeOver(theirs);
      await statement();
      throw new Error("the connection was reset");
    },
  ],
];

/** A run dies in a statement, another one takes the day over, and then that statement arrives. */
function lastStatement(
  world: World,
  ours: string,
  theirs: string,
  { at, cleanUp: cleaning = false }: { at: number; cleanUp?: boolean },
): Promise<void> {
  return new Promise<void>((resolve, reject) => {
    const how: Stop = async (statement) => {
      await world.takeOver(theirs).catch(reject);
      await statement().catch(() => undefined);
      resolve();
      return never;
    };
    void world.run(ours, { stop: { at, how }, cleanUp: cleaning }).catch(reject);
  });
}

describe.each(SITUATIONS)("a runner stopped while it publishes %s", (_name, situation) => {
  const { ours, theirs } = situation;

  /** Does it for each statement of the run, in a world of its own. */
  async function eachStatement(work: (at: number, world: World) => Promise<void>): Promise<void> {
    const count = await statementsOf(situation);
    expect(count).toBeGreaterThan(2);
    for (let at = 1; at <= count; at += 1) await work(at, await open(situation));
  }

  it.each(STOPS)("%s leaves the tables to the newer run, at once", async (_where, how) => {
    await eachStatement(async (at, world) => {
      const late = world.run(ours, { stop: { at, how: how(world, theirs) } });
      await expect(late).rejects.toThrow(SupersededError);
      world.expectOn(world.ledger.runs);
    });
  });

  it("after its last statement finds that it has lost the day", async () => {
    const world = await open(situation);
    const job = world.job(ours, world.metastore);
    const late = world.runJob({
      ...job,
      run: async (context) => {
        const result = await job.run(context);
        await world.takeOver(theirs);
        return result;
      },
    });
    await expect(late).rejects.toThrow(LeaseLostError);
    world.expectOn(world.ledger.runs);
  });

  it("and dead, its statement arriving last, is put right by the next command", async () => {
    await eachStatement(async (at, world) => {
      await lastStatement(world, ours, theirs, { at });
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
          // A rename of the late run in the midst of its own may fail it, once: run again it finishes.
          await newer.catch((error: unknown) =>
            ours.includes("STRUCT") ? world.takeOver(theirs) : Promise.reject(error),
          );
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
      const rerun = world.runJob({ ...failing, run: () => Promise.reject(new Error("File Not Found")) });
      await expect(rerun).rejects.toThrow("File Not Found");
      const shown = world.shown();
      expect(new Set(shown).size).toBe(1);
      expect([before[0], String((world.ledger.records.get(day)?.runId ?? 0) - 1)]).toContain(shown[0]);
    });
  });
});

describe("a clean-up that is stopped", () => {
  const situation = { first: "id STRING", ours: "id STRING" };
  const eachStatement = async (work: (at: number, world: World) => Promise<void>): Promise<void> => {
    const count = await statementsOf(situation, { cleanUp: true });
    for (let at = 1; at <= count; at += 1) await work(at, await open(situation));
  };

  it.each(STOPS)("%s drops nothing of the newer run", async (_where, how) => {
    await eachStatement(async (at, world) => {
      const stop = { at, how: how(world, situation.ours) };
      await expect(world.run(situation.ours, { stop, cleanUp: true })).rejects.toThrow(SupersededError);
      world.expectOn(world.ledger.runs);
    });
  });

  it("and dead, its statement arriving last, drops nothing that the next command does not bring back", async () => {
    await eachStatement(async (at, world) => {
      await lastStatement(world, situation.ours, situation.ours, { at, cleanUp: true });
      await world.settle();
      world.expectOn(world.ledger.runs);
    });
  });
});

describe("a ledger that was reset", () => {
  it("is not believed over a newer run in the tables; the next run's id is above it", async () => {
    const world = new World();
    world.ledger.runs = 56;
    await world.run("id STRING");
    world.ledger.records.clear();
    world.ledger.runs = 0;
    const before = world.metastore.changes;
    await expect(world.run("id STRING, added INT")).rejects.toThrow(
      "shows run 57 of 2021-04-12, which is newer than this run 1",
    );
    // CREATE DATABASE IF NOT EXISTS, and nothing of a table.
    expect(world.metastore.changes - before).toBe(1);
    expect(world.shown()).toEqual(["57", "57"]);
    await world.run("id STRING");
    world.expectOn(58);
  });
});

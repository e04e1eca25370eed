import { type DayRecord, parseDay, type Publication } from "@dataworks/catchup";
import { followDay, silentLog } from "@dataworks/etl-core";
import { beforeEach, describe, expect, it } from "@jest/globals";
import picocolors from "picocolors";
import type { Diagnosis } from "../../src/doctor/diagnosis.ts";
import { type Clinic, cure, daysToExamine, examine } from "../../src/doctor/doctor-command.ts";
import { diagnosisEntry, formatDiagnoses } from "../../src/report/diagnoses.ts";
import { MemoryLedger } from "../support/memory-ledger.ts";
import { MemoryMetastore } from "../support/memory-metastore.ts";

const day = parseDay("2021-04-12");
const tables = ["bids", "offers"];
const folder = (table: string, run: number): string => `s3a://b/${table}/run=00000${run}-0a0b0c0d/x`;
const publication = (runId: number): Publication => ({
  runId,
  locations: new Map(tables.map((table) => [table, folder(table, runId)])),
});

let ledger: MemoryLedger;
let metastore: MemoryMetastore;
let clinic: Clinic;
/** Folders that have files still. */
let files: string[];

const store: Clinic["store"] = {
  list: async function* (_bucket, prefix) {
    if (files.some((folderOf) => folderOf.includes(prefix.slice(0, -1)))) {
      yield { key: `${prefix}part-0.parquet`, size: 1, etag: "x", lastModified: new Date(0) };
    }
  },
};

beforeEach(() => {
  files = [];
  ledger = new MemoryLedger();
  metastore = new MemoryMetastore();
  clinic = {
    ledger,
    metastore,
    database: "db",
    tables,
    store,
    job: {
      follow: ({ day: of, target, log }) =>
        followDay({ metastore, store, database: "db", tables, day: of, target, log }),
    },
    holder: { owner: "doctor", ttlMs: 60_000 },
    log: silentLog,
  };
});

/** Has both tables show these runs of the day; undefined: the table lacks the day. */
function shown(...runs: readonly (number | undefined)[]): void {
  tables.forEach((table, n) => {
    const run = runs[n];
    const partitions = new Map<string, string>(run === undefined ? [] : [[day, folder(table, run)]]);
    metastore.tables.set(table, { columns: [], partitions });
  });
}

function recorded(record: Partial<DayRecord>): void {
  const none = { publishing: undefined, published: undefined, removedBy: undefined };
  ledger.records.set(day, { day, runId: 7, status: "Completed", ...none, ...record });
}

/** A diagnosis without the day, faults as the tables and what they show. */
function essence(diagnosis: Diagnosis): unknown {
  if (diagnosis.kind !== "wrong" && diagnosis.kind !== "repaired") return diagnosis.kind;
  const faults = diagnosis.faults.map(({ table, kind, found }) => `${table}: ${found ?? "nothing"}, ${kind}`);
  return [diagnosis.kind, diagnosis.runId, ...(diagnosis.unfinished ? ["unfinished"] : []), ...faults];
}

describe("adg doctor", () => {
  it.each<[string, () => void, unknown, unknown, (number | undefined)[]]>([
    ["a day of before records were kept", () => shown(5, 5), "no record", undefined, [5, 5]],
    [
      "a day whose first recorded run failed early",
      () => (shown(5, 5), recorded({ status: "Failed" })),
      "no record",
      undefined,
      [5, 5],
    ],
    [
      "a day in order",
      () => (shown(7, 7), recorded({ published: publication(7) })),
      "in order",
      undefined,
      [7, 7],
    ],
    [
      "a day whose rerun failed before it published",
      () => (shown(6, 6), recorded({ status: "Failed", published: publication(6) })),
      "in order",
      undefined,
      [6, 6],
    ],
    [
      "a table that a late statement put back",
      () => (shown(6, 7), recorded({ published: publication(7) })),
      ["wrong", 7, `bids: ${folder("bids", 6)}, moved`],
      ["repaired", 7, `bids: ${folder("bids", 6)}, moved`],
      [7, 7],
    ],
    [
      "a table that lacks the day",
      () => (shown(7, undefined), recorded({ published: publication(7) })),
      ["wrong", 7, "offers: nothing, moved"],
      ["repaired", 7, "offers: nothing, moved"],
      [7, 7],
    ],
    [
      "a run that died between two tables",
      () => (
        shown(7, 6),
        recorded({ status: "In-Progress", publishing: publication(7), published: publication(6) })
      ),
      ["wrong", 7, "unfinished", `offers: ${folder("offers", 6)}, moved`],
      ["repaired", 7, "unfinished", `offers: ${folder("offers", 6)}, moved`],
      [7, 7],
    ],
    [
      "a run that died before it recorded its end",
      () => (shown(7, 7), recorded({ status: "In-Progress", publishing: publication(7) })),
      ["wrong", 7, "unfinished"],
      ["repaired", 7, "unfinished"],
      [7, 7],
    ],
    [
      "a day that a clean-up removed and a late statement added",
      () => (shown(6, undefined), recorded({ removedBy: 7 })),
      ["wrong", undefined, `bids: ${folder("bids", 6)}, moved`],
      ["repaired", undefined, `bids: ${folder("bids", 6)}, moved`],
      [undefined, undefined],
    ],
    [
      "a clean-up that died before it dropped a table: what has its files stays",
      () => (shown(6, 6), recorded({ removedBy: 7 }), (files = [folder("bids", 6)])),
      [
        "wrong",
        undefined,
        `bids: ${folder("bids", 6)}, not removed`,
        `offers: ${folder("offers", 6)}, moved`,
      ],
      ["wrong", undefined, `bids: ${folder("bids", 6)}, not removed`],
      [6, undefined],
    ],
    [
      "a newer run than the ledger knows, which stays",
      () => (shown(9, 7), recorded({ published: publication(7) })),
      ["wrong", 7, `bids: ${folder("bids", 9)}, unknown run`],
      ["wrong", 7, `bids: ${folder("bids", 9)}, unknown run`],
      [9, 7],
    ],
    [
      "a table that is gone",
      () => (shown(7, 7), metastore.tables.delete("bids"), recorded({ published: publication(7) })),
      ["wrong", 7, "bids: nothing, no table"],
      ["wrong", 7, "bids: nothing, no table"],
      [undefined, 7],
    ],
    [
      "a table whose rename was interrupted",
      () => {
        shown(7, 7);
        const table = metastore.tables.get("bids");
        metastore.tables.delete("bids");
        if (table !== undefined) metastore.tables.set("bids__prev", table);
        recorded({ published: publication(7) });
      },
      ["wrong", 7, "bids: nothing, no table"],
      ["repaired", 7, "bids: nothing, no table"],
      [7, 7],
    ],
  ])("%s", async (_name, prepare, found, cured, after) => {
    prepare();
    const before = JSON.stringify([...metastore.tables.keys()]);
    const diagnosis = await examine(day, clinic);
    expect(essence(diagnosis)).toEqual(found);
    expect(JSON.stringify([...metastore.tables.keys()])).toBe(before);
    if (diagnosis.kind === "wrong") {
      expect(essence(await cure(diagnosis, clinic))).toEqual(cured);
      const again = await examine(day, clinic);
      expect(again.kind === "wrong").toBe(Array.isArray(cured) && cured[0] === "wrong");
    }
    expect(tables.map((table) => metastore.shown(table)[day])).toEqual(
      after.map((run, n) => (run === undefined ? undefined : folder(tables[n] ?? "", run))),
    );
  });

  it("leaves a day alone that another runner has", async () => {
    shown(6, 7);
    recorded({ status: "In-Progress", publishing: publication(7) });
    const lease = await ledger.lockDay(day, { owner: "host (pid 1)", ttlMs: 60_000 });
    expect(await examine(day, clinic)).toMatchObject({ kind: "running", owner: "host (pid 1)" });
    await lease.release();
    const wrong = await examine(day, clinic);
    ledger.lockedByOthers.add(day);
    expect(wrong.kind === "wrong" && (await cure(wrong, clinic))).toMatchObject({ kind: "running" });
  });

  it("looks again when the day was published meanwhile", async () => {
    shown(7, 7);
    recorded({ published: publication(6) });
    const run = metastore.run.bind(metastore);
    metastore.run = async (statement) => {
      const rows = await run(statement);
      recorded({ published: publication(7) });
      return rows;
    };
    expect(essence(await examine(day, clinic))).toBe("in order");
  });

  it("examines the days of tables, unsettled days, and the range that was asked for", async () => {
    shown(7, 7);
    ledger.unsettled.set(parseDay("2021-03-01"), new Date(0));
    const ask = (start?: string, end?: string) =>
      daysToExamine(
        {
          request: {
            start: start === undefined ? undefined : parseDay(start),
            end: end === undefined ? undefined : parseDay(end),
          },
          today: parseDay("2021-04-14"),
        },
        clinic,
      );
    expect(await ask()).toEqual(["2021-03-01", "2021-04-12"]);
    expect(await ask("2021-04-11")).toEqual(["2021-04-11", "2021-04-12", "2021-04-13"]);
    expect(await ask("2021-04-11", "2021-04-11")).toEqual(["2021-04-11"]);
    expect(await ask(undefined, "2021-03-31")).toEqual(["2021-03-01"]);
  });

  it("says what is wrong and what should be, and counts the rest", () => {
    const diagnoses: Diagnosis[] = [
      { kind: "no record", day: parseDay("2021-04-10") },
      { kind: "in order", day: parseDay("2021-04-11"), runId: 6 },
      {
        kind: "wrong",
        day,
        runId: 7,
        unfinished: true,
        faults: [
          { day, table: "bids", found: folder("bids", 6), expected: folder("bids", 7), kind: "moved" },
        ],
      },
    ];
    expect(formatDiagnoses(diagnoses, picocolors.createColors(false))).toBe(
      `2021-04-12 wrong: the ledger has run 7, not recorded as published
  bids: shows ${folder("bids", 6)}, should be ${folder("bids", 7)}
1 day in order
1 day without a record of what was published, 2021-04-10 to 2021-04-10: not examined`,
    );
    expect(diagnoses.map(diagnosisEntry)).toEqual([
      { day: "2021-04-10", status: "no-record" },
      { day: "2021-04-11", status: "in-order", run_id: 6 },
      {
        day: "2021-04-12",
        status: "wrong",
        run_id: 7,
        unfinished: true,
        faults: [{ table: "bids", kind: "moved", found: folder("bids", 6), expected: folder("bids", 7) }],
      },
    ]);
  });
});

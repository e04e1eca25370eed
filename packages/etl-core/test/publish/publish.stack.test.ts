import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { type SparkSession, StructType } from "spark-connect-node";
import { PublishError, RefusedError } from "../../src/errors.ts";
import { silentLog } from "../../src/model/log.ts";
import { followDay } from "../../src/publish/follow-ledger.ts";
import { listTables, type Metastore, sparkMetastore } from "../../src/publish/metastore.ts";
import { publish, type PublishRequest } from "../../src/publish/publish.ts";
import type { DayTarget } from "../../src/publish/publish-fence.ts";
import { s3ObjectStore } from "../../src/storage/s3-object-store.ts";
import { deletePrefix } from "../../src/cleanup/delete-prefix.ts";
import { recoverTable } from "../../src/publish/recover-table.ts";
import { makeBucket, stackS3, stackSpark, uniqueName } from "../support/stack.ts";

const s3 = stackS3();
const store = s3ObjectStore(s3);
const database = uniqueName("e2_publish");
let spark: SparkSession;
let metastore: Metastore;
let bucket: string;
let run = 0;

beforeAll(async () => {
  spark = await stackSpark();
  metastore = sparkMetastore(spark);
  bucket = await makeBucket(s3, "e2-publish");
});

afterAll(async () => {
  for (const name of [database, `${database}_reports`]) {
    await spark.sql(`DROP DATABASE IF EXISTS \`${name}\` CASCADE`);
  }
  await spark.stop();
  s3.destroy();
});

/** Writes what a SELECT gives into a fresh run folder. */
async function stage(collection: string, day: string, select: string): Promise<PublishRequest> {
  run += 1;
  const folder = `s3a://${bucket}/data/${database}/non-pii/${collection}`;
  const location = `${folder}/run=${String(run).padStart(6, "0")}-0a0b0c0d/date_uploaded=${day}/`;
  const rows = await spark.sql(select);
  await rows.coalesce(1).write.mode("error").parquet(location);
  const columns = new StructType((await rows.schema()).fields);
  return { output: { scheme: "s3a", bucket, database }, collection, pii: false, day, columns, location };
}

async function read(collection: string, session: SparkSession = spark): Promise<unknown[]> {
  const rows = await (
    await session.sql(
      `SELECT to_json(struct(*)) AS row FROM \`${database}\`.\`${collection}\` ORDER BY date_uploaded, row`,
    )
  ).collect();
  return rows.map((row): unknown => JSON.parse(String(row["row"])));
}

/** The same metastore, which dies at the nth statement that changes something. */
function dyingAt(statement: number): Metastore {
  let changes = 0;
  return {
    ...metastore,
    run: async (text) => {
      if (/^(?:ALTER|CREATE)/u.test(text)) {
        changes += 1;
        if (changes === statement) {
          throw new Error(`killed before: ${text}`);
        }
      }
      return metastore.run(text);
    },
  };
}

describe("publish", () => {
  it("makes database, table and partition, and does nothing the second time", async () => {
    const request = await stage("first", "2026-11-01", "SELECT 1 AS id, 'a' AS name");
    const first = await publish(metastore, request, silentLog);
    const again = await publish(metastore, request, silentLog);
    expect(first).toMatchObject({ change: "create", previousLocation: undefined });
    expect(again).toMatchObject({ change: "keep", previousLocation: undefined });
    expect(await read("first")).toEqual([{ id: 1, name: "a", date_uploaded: "2026-11-01" }]);
  });

  it("moves the partition at a rerun, which open sessions see", async () => {
    const other = await spark.newSession();
    const before = await stage("rerun", "2026-11-01", "SELECT id FROM range(3)");
    await publish(metastore, before, silentLog);
    expect(await read("rerun", other)).toHaveLength(3);
    const after = await stage("rerun", "2026-11-01", "SELECT id + 100 AS id FROM range(1)");
    const moved = await publish(metastore, after, silentLog);
    expect(moved.previousLocation).toBe(before.location.slice(0, -1));
    expect(moved.location).toBe(after.location.slice(0, -1));
    expect(await read("rerun", other)).toEqual([{ id: 100, date_uploaded: "2026-11-01" }]);
    await other.stop();
  });

  it("adds columns, in lower-case comparison, null in the days before", async () => {
    await publish(metastore, await stage("columns", "2026-11-01", "SELECT 1 AS id"), silentLog);
    const wider = await stage("columns", "2026-11-02", "SELECT 2 AS ID, true AS `new$one`");
    expect((await publish(metastore, wider, silentLog)).change).toBe("add columns");
    expect(await read("columns")).toEqual([
      { id: 1, date_uploaded: "2026-11-01" },
      { id: 2, new$one: true, date_uploaded: "2026-11-02" },
    ]);
  });

  it("takes over a table of the original, its days where they are", async () => {
    const folder = `s3a://${bucket}/data/${database}/non-pii/taken`;
    await (await spark.sql("SELECT 1 AS id, DATE '2026-10-31' AS date_uploaded")).write
      .partitionBy("date_uploaded")
      .parquet(folder);
    await spark.sql(
      `CREATE EXTERNAL TABLE \`${database}\`.taken (id INT) PARTITIONED BY (date_uploaded DATE) STORED AS PARQUET LOCATION '${folder}/'`,
    );
    await spark.sql(`MSCK REPAIR TABLE \`${database}\`.taken`);
    await publish(
      metastore,
      await stage("taken", "2026-11-01", "SELECT 2 AS id, array('x') AS error_desc"),
      silentLog,
    );
    expect(await read("taken")).toEqual([
      { id: 1, date_uploaded: "2026-10-31" },
      { id: 2, error_desc: ["x"], date_uploaded: "2026-11-01" },
    ]);
    const rerun = await publish(metastore, await stage("taken", "2026-10-31", "SELECT 3 AS id"), silentLog);
    expect(rerun.previousLocation).toBe(`${folder}/date_uploaded=2026-10-31`);
    expect(await read("taken")).toMatchObject([{ id: 3 }, { id: 2 }]);
  });

  it("shows readers the old day or the new one, never half of either", async () => {
    const few = await stage("readers", "2026-11-01", "SELECT id FROM range(2)");
    const many = await stage("readers", "2026-11-01", "SELECT id FROM range(5)");
    await publish(metastore, few, silentLog);
    const reader = await spark.newSession();
    const seen = new Set<number>();
    const publishing = new AbortController();
    const reading = (async () => {
      while (!publishing.signal.aborted) {
        seen.add((await read("readers", reader)).length);
      }
    })();
    for (const request of [many, few, many, few, many]) {
      await publish(metastore, request, silentLog);
    }
    publishing.abort();
    await reading;
    seen.add((await read("readers", reader)).length);
    expect([...seen].every((count) => count === 2 || count === 5)).toBe(true);
    expect(seen.has(5)).toBe(true);
    await reader.stop();
  });

  it.each([
    ["a view", "CREATE VIEW {t} AS SELECT 1 AS id", "a view"],
    [
      "a managed table",
      "CREATE TABLE {t} (id INT) PARTITIONED BY (date_uploaded DATE) STORED AS PARQUET",
      "MANAGED",
    ],
    [
      "no partitions",
      "CREATE EXTERNAL TABLE {t} (id INT) STORED AS PARQUET LOCATION 's3a://{b}/x'",
      "partitioned by nothing",
    ],
    [
      "other partitions",
      "CREATE EXTERNAL TABLE {t} (id INT) PARTITIONED BY (date_uploaded STRING) STORED AS PARQUET LOCATION 's3a://{b}/x'",
      "partitioned by date_uploaded string",
    ],
  ])("refuses a name that belongs to %s", async (_title, create, message) => {
    const name = uniqueName("refused");
    await spark.sql(`CREATE DATABASE IF NOT EXISTS \`${database}\``);
    await spark.sql(create.replace("{t}", `\`${database}\`.\`${name}\``).replace("{b}", bucket));
    const request = await stage(name, "2026-11-01", "SELECT 1 AS id");
    const refused = publish(metastore, request, silentLog);
    await expect(refused).rejects.toThrow(RefusedError);
    await expect(refused).rejects.toThrow(message);
  });

  it("follows a ledger: a day goes where it has it, and out of the table when it was removed", async () => {
    const [older, newer] = [
      await stage("followed", "2026-11-01", "SELECT 6 AS id"),
      await stage("followed", "2026-11-01", "SELECT 7 AS id"),
    ];
    await publish(metastore, older, silentLog);
    const follow = (target: DayTarget) =>
      followDay({
        metastore,
        database,
        tables: ["followed"],
        day: "2026-11-01",
        target: async () => target,
        store,
        log: silentLog,
      });
    const locations = new Map([["followed", newer.location.slice(0, -1)]]);
    expect(await follow({ kind: "shown", runId: run, locations })).toMatchObject([{ repaired: true }]);
    expect(await read("followed")).toMatchObject([{ id: 7 }]);
    expect(await follow({ kind: "shown", runId: run, locations })).toEqual([]);
    const removed: DayTarget = { kind: "removed", runId: run + 1 };
    expect(await follow(removed)).toMatchObject([{ repaired: false, fault: { kind: "not removed" } }]);
    await deletePrefix(store, bucket, newer.location.slice(`s3a://${bucket}/`.length));
    expect(await follow(removed)).toMatchObject([{ repaired: true }]);
    expect(await read("followed")).toEqual([]);
  });

  it("says which table and day when the metastore refuses", async () => {
    const request = await stage("broken", "2026-11-01", "SELECT 1 AS id");
    const failing = publish(dyingAt(2), request, silentLog);
    await expect(failing).rejects.toThrow(PublishError);
    await expect(failing).rejects.toThrow(
      `Day 2026-11-01 of ${database}.broken could not be published: killed before`,
    );
  });
});

describe("a wider struct", () => {
  const narrow = "SELECT 1 AS id, named_struct('x', 1) AS st";
  const wide = "SELECT 2 AS id, named_struct('x', 2, 'y', 'new') AS st, 'added' AS extra";
  const evolved = [
    { id: 1, st: { x: 1 }, date_uploaded: "2026-11-01" },
    { id: 1, st: { x: 1 }, date_uploaded: "2026-11-02" },
    { id: 2, st: { x: 2, y: "new" }, extra: "added", date_uploaded: "2026-11-03" },
  ];

  let staged: readonly PublishRequest[] = [];

  /** Publishes two narrow days and gives the wide third; all collections share the files. */
  async function twoDays(collection: string): Promise<PublishRequest> {
    if (staged.length === 0) {
      staged = [
        await stage("shared", "2026-11-01", narrow),
        await stage("shared", "2026-11-02", narrow),
        await stage("shared", "2026-11-03", wide),
      ];
    }
    const [first, second, third] = staged.map((request) => ({ ...request, collection }));
    if (first === undefined || second === undefined || third === undefined) {
      throw new Error("three days are staged");
    }
    await publish(metastore, first, silentLog);
    await publish(metastore, second, silentLog);
    return third;
  }

  it("is made by a pair of renames, every day kept, again and again", async () => {
    const request = await twoDays("wide");
    expect((await publish(metastore, request, silentLog)).change).toBe("widen");
    expect(await read("wide")).toEqual(evolved);
    const wider = await stage(
      "wide",
      "2026-11-04",
      "SELECT 3 AS id, named_struct('x', 3, 'y', 'b', 'z', true) AS st",
    );
    expect((await publish(metastore, wider, silentLog)).change).toBe("widen");
    expect(await read("wide")).toEqual([
      ...evolved,
      { id: 3, st: { x: 3, y: "b", z: true }, date_uploaded: "2026-11-04" },
    ]);
    const tables = [...(await listTables(metastore, database))].filter((name) => name.startsWith("wide"));
    expect(tables.sort()).toEqual(["wide", "wide__prev", "wide__prev_1"]);
  });

  it("is finished by the rerun, wherever it was interrupted", async () => {
    // CREATE DATABASE, CREATE __next, ADD its partitions, rename away, rename in, ADD the day.
    const missing: number[] = [];
    for (let statement = 2; statement <= 6; statement += 1) {
      const collection = `killed_${statement}`;
      const request = await twoDays(collection);
      await expect(publish(dyingAt(statement), request, silentLog)).rejects.toThrow("killed before");
      if (!(await listTables(metastore, database)).has(collection)) {
        missing.push(statement);
      }
      await publish(metastore, request, silentLog);
      expect(await read(collection)).toEqual(evolved);
    }
    expect(missing).toEqual([5]);
  });

  it.each([
    [
      "hive",
      "CREATE EXTERNAL TABLE {t} (id INT COMMENT 'the id', code VARCHAR(5), st STRUCT<x: INT, flag: CHAR(2)> COMMENT 'it\\'s') COMMENT 'bids' " +
        "PARTITIONED BY (date_uploaded DATE COMMENT 'the day') STORED AS PARQUET LOCATION '{l}' TBLPROPERTIES ('owner.team' = 'a\\'b', 'api.token' = 'x')",
    ],
    [
      "parquet",
      "CREATE TABLE {t} (id INT DEFAULT 5 COMMENT 'the id', code VARCHAR(5), st STRUCT<x: INT, flag: CHAR(2)> COMMENT 'it\\'s', date_uploaded DATE COMMENT 'the day') USING PARQUET " +
        "OPTIONS ('mergeSchema' = 'true') PARTITIONED BY (date_uploaded) COMMENT 'bids' LOCATION '{l}' TBLPROPERTIES ('owner.team' = 'a\\'b', 'api.token' = 'x')",
    ],
  ])("keeps what hangs on a table of %s, and names the views to be made anew", async (kind, create) => {
    const collection = `kept_${kind}`;
    const table = `\`${database}\`.${collection}`;
    await spark.sql(`CREATE DATABASE IF NOT EXISTS \`${database}\``);
    await spark.sql(create.replace("{t}", table).replace("{l}", `s3a://${bucket}/kept/${kind}`));
    await spark.sql(`CREATE VIEW \`${database}\`.${kind}_whole AS SELECT id, st FROM ${table}`);
    await spark.sql(
      `CREATE VIEW \`${database}\`.${kind}_of_view AS SELECT * FROM \`${database}\`.${kind}_whole`,
    );
    await spark.sql(`CREATE VIEW \`${database}\`.${kind}_field AS SELECT st.x FROM ${table}`);
    await spark.sql(`CREATE DATABASE IF NOT EXISTS ${database}_reports`);
    await spark.sql(`CREATE VIEW ${database}_reports.${kind}_elsewhere AS SELECT st FROM ${table}`);
    const shown = async (): Promise<string> => {
      const [row] = await (await spark.sql(`SHOW CREATE TABLE ${table}`)).collect();
      return String(row?.["createtab_stmt"]).replace(/'transient_lastDdlTime' = '\d+'/u, "");
    };
    const before = await shown();
    const request = await stage(
      collection,
      "2026-11-01",
      "SELECT 1 AS id, 'abc' AS code, named_struct('x', 1, 'flag', 'y ', 'more', 2) AS st",
    );
    const columns = StructType.fromDDL(
      "id INT, code VARCHAR(5), st STRUCT<x: INT, flag: CHAR(2), more: INT>",
    );
    const published = await publish(metastore, { ...request, columns }, silentLog);
    expect(published.change).toBe("widen");
    expect([...published.brokenViews].sort()).toEqual([
      `${database}.${kind}_of_view`,
      `${database}.${kind}_whole`,
      `${database}_reports.${kind}_elsewhere`,
    ]);
    // What Spark does not show is not written as it shows it.
    const kept = before.replace(/ +'api.token' = '[^']+',\n/u, "");
    const added = /flag: CHAR\(2\)[^>]*/u;
    expect((await shown()).replace(", more: INT", "")).toBe(kept);
    expect(kept).toMatch(added);
    expect(await read(collection)).toMatchObject([{ id: 1, code: "abc", st: { x: 1, more: 2 } }]);
  });

  it("is there again after recovery alone, with a day that was published meanwhile", async () => {
    const request = await twoDays("meanwhile");
    await expect(publish(dyingAt(5), request, silentLog)).rejects.toThrow("killed before");
    await spark.sql(
      `ALTER TABLE \`${database}\`.meanwhile__next DROP PARTITION (date_uploaded = DATE '2026-11-02')`,
    );
    const existing = await listTables(metastore, database);
    const recovery = await recoverTable(metastore, { database, table: "meanwhile" }, existing, silentLog);
    expect(recovery.kind).toBe("complete");
    expect(await read("meanwhile")).toEqual(evolved.slice(0, 2));
  });

  it("keeps a day that another run moves while the tables are renamed", async () => {
    const request = await twoDays("moved");
    const rerun = await stage("moved", "2026-11-02", "SELECT 7 AS id, named_struct('x', 7) AS st");
    const overtaken: Metastore = {
      ...metastore,
      run: async (text) => {
        if (text.endsWith("RENAME TO `" + database + "`.`moved__prev`")) {
          await publish(metastore, rerun, silentLog);
        }
        return metastore.run(text);
      },
    };
    await publish(overtaken, request, silentLog);
    const [first, , third] = evolved;
    expect(await read("moved")).toEqual([first, { id: 7, st: { x: 7 }, date_uploaded: "2026-11-02" }, third]);
  });

  it("is undone when nothing is left to take the table's place", async () => {
    const request = await twoDays("undone");
    await expect(publish(dyingAt(5), request, silentLog)).rejects.toThrow("killed before");
    await spark.sql(`DROP TABLE \`${database}\`.undone__next`);
    await publish(metastore, request, silentLog);
    expect(await read("undone")).toEqual(evolved);
  });
});

import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { StructType } from "spark-connect-node";
import { cleanUp } from "../../src/cleanup/clean-up.ts";
import { RefusedError } from "../../src/errors.ts";
import { locate } from "../../src/locate/locate.ts";
import type { CollectionSpec } from "../../src/model/collection.ts";
import { silentLog } from "../../src/model/log.ts";
import { DayFixture } from "../support/day-fixture.ts";
import { put } from "../support/stack.ts";

let fixture: DayFixture;

beforeAll(async () => {
  fixture = await DayFixture.open("e2_clean");
});

afterAll(() => fixture.close());

function clean(collections: readonly CollectionSpec[], days: readonly string[]) {
  const { metastore, store, output } = fixture;
  return cleanUp({
    metastore,
    store,
    output,
    collections,
    days,
    locate: (spec, day, options) => locate(fixture.source.store, spec, day, options),
    log: silentLog,
  });
}

describe("cleanUp", () => {
  it("removes exactly the module's tables and files, all pages of both prefixes", async () => {
    const database = fixture.output.database;
    const initialSchema = StructType.fromDDL("id BIGINT");
    const [bids, archive] = [
      fixture.spec("bids", { initialSchema }),
      fixture.spec("bids_archive", { initialSchema, pii: true }),
    ];
    await fixture.deliver("2026-11-01", "bids", ["id", "1"]);
    await fixture.deliver("2026-11-01", "bids_archive", ["id", "2"]);
    await fixture.run("2026-11-01", [bids, archive]);
    for (const helper of ["bids__next", "bids__prev", "bids__prev_2", "bids__previous"]) {
      await fixture.spark.sql(
        `CREATE EXTERNAL TABLE \`${database}\`.${helper} (id BIGINT) PARTITIONED BY (date_uploaded DATE) STORED AS PARQUET LOCATION 's3a://${fixture.output.bucket}/x'`,
      );
    }
    const old = Array.from(
      { length: 1100 },
      (_, n) => `data/${database}/pii/bids/date_uploaded=2020-01-01/part-${n}.parquet`,
    );
    for (let start = 0; start < old.length; start += 25) {
      await Promise.all(
        old.slice(start, start + 25).map((key) => put(fixture.s3, fixture.output.bucket, key, "x")),
      );
    }

    const removed = await clean([bids], ["2026-11-01"]);

    // Those, the day's file, and what its columns were.
    expect(removed.objects).toBe(old.length + 2);
    expect(removed.tables).toEqual(
      ["bids__next", "bids__prev", "bids__prev_2", "bids"].map((t) => `${database}.${t}`),
    );
    expect(await fixture.tables()).toEqual(["bids__previous", "bids_archive"]);
    expect(await fixture.read("bids_archive")).toHaveLength(1);
    const left = await fixture.outputKeys("data/");
    const others = expect.stringContaining(`data/${database}/pii/bids_archive/run=`);
    expect(left).toEqual([others, others]);
  });

  it("refuses a day whose files are gone, and leaves all as it was", async () => {
    const spec = fixture.spec("kept", { initialSchema: StructType.fromDDL("id BIGINT") });
    await fixture.deliver("2026-11-01", "kept", ["id", "1"]);
    await fixture.run("2026-11-01", [spec]);
    const refused = clean([spec], ["2026-11-01", "2026-11-02"]);
    await expect(refused).rejects.toThrow(RefusedError);
    await expect(refused).rejects.toThrow("2026-11-02 (2026-11-02_kept)");
    expect(await fixture.read("kept")).toHaveLength(1);
  });

  it("refuses a view of a collection's name, and drops none of the tables", async () => {
    const specs = ["real", "view"].map((name) => fixture.spec(name));
    for (const { name } of specs) {
      await fixture.deliver("2026-11-01", name, ["id", "1"]);
    }
    await fixture.run("2026-11-01", specs.slice(0, 1));
    await fixture.spark.sql(`CREATE VIEW \`${fixture.output.database}\`.view AS SELECT 1 AS id`);
    await expect(clean(specs, ["2026-11-01"])).rejects.toThrow(RefusedError);
    expect(await fixture.read("real")).toHaveLength(1);
  });
});

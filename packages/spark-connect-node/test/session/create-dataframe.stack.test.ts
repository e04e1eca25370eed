import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { Null, Table, tableFromArrays, vectorFromArray } from "apache-arrow";
import { col } from "../../src/functions/index.ts";
import type { SparkSession } from "../../src/session/spark-session.ts";
import { StructType } from "../../src/types/index.ts";
import {
  DayTimeInterval,
  LocalDate,
  LocalTime,
  LocalTimestamp,
  Timestamp,
  YearMonthInterval,
} from "../../src/values/index.ts";
import { connect } from "./stack.ts";

let spark: SparkSession;

beforeAll(async () => {
  spark = await connect();
});

afterAll(async () => {
  await spark.stop();
});

const sums = ["count(*) AS n", "sum(id) AS ids", "sum(length(name)) AS letters", "max(at) AS last"];
const at = (i: number): Timestamp => new Timestamp(BigInt(i) * 1_000_003n - 5n);
const row = (i: number) => ({ id: BigInt(i), name: `näme ${i}`, at: at(i) });
const letters = (count: number): bigint =>
  BigInt(Array.from({ length: count }, (_, i) => row(i).name.length).reduce((a, b) => a + b, 0));
const expected = (count: number): unknown => [
  {
    n: BigInt(count),
    ids: (BigInt(count) * BigInt(count - 1)) / 2n,
    letters: letters(count),
    last: at(count - 1),
  },
];

describe("createDataFrame", () => {
  it("infers what Spark then says", async () => {
    const frame = spark.createDataFrame([
      { id: 1, big: 2n, text: "x", day: LocalDate.parse("2026-11-22"), list: [1, null], s: { a: 1 } },
      { id: null, extra: 0.5, s: { b: "y" } },
    ]);
    expect((await frame.schema()).toDDL()).toBe(
      "id INT,big BIGINT,text STRING,day DATE,list ARRAY<INT>,s STRUCT<a: INT, b: STRING>,extra DOUBLE",
    );
    expect(await frame.select("id", "extra", "s").collect()).toEqual([
      { id: 1, extra: null, s: { a: 1, b: null } },
      { id: null, extra: 0.5, s: { a: null, b: "y" } },
    ]);
  });

  it("takes plain values", async () => {
    expect(await spark.createDataFrame(["a", "b"]).collect()).toEqual([{ value: "a" }, { value: "b" }]);
    expect(await spark.createDataFrame([1, 2], "BIGINT").collect()).toEqual([{ value: 1n }, { value: 2n }]);
  });

  it("sends many rows before the plan, and every value arrives", async () => {
    const rows = Array.from({ length: 70_000 }, (_, i) => row(i));
    const frame = spark.createDataFrame(rows, "id BIGINT, name STRING, at TIMESTAMP");
    expect(await frame.selectExpr(...sums).collect()).toEqual(expected(70_000));
    // The second action and another plan find them there.
    expect(await frame.filter("id = 69999").collect()).toEqual([row(69_999)]);
    const joined = frame.join(spark.range(5), "id");
    expect(await joined.orderBy("id").collect()).toEqual([0, 1, 2, 3, 4].map(row));
  });

  it("sends pieces as small as it is told", async () => {
    const other = await spark.newSession();
    try {
      await other.conf.setAll({
        "spark.sql.session.localRelationCacheThreshold": 1000,
        "spark.sql.session.localRelationChunkSizeRows": 700,
      });
      const rows = Array.from({ length: 20_000 }, (_, i) => row(i));
      const frame = other.createDataFrame(rows, "id BIGINT, name STRING, at TIMESTAMP");
      expect(await frame.selectExpr(...sums).collect()).toEqual(expected(20_000));
    } finally {
      await other.stop();
    }
  });

  it("takes what comes bit by bit", async () => {
    async function* rows(): AsyncGenerator<ReturnType<typeof row>> {
      for (let i = 0; i < 50_000; i++) yield row(i);
    }
    const frame = await spark.createDataFrame(rows(), "id BIGINT, name STRING, at TIMESTAMP");
    expect(await frame.selectExpr(...sums).collect()).toEqual(expected(50_000));
  });

  it("takes Arrow tables, of types that Spark does not read too", async () => {
    const table = new Table({
      id: vectorFromArray(Int32Array.of(1, 2)),
      small: vectorFromArray(Uint8Array.of(200, 255)),
      word: vectorFromArray(["x", "y"]),
      // Milliseconds, and no zone.
      when: vectorFromArray([new Date(1), new Date(-1)]),
    });
    const frame = spark.createDataFrame(table);
    expect(await frame.collect()).toEqual([
      { id: 1, small: 200, word: "x", when: new LocalTimestamp(1000n) },
      { id: 2, small: 255, word: "y", when: new LocalTimestamp(-1000n) },
    ]);
    expect(await spark.createDataFrame(table.select(["id"]), "key BIGINT").collect()).toEqual([
      { key: 1n },
      { key: 2n },
    ]);
    expect((await spark.createDataFrame(table, ["a", "b", "c", "d"]).columns()).join()).toBe("a,b,c,d");
  });

  it("finds every null of an Arrow column that has nothing else", async () => {
    const table = new Table({
      id: vectorFromArray(Int32Array.of(1, 2)),
      none: vectorFromArray([null, null], new Null()),
    });
    const frame = spark.createDataFrame(table);
    expect((await frame.schema()).toDDL()).toBe("id INT NOT NULL,none VOID");
    expect(await frame.filter(col("none").isNull()).count()).toBe(2);
    expect(await frame.filter(col("none").isNotNull()).count()).toBe(0);
  });

  it("takes large Arrow tables, whole or batch by batch", async () => {
    const ids = Float64Array.from({ length: 300_000 }, (_, i) => i);
    const table = tableFromArrays({ ids });
    const total = [{ n: 300_000n, total: 44_999_850_000 }];
    const sum = ["count(*) AS n", "sum(ids) AS total"];
    expect(
      await spark
        .createDataFrame(table)
        .selectExpr(...sum)
        .collect(),
    ).toEqual(total);
    async function* batches() {
      for (let i = 0; i < 30; i++) yield tableFromArrays({ ids: ids.subarray(i * 10_000, (i + 1) * 10_000) });
    }
    const streamed = await spark.createDataFrame(batches());
    expect(await streamed.selectExpr(...sum).collect()).toEqual(total);
  });

  it.each<[string, unknown, unknown]>([
    ["TIME(0)", LocalTime.parse("10:30:15"), LocalTime.parse("10:30:15")],
    ["TIME(6)", "10:30:15.000001", LocalTime.parse("10:30:15.000001")],
    ["INTERVAL DAY", "P3D", DayTimeInterval.parse("P3D")],
    ["INTERVAL HOUR TO MINUTE", "PT3H5M", DayTimeInterval.parse("PT3H5M")],
    ["INTERVAL YEAR", "P2Y", YearMonthInterval.parse("P2Y")],
    ["INTERVAL MONTH", "P14M", YearMonthInterval.parse("P14M")],
    ["ARRAY<TIME(3)>", ["10:30:15.5", null], [LocalTime.parse("10:30:15.5"), null]],
    [
      "MAP<INTERVAL YEAR, STRUCT<t: TIME(0)>>",
      new Map([["P1Y", { t: "00:00:01" }]]),
      new Map([[YearMonthInterval.parse("P1Y"), [LocalTime.parse("00:00:01")]]]),
    ],
  ])("keeps %s as it is declared, beside a column of the same name", async (type, value, expectedValue) => {
    await spark.conf.set("spark.sql.timeType.enabled", true);
    const schema = StructType.fromDDL(`a INT, a ${type}`);
    const frame = spark.createDataFrame(
      [
        [1, value],
        [2, null],
      ],
      schema,
    );
    expect(await frame.collect({ rowMode: "array" })).toEqual([
      [1, expectedValue],
      [2, null],
    ]);
    expect((await frame.schema()).toDDL()).toBe(schema.toDDL());
  });
});

describe("sql", () => {
  it("reads DataFrames", async () => {
    const people = spark.createDataFrame([
      { id: 1, name: "Ann" },
      { id: 2, name: "Bob" },
    ]);
    const ids = spark.range(2, 9);
    const found = await spark.sql(
      "SELECT p.name, :mark AS mark FROM {people} p JOIN {ids} i ON p.id = i.id ORDER BY 1",
      { people, ids, mark: "!" },
    );
    expect(await found.collect()).toEqual([{ name: "Bob", mark: "!" }]);
    expect(await found.filter("name = 'Bob'").count()).toBe(1);
    const made = await spark.sql("SELECT count(*) AS n FROM {people} a, {people} b", { people });
    expect(await made.collect()).toEqual([{ n: 4n }]);
  });
});

describe("a clone", () => {
  it("has the settings and views of its origin, and then its own", async () => {
    await spark.conf.set("spark.scn.clone", "a");
    await spark.range(3).createOrReplaceTempView("scn_cloned");
    const clone = await spark.cloneSession();
    try {
      expect(clone.sessionId).not.toBe(spark.sessionId);
      expect(await clone.conf.get("spark.scn.clone")).toBe("a");
      expect(await clone.table("scn_cloned").count()).toBe(3);
      await clone.conf.set("spark.scn.clone", "b");
      expect(await spark.conf.get("spark.scn.clone")).toBe("a");
    } finally {
      await clone.stop();
      await spark.catalog.dropTempView("scn_cloned");
    }
    expect(clone.isStopped).toBe(true);
    expect(spark.isStopped).toBe(false);
    const id = crypto.randomUUID();
    const named = await spark.cloneSession(id);
    expect(named.sessionId).toBe(id);
    await named.stop();
  });
});

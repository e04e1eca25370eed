import { readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { Observation } from "../../src/dataframe/observation.ts";
import { AnalysisError } from "../../src/errors.ts";
import { col, concat, count, countIf, lit, max } from "../../src/functions/index.ts";
import type { SparkSession } from "../../src/session/spark-session.ts";
import { StructType } from "../../src/types/index.ts";
import { LocalDate } from "../../src/values/index.ts";
import { connect, Folder, uniqueName } from "../session/stack.ts";

let spark: SparkSession;
let folder: Folder;

beforeAll(async () => {
  spark = await connect();
  folder = await Folder.create();
});

afterAll(async () => {
  await folder[Symbol.asyncDispose]();
  await spark.stop();
});

describe("write", () => {
  it("does with what is there already as the mode says", async () => {
    const to = folder.uri("modes");
    await spark.range(2).write.parquet(to);
    await expect(spark.range(3).write.parquet(to)).rejects.toMatchObject({
      constructor: AnalysisError,
      errorClass: "PATH_ALREADY_EXISTS",
    });
    await spark.range(3).write.mode("ignore").parquet(to);
    expect(await spark.read.parquet(to).count()).toBe(2);
    await spark.range(3).write.mode("append").parquet(to);
    expect(await spark.read.parquet(to).count()).toBe(5);
    await spark.range(1).write.mode("overwrite").parquet(to);
    expect(await spark.read.parquet(to).count()).toBe(1);
  });

  it("makes a folder for each partition", async () => {
    const to = folder.uri("parts");
    const df = await spark.sql("SELECT id, DATE'2026-11-22' AS day, id % 2 AS odd FROM range(4)");
    await df.write.partitionBy("day", "odd").parquet(to);
    expect(await readdir(path.join(folder.path, "parts", "day=2026-11-22"))).toEqual(["odd=0", "odd=1"]);
    const back = await spark.read.parquet(to).filter(col("odd").eq(1)).orderBy("id").collect();
    const day = LocalDate.parse("2026-11-22");
    expect(back).toEqual([
      { id: 1n, day, odd: 1 },
      { id: 3n, day, odd: 1 },
    ]);
  });

  it.each(["csv", "json", "orc", "text"] as const)("writes and reads %s", async (format) => {
    const to = folder.uri(format);
    const df = await spark.sql("SELECT 'a,\"b' AS value");
    await df.write[format](to);
    const reader = spark.read.schema("value STRING");
    expect(await reader[format](to).collect()).toEqual([{ value: 'a,"b' }]);
  });

  it("passes options to the format", async () => {
    const to = folder.uri("options");
    await spark.range(1).coalesce(1).write.option("header", true).option("sep", "|").csv(to);
    const files = (await readdir(path.join(folder.path, "options"))).filter((name) => name.endsWith(".csv"));
    expect(await readFile(path.join(folder.path, "options", files[0] ?? ""), "utf8")).toBe("id\n0\n");
  });

  it("writes to nowhere", async () => {
    await spark.range(10).write.format("noop").mode("overwrite").save();
  });

  it("makes tables and adds to them", async () => {
    const database = uniqueName("scn_db");
    await spark.sql(`CREATE DATABASE ${database} LOCATION '${folder.uri(database)}'`);
    try {
      const table = `${database}.t`;
      const df = await spark.sql("SELECT id, id % 2 AS odd FROM range(4)");
      await df.write.format("parquet").partitionBy("odd").saveAsTable(table);
      await df.write.insertInto(table);
      expect(await spark.table(table).count()).toBe(8);
      await df.limit(1).write.mode("overwrite").format("parquet").partitionBy("odd").saveAsTable(table);
      expect(await spark.read.table(table).count()).toBe(1);
    } finally {
      await spark.sql(`DROP DATABASE ${database} CASCADE`);
    }
  });
});

describe("observe", () => {
  it("counts in the pass that writes, at several places of one plan", async () => {
    const [read, kept] = [new Observation("read"), new Observation()];
    await spark
      .range(100)
      .observe(read, count(lit(1)).as("rows"), max("id").as("max"), countIf(col("id").lt(10)).as("small"))
      .filter("id >= 40")
      .observe(kept, count(lit(1)).as("rows"))
      .write.parquet(folder.uri("observed"));
    expect(await read.get()).toEqual({ rows: 100n, max: 99n, small: 10n });
    expect(await kept.get()).toEqual({ rows: 60n });
  });

  it("counts on both sides of a union and in a saved table's query", async () => {
    const [left, right] = [new Observation(), new Observation()];
    const union = spark
      .range(3)
      .observe(left, count(lit(1)).as("n"))
      .union(spark.range(4).observe(right, count(lit(1)).as("n")));
    expect(await union.groupBy().count().collect()).toEqual([{ count: 7n }]);
    expect(await left.get()).toEqual({ n: 3n });
    expect(await right.get()).toEqual({ n: 4n });
  });

  it("tells of the failure of the write, then brings the values of the one that succeeds", async () => {
    const observation = new Observation();
    const observed = spark.range(5).observe(observation, count(lit(1)).as("n"));
    const failing = observed.select(concat(col("id").cast("string"), lit("x")).cast("int"));
    await expect(failing.write.parquet(folder.uri("failing"))).rejects.toThrow();
    await expect(observation.get()).rejects.toMatchObject({ errorClass: "CAST_INVALID_INPUT" });
    await observed.write.parquet(folder.uri("succeeding"));
    expect(await observation.get()).toEqual({ n: 5n });
  });

  it("counts nothing as nothing", async () => {
    const observation = new Observation();
    await spark
      .range(0)
      .observe(observation, count(lit(1)).as("n"), max("id").as("max"))
      .collect();
    expect(await observation.get()).toEqual({ n: 0n, max: null });
  });
});

describe("read", () => {
  it("reads several paths, by options and a schema", async () => {
    await writeFile(path.join(folder.path, "one.csv"), "id;name\n1;Ann\n");
    await writeFile(path.join(folder.path, "two.csv"), "id;name\n2;\n");
    const df = spark.read
      .schema(StructType.fromDDL("id INT, name STRING"))
      .options({ header: true, sep: ";" })
      .csv([folder.uri("one.csv"), folder.uri("two.csv")]);
    expect(await df.orderBy("id").collect()).toEqual([
      { id: 1, name: "Ann" },
      { id: 2, name: null },
    ]);
  });

  it("says which path does not exist, when it is read", async () => {
    const df = spark.read.parquet(folder.uri("nothing"));
    await expect(df.collect()).rejects.toMatchObject({ errorClass: "PATH_NOT_FOUND" });
  });

  it("infers a schema when none is given", async () => {
    await writeFile(path.join(folder.path, "lines.json"), '{"a": 1, "b": {"c": [true]}}\n');
    const schema = await spark.read.json(folder.uri("lines.json")).schema();
    expect(schema.equals(StructType.fromDDL("a BIGINT, b STRUCT<c: ARRAY<BOOLEAN>>"))).toBe(true);
  });
});

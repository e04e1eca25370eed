import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { AnalysisError } from "../../src/errors.ts";
import type { SparkSession } from "../../src/session/spark-session.ts";
import { connect, Folder, uniqueName } from "../session/stack.ts";

const database = uniqueName("scn_catalog");
let spark: SparkSession;
let folder: Folder;

beforeAll(async () => {
  spark = await connect();
  folder = await Folder.create();
  await spark.sql(`CREATE DATABASE ${database} COMMENT 'for a test' LOCATION '${folder.uri("db")}'`);
  await spark.sql(
    `CREATE TABLE ${database}.parts (id BIGINT COMMENT 'the id', name STRING, day DATE) USING parquet PARTITIONED BY (day)`,
  );
});

afterAll(async () => {
  await spark.sql(`DROP DATABASE IF EXISTS ${database} CASCADE`);
  await folder[Symbol.asyncDispose]();
  await spark.stop();
});

describe("Catalog", () => {
  it("knows its databases", async () => {
    expect(await spark.catalog.databaseExists(database)).toBe(true);
    expect(await spark.catalog.databaseExists(uniqueName("nothing"))).toBe(false);
    expect(await spark.catalog.listDatabases(database)).toEqual([
      {
        name: database,
        catalog: "spark_catalog",
        description: "for a test",
        locationUri: expect.stringMatching(/^file:.*\/db$/),
      },
    ]);
    expect((await spark.catalog.getDatabase(database)).name).toBe(database);
    await expect(spark.catalog.getDatabase(uniqueName("nothing"))).rejects.toThrow(AnalysisError);
  });

  it("has a current database for each session", async () => {
    const other = await spark.newSession();
    try {
      expect(await other.catalog.currentDatabase()).toBe("default");
      await other.catalog.setCurrentDatabase(database);
      expect(await other.catalog.currentDatabase()).toBe(database);
      expect(await other.table("parts").count()).toBe(0);
      expect(await spark.catalog.currentDatabase()).toBe("default");
    } finally {
      await other.stop();
    }
  });

  it("knows its tables and their columns", async () => {
    expect(await spark.catalog.tableExists(`${database}.parts`)).toBe(true);
    expect(await spark.catalog.tableExists(`${database}.nothing`)).toBe(false);
    const table = {
      name: "parts",
      catalog: "spark_catalog",
      namespace: [database],
      description: undefined,
      tableType: "MANAGED",
      isTemporary: false,
    };
    expect(await spark.catalog.listTables(database)).toEqual([table]);
    expect(await spark.catalog.listTables(database, "x*")).toEqual([]);
    expect(await spark.catalog.getTable(`${database}.parts`)).toEqual(table);
    const column = {
      description: undefined,
      nullable: true,
      isPartition: false,
      isBucket: false,
      isCluster: false,
    };
    expect(await spark.catalog.listColumns(`${database}.parts`)).toEqual([
      { ...column, name: "id", description: "the id", dataType: "bigint" },
      { ...column, name: "name", dataType: "string" },
      { ...column, name: "day", dataType: "date", isPartition: true },
    ]);
  });

  it("finds partitions that are only in the folder", async () => {
    const to = folder.uri("db/parts");
    await (await spark.sql("SELECT 1L AS id, 'x' AS name, DATE'2026-11-22' AS day")).write
      .mode("append")
      .partitionBy("day")
      .parquet(to);
    expect(await spark.table(`${database}.parts`).count()).toBe(0);
    await spark.catalog.recoverPartitions(`${database}.parts`);
    expect(await spark.table(`${database}.parts`).count()).toBe(1);
    await spark.catalog.refreshTable(`${database}.parts`);
    await spark.catalog.refreshByPath(to);
  });

  it("caches and forgets", async () => {
    const name = `${database}.parts`;
    expect(await spark.catalog.isCached(name)).toBe(false);
    await spark.catalog.cacheTable(name);
    expect(await spark.catalog.isCached(name)).toBe(true);
    await spark.catalog.uncacheTable(name);
    expect(await spark.catalog.isCached(name)).toBe(false);
  });

  it("knows catalogs and functions", async () => {
    expect(await spark.catalog.currentCatalog()).toBe("spark_catalog");
    expect(await spark.catalog.listCatalogs("spark*")).toEqual([
      { name: "spark_catalog", description: undefined },
    ]);
    expect(await spark.catalog.functionExists("upper")).toBe(true);
    expect(await spark.catalog.functionExists("no_such_function")).toBe(false);
    expect(await spark.catalog.getFunction("upper")).toMatchObject({ name: "upper", isTemporary: true });
    expect((await spark.catalog.listFunctions(undefined, "upper")).map(({ name }) => name)).toEqual([
      "upper",
    ]);
  });
});

import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { AnalysisError } from "../../src/errors.ts";
import { StorageLevel } from "../../src/plan/storage-level.ts";
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

  it("caches where it is told to", async () => {
    const name = `${database}.parts`;
    await spark.catalog.cacheTable(name, StorageLevel.DISK_ONLY);
    expect(await spark.catalog.isCached(name)).toBe(true);
    await spark.catalog.clearCache();
    expect(await spark.catalog.isCached(name)).toBe(false);
  });

  it("makes tables, describes them, empties and drops them", async () => {
    const name = `${database}.made`;
    const made = await spark.catalog.createTable(name, {
      source: "csv",
      path: folder.uri("made"),
      schema: "id INT, name STRING",
      description: "made here",
      options: { header: true },
    });
    await spark.createDataFrame([[1, "a"]], "id INT, name STRING").write.insertInto(name);
    expect(await made.collect()).toEqual([{ id: 1, name: "a" }]);
    expect(await spark.catalog.getTable(name)).toMatchObject({
      tableType: "EXTERNAL",
      description: "made here",
    });
    expect(await spark.catalog.getCreateTableString(name)).toMatch(/CREATE TABLE .*made.*USING csv/s);
    await spark.sql(`ALTER TABLE ${name} SET TBLPROPERTIES ('owner-team' = 'x')`);
    expect(await spark.catalog.getTableProperties(name)).toMatchObject({ "owner-team": "x" });
    await spark.catalog.dropTable(name, { purge: true });
    expect(await spark.catalog.tableExists(name)).toBe(false);
    await spark.catalog.dropTable(name, { ifExists: true });
    await expect(spark.catalog.dropTable(name)).rejects.toThrow(AnalysisError);
  });

  it("analyzes and truncates, and lists partitions", async () => {
    const name = `${database}.days`;
    await spark.catalog.createTable(name, { source: "parquet", schema: "id INT" });
    await spark.range(3).selectExpr("CAST(id AS INT) AS id").write.insertInto(name);
    await spark.catalog.analyzeTable(name);
    const described = await (await spark.sql(`DESCRIBE TABLE EXTENDED ${name}`)).collect();
    expect(described.find((row) => row["col_name"] === "Statistics")).toMatchObject({
      data_type: expect.stringContaining("3 rows"),
    });
    await spark.catalog.truncateTable(name);
    expect(await spark.table(name).count()).toBe(0);
    expect(await spark.catalog.listPartitions(`${database}.parts`)).toEqual([
      { partition: "day=2026-11-22" },
    ]);
  });

  it("makes and drops databases and views", async () => {
    const name = uniqueName("scn_catalog");
    await spark.catalog.createDatabase(name, { properties: { comment: "for a test" } });
    await spark.catalog.createDatabase(name, { ifNotExists: true });
    expect(await spark.catalog.databaseExists(name)).toBe(true);
    await spark.sql(`CREATE VIEW ${name}.v AS SELECT 1 AS x`);
    expect((await spark.catalog.listViews(name, "v*")).map((view) => view.name)).toEqual(["v"]);
    await spark.catalog.dropView(`${name}.v`);
    await spark.catalog.dropView(`${name}.v`, { ifExists: true });
    expect(await spark.catalog.listViews(name)).toEqual([]);
    await spark.catalog.dropDatabase(name, { cascade: true });
    expect(await spark.catalog.databaseExists(name)).toBe(false);
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

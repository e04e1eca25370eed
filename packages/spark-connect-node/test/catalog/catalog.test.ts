import { describe, expect, it } from "@jest/globals";
import type { Catalog } from "../../src/catalog/catalog.ts";
import { StorageLevel } from "../../src/plan/storage-level.ts";
import { onlyPlan, recordingSession } from "../plan/recording-client.ts";

type Act = (catalog: Catalog) => Promise<unknown>;

/** What a call sends; that it is not answered is of no interest here. */
async function sent(act: Act): Promise<unknown> {
  const { spark, client } = recordingSession();
  await act(spark.catalog).catch(() => undefined);
  return onlyPlan(client);
}

describe("Catalog sends what PySpark sends:", () => {
  it.each<[string, Act, object]>([
    ["listCatalogs", (c) => c.listCatalogs("s*"), { listCatalogs: { pattern: "s*" } }],
    ["listDatabases", (c) => c.listDatabases(), { listDatabases: {} }],
    ["listTables", (c) => c.listTables("db", "t*"), { listTables: { dbName: "db", pattern: "t*" } }],
    ["isCached", (c) => c.isCached("t"), { isCached: { tableName: "t" } }],
    ["cacheTable", (c) => c.cacheTable("t"), { cacheTable: { tableName: "t" } }],
    [
      "cacheTable with a level",
      (c) => c.cacheTable("t", StorageLevel.DISK_ONLY_2),
      { cacheTable: { tableName: "t", storageLevel: { useDisk: true, replication: 2 } } },
    ],
    [
      "createTable",
      (c) =>
        c.createTable("t", {
          path: "/p",
          source: "csv",
          schema: "a INT",
          description: "d",
          options: { header: true },
        }),
      {
        createTable: {
          tableName: "t",
          path: "/p",
          source: "csv",
          description: "d",
          schema: { struct: { fields: [{ name: "a", dataType: { integer: {} }, nullable: true }] } },
          options: { header: "true" },
        },
      },
    ],
    ["createExternalTable", (c) => c.createExternalTable("t"), { createTable: { tableName: "t" } }],
    [
      "dropTable",
      (c) => c.dropTable("t", { ifExists: true, purge: true }),
      { dropTable: { tableName: "t", ifExists: true, purge: true } },
    ],
    ["dropView", (c) => c.dropView("v", { ifExists: true }), { dropView: { viewName: "v", ifExists: true } }],
    [
      "createDatabase",
      (c) => c.createDatabase("d", { ifNotExists: true, properties: { comment: "c" } }),
      { createDatabase: { dbName: "d", ifNotExists: true, properties: { comment: "c" } } },
    ],
    [
      "dropDatabase",
      (c) => c.dropDatabase("d", { cascade: true }),
      { dropDatabase: { dbName: "d", cascade: true } },
    ],
    ["listPartitions", (c) => c.listPartitions("t"), { listPartitions: { tableName: "t" } }],
    ["listViews", (c) => c.listViews("d", "v*"), { listViews: { dbName: "d", pattern: "v*" } }],
    ["getTableProperties", (c) => c.getTableProperties("t"), { getTableProperties: { tableName: "t" } }],
    [
      "getCreateTableString",
      (c) => c.getCreateTableString("t", { asSerde: true }),
      { getCreateTableString: { tableName: "t", asSerde: true } },
    ],
    ["truncateTable", (c) => c.truncateTable("t"), { truncateTable: { tableName: "t" } }],
    [
      "analyzeTable",
      (c) => c.analyzeTable("t", { noScan: true }),
      { analyzeTable: { tableName: "t", noScan: true } },
    ],
    ["dropTempView", (c) => c.dropTempView("v"), { dropTempView: { viewName: "v" } }],
  ])("%s", async (_, act, catalog) => {
    expect(await sent(act)).toEqual({ root: { common: { planId: 1 }, catalog } });
  });
});

describe("Catalog on a server before 4.2 refuses, and sends nothing:", () => {
  it.each<[string, Act]>([
    ["dropTable", (c) => c.dropTable("t")],
    ["dropView", (c) => c.dropView("v")],
    ["createDatabase", (c) => c.createDatabase("d")],
    ["dropDatabase", (c) => c.dropDatabase("d")],
    ["listPartitions", (c) => c.listPartitions("t")],
    ["listViews", (c) => c.listViews()],
    ["getTableProperties", (c) => c.getTableProperties("t")],
    ["getCreateTableString", (c) => c.getCreateTableString("t")],
    ["truncateTable", (c) => c.truncateTable("t")],
    ["analyzeTable", (c) => c.analyzeTable("t")],
  ])("%s", async (name, act) => {
    const { spark, client } = recordingSession("4.1.0");
    await expect(act(spark.catalog)).rejects.toMatchObject({
      code: "UNSUPPORTED",
      message: expect.stringContaining(`catalog.${name}() needs Spark 4.2; this server runs 4.1.0`),
    });
    expect(client.plans).toEqual([]);
  });
});

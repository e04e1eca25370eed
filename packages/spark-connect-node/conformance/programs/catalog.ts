import type { SparkSession } from "../../src/index.ts";
import { StructType } from "../../src/index.ts";
import type { Topic } from "../program.ts";

// One question a program, since a query ends it.
const asks = (ask: (catalog: SparkSession["catalog"]) => Promise<unknown>) => async (spark: SparkSession) => {
  await ask(spark.catalog);
};

export const catalog: Topic["programs"] = {
  currentCatalog: asks((c) => c.currentCatalog()),
  setCurrentCatalog: asks((c) => c.setCurrentCatalog("other")),
  listCatalogs: asks((c) => c.listCatalogs("s*")),
  currentDatabase: asks((c) => c.currentDatabase()),
  setCurrentDatabase: asks((c) => c.setCurrentDatabase("db")),
  listDatabases: asks((c) => c.listDatabases()),
  listDatabasesLike: asks((c) => c.listDatabases("a*|b*")),
  getDatabase: asks((c) => c.getDatabase("default")),
  databaseExists: asks((c) => c.databaseExists("default")),
  listTables: asks((c) => c.listTables()),
  listTablesOfDatabase: asks((c) => c.listTables("default", "p*")),
  getTable: asks((c) => c.getTable("people")),
  tableExists: asks((c) => c.tableExists("db.people")),
  listColumns: asks((c) => c.listColumns("people")),
  listFunctions: asks((c) => c.listFunctions(undefined, "conc*")),
  getFunction: asks((c) => c.getFunction("concat")),
  functionExists: asks((c) => c.functionExists("concat")),
  dropTempView: asks((c) => c.dropTempView("v")),
  dropGlobalTempView: asks((c) => c.dropGlobalTempView("v")),
  isCached: asks((c) => c.isCached("people")),
  cacheTable: asks((c) => c.cacheTable("people")),
  uncacheTable: asks((c) => c.uncacheTable("people")),
  clearCache: asks((c) => c.clearCache()),
  refreshTable: asks((c) => c.refreshTable("people")),
  refreshByPath: asks((c) => c.refreshByPath("/data")),
  recoverPartitions: asks((c) => c.recoverPartitions("db.t")),
  createTable: asks((c) =>
    c.createTable("db.t", {
      source: "parquet",
      schema: StructType.fromDDL("a INT, b STRING"),
      description: "a table",
      options: { k: "v" },
    }),
  ),
  createExternalTable: asks((c) => c.createExternalTable("db.t", { path: "/data/t", source: "csv" })),
  dropTable: asks((c) => c.dropTable("db.t", { ifExists: true, purge: true })),
  dropView: asks((c) => c.dropView("db.v")),
  createDatabase: asks((c) => c.createDatabase("db", { ifNotExists: true, properties: { owner: "me" } })),
  dropDatabase: asks((c) => c.dropDatabase("db", { cascade: true })),
  listPartitions: asks((c) => c.listPartitions("db.t")),
  listViews: asks((c) => c.listViews()),
  getTableProperties: asks((c) => c.getTableProperties("db.t")),
  getCreateTableString: asks((c) => c.getCreateTableString("db.t", { asSerde: true })),
  truncateTable: asks((c) => c.truncateTable("db.t")),
  analyzeTable: asks((c) => c.analyzeTable("db.t", { noScan: true })),
};

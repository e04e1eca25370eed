import type { ActionOptions } from "../client/options.ts";
import { type DataFrame, dataFrameOf } from "../dataframe/dataframe.ts";
import { relation } from "../plan/relation.ts";
import { type StorageLevel, storageLevelToProto } from "../plan/storage-level.ts";
import type { SessionRuntime } from "../session/session-runtime.ts";
import { StructType, toProtoDataType } from "../types/index.ts";
import { CatalogCalls, matching } from "./catalog-calls.ts";
import {
  type CatalogColumn,
  type CatalogDatabase,
  type CatalogFunction,
  type CatalogMetadata,
  type CatalogTable,
  type CatalogTablePartition,
  toCatalog,
  toColumn,
  toDatabase,
  toFunction,
  toPartition,
  toTable,
} from "./entries.ts";

/** What a new table is made of. */
export interface NewTable {
  /** Where its files are, which makes it external. Default: in the folder of its database. */
  readonly path?: string | undefined;
  /** The data source, such as `parquet`. Default: `spark.sql.sources.default`. */
  readonly source?: string | undefined;
  /** A type, or DDL. Default: what the source finds in the files. */
  readonly schema?: StructType | string | undefined;
  readonly description?: string | undefined;
  /** Options of the data source. */
  readonly options?: Readonly<Record<string, string | number | boolean>> | undefined;
}

let construct: (runtime: SessionRuntime) => Catalog;

/** Makes the catalog of a session. Internal. */
export function catalogOf(runtime: SessionRuntime): Catalog {
  return construct(runtime);
}

/**
 * What the session's catalogs hold: databases, tables, views, functions. Names may be qualified (`database.table`);
 * patterns have `*` for any text and `|` between alternatives.
 */
export class Catalog {
  readonly #runtime: SessionRuntime;
  readonly #calls: CatalogCalls;

  static {
    construct = (runtime) => new Catalog(runtime);
  }

  private constructor(runtime: SessionRuntime) {
    this.#runtime = runtime;
    this.#calls = new CatalogCalls(runtime);
  }

  /** The catalog that names without one belong to. */
  async currentCatalog(options?: ActionOptions): Promise<string> {
    return String(await this.#calls.value({ case: "currentCatalog", value: {} }, options));
  }

  /** Changes the current catalog of this session. */
  async setCurrentCatalog(name: string, options?: ActionOptions): Promise<void> {
    await this.#calls.rows({ case: "setCurrentCatalog", value: { catalogName: name } }, options);
  }

  /** All catalogs that have been used, or those that match a pattern. */
  async listCatalogs(pattern?: string, options?: ActionOptions): Promise<CatalogMetadata[]> {
    return (await this.#calls.rows({ case: "listCatalogs", value: matching(pattern) }, options)).map(
      toCatalog,
    );
  }

  /** The database that names without one belong to. */
  async currentDatabase(options?: ActionOptions): Promise<string> {
    return String(await this.#calls.value({ case: "currentDatabase", value: {} }, options));
  }

  /** Changes the current database of this session. */
  async setCurrentDatabase(name: string, options?: ActionOptions): Promise<void> {
    await this.#calls.rows({ case: "setCurrentDatabase", value: { dbName: name } }, options);
  }

  /** All databases of the current catalog, or those that match a pattern. */
  async listDatabases(pattern?: string, options?: ActionOptions): Promise<CatalogDatabase[]> {
    return (await this.#calls.rows({ case: "listDatabases", value: matching(pattern) }, options)).map(
      toDatabase,
    );
  }

  /** One database; an AnalysisError when there is none. */
  async getDatabase(name: string, options?: ActionOptions): Promise<CatalogDatabase> {
    return toDatabase(await this.#calls.row({ case: "getDatabase", value: { dbName: name } }, options));
  }

  /** Whether a database of this name exists. */
  async databaseExists(name: string, options?: ActionOptions): Promise<boolean> {
    return this.#calls.flag({ case: "databaseExists", value: { dbName: name } }, options);
  }

  /** The tables and views of a database (by default the current one) and the temporary views of the session. */
  async listTables(database?: string, pattern?: string, options?: ActionOptions): Promise<CatalogTable[]> {
    const value = { ...matching(pattern), ...(database === undefined ? {} : { dbName: database }) };
    return (await this.#calls.rows({ case: "listTables", value }, options)).map(toTable);
  }

  /** One table or view; an AnalysisError when there is none. */
  async getTable(name: string, options?: ActionOptions): Promise<CatalogTable> {
    return toTable(await this.#calls.row({ case: "getTable", value: { tableName: name } }, options));
  }

  /** Whether a table or view of this name exists. */
  async tableExists(name: string, options?: ActionOptions): Promise<boolean> {
    return this.#calls.flag({ case: "tableExists", value: { tableName: name } }, options);
  }

  /** The columns of a table or view, those it is partitioned by at the end. */
  async listColumns(table: string, options?: ActionOptions): Promise<CatalogColumn[]> {
    return (await this.#calls.rows({ case: "listColumns", value: { tableName: table } }, options)).map(
      toColumn,
    );
  }

  /** The functions registered in a database (by default the current one), Spark's own included. */
  async listFunctions(
    database?: string,
    pattern?: string,
    options?: ActionOptions,
  ): Promise<CatalogFunction[]> {
    const value = { ...matching(pattern), ...(database === undefined ? {} : { dbName: database }) };
    return (await this.#calls.rows({ case: "listFunctions", value }, options)).map(toFunction);
  }

  /** One function; an AnalysisError when there is none. */
  async getFunction(name: string, options?: ActionOptions): Promise<CatalogFunction> {
    return toFunction(await this.#calls.row({ case: "getFunction", value: { functionName: name } }, options));
  }

  /** Whether a function of this name exists. */
  async functionExists(name: string, options?: ActionOptions): Promise<boolean> {
    return this.#calls.flag({ case: "functionExists", value: { functionName: name } }, options);
  }

  /** Forgets a temporary view of the session; false when there was none. */
  async dropTempView(name: string, options?: ActionOptions): Promise<boolean> {
    return this.#calls.flag({ case: "dropTempView", value: { viewName: name } }, options);
  }

  /** Forgets a global temporary view; false when there was none. */
  async dropGlobalTempView(name: string, options?: ActionOptions): Promise<boolean> {
    return this.#calls.flag({ case: "dropGlobalTempView", value: { viewName: name } }, options);
  }

  /** Forgets what Spark remembers of a table's files and metadata. */
  async refreshTable(name: string, options?: ActionOptions): Promise<void> {
    await this.#calls.rows({ case: "refreshTable", value: { tableName: name } }, options);
  }

  /** Forgets what Spark remembers of the files below a path. */
  async refreshByPath(path: string, options?: ActionOptions): Promise<void> {
    await this.#calls.rows({ case: "refreshByPath", value: { path } }, options);
  }

  /** Adds the partitions that are in the table's folder but not in the catalog. */
  async recoverPartitions(name: string, options?: ActionOptions): Promise<void> {
    await this.#calls.rows({ case: "recoverPartitions", value: { tableName: name } }, options);
  }

  /** Whether a table or view is cached. */
  async isCached(name: string, options?: ActionOptions): Promise<boolean> {
    return this.#calls.flag({ case: "isCached", value: { tableName: name } }, options);
  }

  /**
   * Has Spark keep a table or view once it is computed.
   *
   * @param storageLevel - Where; by default in memory and, what does not fit there, on disk.
   */
  async cacheTable(name: string, storageLevel?: StorageLevel, options?: ActionOptions): Promise<void> {
    const level = storageLevel === undefined ? {} : { storageLevel: storageLevelToProto(storageLevel) };
    await this.#calls.rows({ case: "cacheTable", value: { tableName: name, ...level } }, options);
  }

  /** Has Spark no longer keep a table or view. */
  async uncacheTable(name: string, options?: ActionOptions): Promise<void> {
    await this.#calls.rows({ case: "uncacheTable", value: { tableName: name } }, options);
  }

  /** Has Spark no longer keep anything, in any session of the server. */
  async clearCache(options?: ActionOptions): Promise<void> {
    await this.#calls.rows({ case: "clearCache", value: {} }, options);
  }

  /**
   * Makes a table and gives it back as a DataFrame. With a path the table is external: dropping it leaves its files.
   * PySpark has these settings as parameters by name.
   *
   * @throws AnalysisError when there is such a table, or the source has no schema of its own and none is given.
   */
  async createTable(name: string, table: NewTable = {}, options?: ActionOptions): Promise<DataFrame> {
    const { path, source, schema, description } = table;
    const type = typeof schema === "string" ? StructType.fromDDL(schema) : schema;
    const value = {
      tableName: name,
      ...(path === undefined ? {} : { path }),
      ...(source === undefined ? {} : { source }),
      ...(description === undefined ? {} : { description }),
      ...(type === undefined ? {} : { schema: toProtoDataType(type) }),
      options: optionTexts(table.options),
    };
    await this.#calls.rows({ case: "createTable", value }, options);
    // Not the relation just sent, as PySpark gives back: run again, it would make the table again.
    return dataFrameOf(this.#runtime, relation({ kind: "table", name, options: {} }));
  }

  /** The same as {@link Catalog.createTable}; Spark's older name for it. */
  async createExternalTable(name: string, table?: NewTable, options?: ActionOptions): Promise<DataFrame> {
    return this.createTable(name, table, options);
  }

  /**
   * Drops a table. Needs Spark 4.2.
   *
   * @param drop - `ifExists`: do nothing when there is none. `purge`: do not keep its files in a trash.
   */
  async dropTable(
    name: string,
    drop: { readonly ifExists?: boolean; readonly purge?: boolean } = {},
    options?: ActionOptions,
  ): Promise<void> {
    const value = { tableName: name, ifExists: drop.ifExists === true, purge: drop.purge === true };
    await this.#calls.rowsSince42("dropTable", { case: "dropTable", value }, options);
  }

  /** Drops a persistent view. Needs Spark 4.2. */
  async dropView(
    name: string,
    drop: { readonly ifExists?: boolean } = {},
    options?: ActionOptions,
  ): Promise<void> {
    const value = { viewName: name, ifExists: drop.ifExists === true };
    await this.#calls.rowsSince42("dropView", { case: "dropView", value }, options);
  }

  /**
   * Makes a database. Needs Spark 4.2.
   *
   * @param database - `properties`: what the catalog keeps with it; `comment` and `location` have a meaning to Spark.
   */
  async createDatabase(
    name: string,
    database: {
      readonly ifNotExists?: boolean;
      readonly properties?: Readonly<Record<string, string>>;
    } = {},
    options?: ActionOptions,
  ): Promise<void> {
    const { ifNotExists = false, properties = {} } = database;
    const value = { dbName: name, ifNotExists, properties: { ...properties } };
    await this.#calls.rowsSince42("createDatabase", { case: "createDatabase", value }, options);
  }

  /** Drops a database; `cascade` drops what is in it too. Needs Spark 4.2. */
  async dropDatabase(
    name: string,
    drop: { readonly ifExists?: boolean; readonly cascade?: boolean } = {},
    options?: ActionOptions,
  ): Promise<void> {
    const value = { dbName: name, ifExists: drop.ifExists === true, cascade: drop.cascade === true };
    await this.#calls.rowsSince42("dropDatabase", { case: "dropDatabase", value }, options);
  }

  /** The partitions of a table. Needs Spark 4.2. */
  async listPartitions(table: string, options?: ActionOptions): Promise<CatalogTablePartition[]> {
    const value = { tableName: table };
    return (await this.#calls.rowsSince42("listPartitions", { case: "listPartitions", value }, options)).map(
      toPartition,
    );
  }

  /** The views of a database (by default the current one) and the temporary views. Needs Spark 4.2. */
  async listViews(database?: string, pattern?: string, options?: ActionOptions): Promise<CatalogTable[]> {
    // The server takes no pattern without a database.
    const dbName = pattern === undefined ? database : (database ?? (await this.currentDatabase(options)));
    const value = { ...matching(pattern), ...(dbName === undefined ? {} : { dbName }) };
    return (await this.#calls.rowsSince42("listViews", { case: "listViews", value }, options)).map(toTable);
  }

  /** The properties of a table (`TBLPROPERTIES`). Needs Spark 4.2. */
  async getTableProperties(name: string, options?: ActionOptions): Promise<Record<string, string>> {
    const value = { tableName: name };
    const rows = await this.#calls.rowsSince42(
      "getTableProperties",
      { case: "getTableProperties", value },
      options,
    );
    return Object.fromEntries(rows.map(([key, text]) => [String(key), String(text)]));
  }

  /** The statement that makes this table; with `asSerde` as Hive writes it. Needs Spark 4.2. */
  async getCreateTableString(
    name: string,
    { asSerde = false }: { readonly asSerde?: boolean } = {},
    options?: ActionOptions,
  ): Promise<string> {
    const value = { tableName: name, asSerde };
    const [row] = await this.#calls.rowsSince42(
      "getCreateTableString",
      { case: "getCreateTableString", value },
      options,
    );
    return row === undefined ? "" : String(row[0]);
  }

  /** Takes all rows out of a table. Needs Spark 4.2. */
  async truncateTable(name: string, options?: ActionOptions): Promise<void> {
    const value = { tableName: name };
    await this.#calls.rowsSince42("truncateTable", { case: "truncateTable", value }, options);
  }

  /** Has Spark gather statistics of a table for its optimizer; with `noScan` its size alone. Needs Spark 4.2. */
  async analyzeTable(
    name: string,
    { noScan = false }: { readonly noScan?: boolean } = {},
    options?: ActionOptions,
  ): Promise<void> {
    const value = { tableName: name, noScan };
    await this.#calls.rowsSince42("analyzeTable", { case: "analyzeTable", value }, options);
  }
}

/** Spark takes options as text. */
function optionTexts(options: NewTable["options"]): Record<string, string> {
  return Object.fromEntries(Object.entries(options ?? {}).map(([key, value]) => [key, String(value)]));
}

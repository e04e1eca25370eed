import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { type Catalog as ProtoCatalog, CatalogSchema } from "#gen/spark/connect/catalog_pb.js";
import type { ActionOptions } from "../client/options.ts";
import { ProtocolError } from "../errors.ts";
import { readTuples } from "../dataframe/run.ts";
import { relation } from "../plan/relation.ts";
import type { SessionRuntime } from "../session/session-runtime.ts";
import {
  type CatalogColumn,
  type CatalogDatabase,
  type CatalogFunction,
  type CatalogMetadata,
  type CatalogTable,
  toCatalog,
  toColumn,
  toDatabase,
  toFunction,
  toTable,
  type Tuple,
} from "./entries.ts";

type Operation = NonNullable<MessageInitShape<typeof CatalogSchema>["catType"]>;

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

  static {
    construct = (runtime) => new Catalog(runtime);
  }

  private constructor(runtime: SessionRuntime) {
    this.#runtime = runtime;
  }

  /** The catalog that names without one belong to. */
  async currentCatalog(options?: ActionOptions): Promise<string> {
    return String(await this.#value({ case: "currentCatalog", value: {} }, options));
  }

  /** Changes the current catalog of this session. */
  async setCurrentCatalog(name: string, options?: ActionOptions): Promise<void> {
    await this.#rows({ case: "setCurrentCatalog", value: { catalogName: name } }, options);
  }

  /** All catalogs that have been used, or those that match a pattern. */
  async listCatalogs(pattern?: string, options?: ActionOptions): Promise<CatalogMetadata[]> {
    return (await this.#rows({ case: "listCatalogs", value: matching(pattern) }, options)).map(toCatalog);
  }

  /** The database that names without one belong to. */
  async currentDatabase(options?: ActionOptions): Promise<string> {
    return String(await this.#value({ case: "currentDatabase", value: {} }, options));
  }

  /** Changes the current database of this session. */
  async setCurrentDatabase(name: string, options?: ActionOptions): Promise<void> {
    await this.#rows({ case: "setCurrentDatabase", value: { dbName: name } }, options);
  }

  /** All databases of the current catalog, or those that match a pattern. */
  async listDatabases(pattern?: string, options?: ActionOptions): Promise<CatalogDatabase[]> {
    return (await this.#rows({ case: "listDatabases", value: matching(pattern) }, options)).map(toDatabase);
  }

  /** One database; an AnalysisError when there is none. */
  async getDatabase(name: string, options?: ActionOptions): Promise<CatalogDatabase> {
    return toDatabase(await this.#row({ case: "getDatabase", value: { dbName: name } }, options));
  }

  /** Whether a database of this name exists. */
  async databaseExists(name: string, options?: ActionOptions): Promise<boolean> {
    return (await this.#value({ case: "databaseExists", value: { dbName: name } }, options)) === true;
  }

  /** The tables and views of a database (by default the current one) and the temporary views of the session. */
  async listTables(database?: string, pattern?: string, options?: ActionOptions): Promise<CatalogTable[]> {
    const value = { ...matching(pattern), ...(database === undefined ? {} : { dbName: database }) };
    return (await this.#rows({ case: "listTables", value }, options)).map(toTable);
  }

  /** One table or view; an AnalysisError when there is none. */
  async getTable(name: string, options?: ActionOptions): Promise<CatalogTable> {
    return toTable(await this.#row({ case: "getTable", value: { tableName: name } }, options));
  }

  /** Whether a table or view of this name exists. */
  async tableExists(name: string, options?: ActionOptions): Promise<boolean> {
    return (await this.#value({ case: "tableExists", value: { tableName: name } }, options)) === true;
  }

  /** The columns of a table or view, those it is partitioned by at the end. */
  async listColumns(table: string, options?: ActionOptions): Promise<CatalogColumn[]> {
    return (await this.#rows({ case: "listColumns", value: { tableName: table } }, options)).map(toColumn);
  }

  /** The functions registered in a database (by default the current one), Spark's own included. */
  async listFunctions(
    database?: string,
    pattern?: string,
    options?: ActionOptions,
  ): Promise<CatalogFunction[]> {
    const value = { ...matching(pattern), ...(database === undefined ? {} : { dbName: database }) };
    return (await this.#rows({ case: "listFunctions", value }, options)).map(toFunction);
  }

  /** One function; an AnalysisError when there is none. */
  async getFunction(name: string, options?: ActionOptions): Promise<CatalogFunction> {
    return toFunction(await this.#row({ case: "getFunction", value: { functionName: name } }, options));
  }

  /** Whether a function of this name exists. */
  async functionExists(name: string, options?: ActionOptions): Promise<boolean> {
    return (await this.#value({ case: "functionExists", value: { functionName: name } }, options)) === true;
  }

  /** Forgets a temporary view of the session; false when there was none. */
  async dropTempView(name: string, options?: ActionOptions): Promise<boolean> {
    return (await this.#value({ case: "dropTempView", value: { viewName: name } }, options)) === true;
  }

  /** Forgets a global temporary view; false when there was none. */
  async dropGlobalTempView(name: string, options?: ActionOptions): Promise<boolean> {
    return (await this.#value({ case: "dropGlobalTempView", value: { viewName: name } }, options)) === true;
  }

  /** Forgets what Spark remembers of a table's files and metadata. */
  async refreshTable(name: string, options?: ActionOptions): Promise<void> {
    await this.#rows({ case: "refreshTable", value: { tableName: name } }, options);
  }

  /** Forgets what Spark remembers of the files below a path. */
  async refreshByPath(path: string, options?: ActionOptions): Promise<void> {
    await this.#rows({ case: "refreshByPath", value: { path } }, options);
  }

  /** Adds the partitions that are in the table's folder but not in the catalog. */
  async recoverPartitions(name: string, options?: ActionOptions): Promise<void> {
    await this.#rows({ case: "recoverPartitions", value: { tableName: name } }, options);
  }

  /** Whether a table or view is cached. */
  async isCached(name: string, options?: ActionOptions): Promise<boolean> {
    return (await this.#value({ case: "isCached", value: { tableName: name } }, options)) === true;
  }

  /** Has Spark keep a table or view, in memory and on disk, once it is computed. */
  async cacheTable(name: string, options?: ActionOptions): Promise<void> {
    await this.#rows({ case: "cacheTable", value: { tableName: name } }, options);
  }

  /** Has Spark no longer keep a table or view. */
  async uncacheTable(name: string, options?: ActionOptions): Promise<void> {
    await this.#rows({ case: "uncacheTable", value: { tableName: name } }, options);
  }

  /** Has Spark no longer keep anything, in any session of the server. */
  async clearCache(options?: ActionOptions): Promise<void> {
    await this.#rows({ case: "clearCache", value: {} }, options);
  }

  async #rows(operation: Operation, options: ActionOptions | undefined): Promise<readonly Tuple[]> {
    const message: ProtoCatalog = create(CatalogSchema, { catType: operation });
    return readTuples(this.#runtime, relation({ kind: "catalog", operation: message.catType }), options);
  }

  async #row(operation: Operation, options: ActionOptions | undefined): Promise<Tuple> {
    const [row] = await this.#rows(operation, options);
    if (row === undefined) {
      throw new ProtocolError("The server answered a question about its catalog with nothing");
    }
    return row;
  }

  async #value(operation: Operation, options: ActionOptions | undefined): Promise<unknown> {
    return (await this.#row(operation, options))[0];
  }
}

function matching(pattern: string | undefined): { readonly pattern?: string } {
  return pattern === undefined ? {} : { pattern };
}

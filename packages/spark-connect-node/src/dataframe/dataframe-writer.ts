import type { ActionOptions } from "../client/options.ts";
import { InvalidArgumentError } from "../errors.ts";
import type { WriteCommand, WriteMode } from "../plan/commands/write.ts";
import type { Relation } from "../plan/relation.ts";
import type { SessionRuntime } from "../session/session-runtime.ts";
import { addOptions, nameList, type Names, type OptionValue, positiveInteger } from "./arguments.ts";

/** What happens when the destination exists already; `error` is Spark's default. */
export type SaveMode = WriteMode | "errorifexists";

/** Options of a format; those that are undefined are passed over. */
export type WriteOptions = Readonly<Record<string, OptionValue | undefined>>;

/** How rows go into an existing table. */
export interface InsertOptions extends ActionOptions {
  /** Whether they replace those that are there; default what `mode` says, else false. */
  readonly overwrite?: boolean | undefined;
}

let construct: (runtime: SessionRuntime, command: WriteCommand) => DataFrameWriter;

/** Makes a writer. Internal. */
export function dataFrameWriter(runtime: SessionRuntime, input: Relation): DataFrameWriter {
  return construct(runtime, {
    kind: "write",
    input,
    options: {},
    partitionBy: [],
    sortBy: [],
    clusterBy: [],
  });
}

/**
 * How a DataFrame is written, and the actions that write it. Immutable: each setting gives a new writer.
 *
 * The actions are done when Spark has committed what it wrote.
 */
export class DataFrameWriter {
  readonly #runtime: SessionRuntime;
  readonly #command: WriteCommand;

  static {
    construct = (runtime, command) => new DataFrameWriter(runtime, command);
  }

  private constructor(runtime: SessionRuntime, command: WriteCommand) {
    this.#runtime = runtime;
    this.#command = command;
  }

  /** What to do when the destination exists already. */
  mode(mode: SaveMode): DataFrameWriter {
    const modes: readonly string[] = ["append", "overwrite", "error", "errorifexists", "ignore"];
    if (!modes.includes(mode)) {
      throw new InvalidArgumentError(`No save mode is called "${mode}"; there are ${modes.join(", ")}`);
    }
    return this.#with({ mode: mode === "errorifexists" ? "error" : mode });
  }

  /** The format: `parquet`, `csv`, `json`, `orc`, `text`, `avro`, …. Default: `spark.sql.sources.default`. */
  format(format: string): DataFrameWriter {
    return this.#with({ format });
  }

  /** An option of the format. */
  option(name: string, value: OptionValue): DataFrameWriter {
    return this.options({ [name]: value });
  }

  /** Options of the format; those that are undefined are passed over. */
  options(options: WriteOptions): DataFrameWriter {
    return this.#with({ options: addOptions(this.#command.options, options) });
  }

  /** Folders by the values of these columns (`date=2026-11-22/`); the columns are not in the files. */
  partitionBy(...columns: Names): DataFrameWriter {
    return this.#with({ partitionBy: nameList("partitionBy", columns) });
  }

  /** A fixed number of buckets by the hash of these columns; for tables only. */
  bucketBy(numBuckets: number, ...names: Names): DataFrameWriter {
    const columns = nameList("bucketBy", names);
    if (columns.length === 0) throw new InvalidArgumentError("bucketBy needs at least one column");
    return this.#with({ bucketBy: { numBuckets: positiveInteger("bucketBy", numBuckets), columns } });
  }

  /** The order inside each bucket. */
  sortBy(...columns: Names): DataFrameWriter {
    return this.#with({ sortBy: nameList("sortBy", columns) });
  }

  /** Clusters the table by these columns (Spark 4.0 and later). */
  clusterBy(...columns: Names): DataFrameWriter {
    return this.#with({ clusterBy: nameList("clusterBy", columns) });
  }

  /** Writes to a path, or, without one, to where the options say. */
  async save(path?: string, options?: ActionOptions): Promise<void> {
    await this.#run(path === undefined ? {} : { destination: { kind: "path", path } }, options);
  }

  /** Writes Parquet files. */
  async parquet(path: string, options: WriteOptions = {}, action?: ActionOptions): Promise<void> {
    await this.format("parquet").options(options).save(path, action);
  }

  /** Writes CSV files. */
  async csv(path: string, options: WriteOptions = {}, action?: ActionOptions): Promise<void> {
    await this.format("csv").options(options).save(path, action);
  }

  /** Writes files of JSON lines. */
  async json(path: string, options: WriteOptions = {}, action?: ActionOptions): Promise<void> {
    await this.format("json").options(options).save(path, action);
  }

  /** Writes ORC files. */
  async orc(path: string, options: WriteOptions = {}, action?: ActionOptions): Promise<void> {
    await this.format("orc").options(options).save(path, action);
  }

  /** Writes a single column of text, a line for each row. */
  async text(path: string, options: WriteOptions = {}, action?: ActionOptions): Promise<void> {
    await this.format("text").options(options).save(path, action);
  }

  /** Writes XML files. */
  async xml(path: string, options: WriteOptions = {}, action?: ActionOptions): Promise<void> {
    await this.format("xml").options(options).save(path, action);
  }

  /**
   * Writes a table of another database.
   *
   * @param properties - Of the connection: `user`, `password`, `driver`, ….
   */
  async jdbc(
    url: string,
    table: string,
    properties: WriteOptions = {},
    action?: ActionOptions,
  ): Promise<void> {
    await this.format("jdbc").options(properties).options({ url, dbtable: table }).save(undefined, action);
  }

  /** Writes a table, creating it where it does not exist; columns go by name. */
  async saveAsTable(name: string, options?: ActionOptions): Promise<void> {
    await this.#run({ destination: { kind: "table", name, method: "saveAsTable" } }, options);
  }

  /** Writes into an existing table; columns go by position. */
  async insertInto(name: string, { overwrite, ...options }: InsertOptions = {}): Promise<void> {
    if (overwrite !== undefined) {
      await this.mode(overwrite ? "overwrite" : "append").insertInto(name, options);
      return;
    }
    await this.#run({ destination: { kind: "table", name, method: "insertInto" } }, options);
  }

  #with(change: Partial<WriteCommand>): DataFrameWriter {
    return new DataFrameWriter(this.#runtime, { ...this.#command, ...change });
  }

  async #run(change: Partial<WriteCommand>, options: ActionOptions | undefined): Promise<void> {
    await this.#runtime.run({ ...this.#command, ...change }, options);
  }
}

import { addOptions, type OptionValue } from "../dataframe/arguments.ts";
import type { ReadOptions } from "../dataframe/dataframe-reader.ts";
import { type DataFrame, dataFrameOf } from "../dataframe/dataframe.ts";
import { InvalidArgumentError } from "../errors.ts";
import { type RelationOp, relation } from "../plan/relation.ts";
import type { Options } from "../plan/relations/sources.ts";
import type { SessionRuntime } from "../session/session-runtime.ts";
import type { StructType } from "../types/index.ts";
import { notEmpty } from "./arguments.ts";

interface Settings {
  readonly format?: string;
  readonly schema?: string;
  readonly sourceName?: string;
  readonly options: Options;
}

let construct: (runtime: SessionRuntime, settings: Settings) => DataStreamReader;

/** Makes a reader. Internal. */
export function dataStreamReader(runtime: SessionRuntime): DataStreamReader {
  return construct(runtime, { options: {} });
}

/**
 * How a stream is read: `spark.readStream`. Immutable: each setting gives a new reader. Files need a schema, and are
 * read from a folder. The DataFrames are streaming ones: they are run by `writeStream`, not by `collect` and the like.
 */
export class DataStreamReader {
  readonly #runtime: SessionRuntime;
  readonly #settings: Settings;

  static {
    construct = (runtime, settings) => new DataStreamReader(runtime, settings);
  }

  private constructor(runtime: SessionRuntime, settings: Settings) {
    this.#runtime = runtime;
    this.#settings = settings;
  }

  /** The format: `rate`, `kafka`, `socket`, `parquet`, `csv`, `json`, …. Default: `spark.sql.sources.default`. */
  format(format: string): DataStreamReader {
    return this.#with({ format });
  }

  /** The schema, as a type or as DDL (`"id BIGINT, name STRING"`). */
  schema(schema: StructType | string): DataStreamReader {
    return this.#with({ schema: typeof schema === "string" ? schema : JSON.stringify(schema.toJSON()) });
  }

  /** An option of the format. */
  option(name: string, value: OptionValue): DataStreamReader {
    return this.options({ [name]: value });
  }

  /** Options of the format; those that are undefined are passed over. */
  options(options: ReadOptions): DataStreamReader {
    return this.#with({ options: addOptions(this.#settings.options, options) });
  }

  /**
   * What checkpoints call this source, so that a query's sources can change (Spark 4.2 and later; experimental).
   *
   * @throws InvalidArgumentError unless it is of ASCII letters, digits and underscores.
   */
  name(sourceName: string): DataStreamReader {
    if (!/^[a-zA-Z0-9_]+$/.test(sourceName)) {
      throw new InvalidArgumentError(
        `The name of a streaming source is of ASCII letters, digits and underscores, not "${sourceName}"`,
      );
    }
    return this.#with({ sourceName });
  }

  /** Reads a path, or, without one, what the options say. */
  load(path?: string): DataFrame {
    return this.#read({
      kind: "streamingSource",
      ...this.#settings,
      ...(path === undefined ? {} : { path: notEmpty("The path of a stream", path) }),
    });
  }

  /** Reads Parquet files as they come into a folder. */
  parquet(path: string, options: ReadOptions = {}): DataFrame {
    return this.format("parquet").options(options).load(path);
  }

  /** Reads CSV files as they come into a folder. */
  csv(path: string, options: ReadOptions = {}): DataFrame {
    return this.format("csv").options(options).load(path);
  }

  /** Reads files of JSON lines as they come into a folder. */
  json(path: string, options: ReadOptions = {}): DataFrame {
    return this.format("json").options(options).load(path);
  }

  /** Reads ORC files as they come into a folder. */
  orc(path: string, options: ReadOptions = {}): DataFrame {
    return this.format("orc").options(options).load(path);
  }

  /** Reads text files as they come into a folder: a row for each line, in the column `value`. */
  text(path: string, options: ReadOptions = {}): DataFrame {
    return this.format("text").options(options).load(path);
  }

  /** Reads XML files as they come into a folder; the option `rowTag` says what a row is (Spark 4.0 and later). */
  xml(path: string, options: ReadOptions = {}): DataFrame {
    return this.format("xml").options(options).load(path);
  }

  /** Reads what is added to a table. */
  table(name: string): DataFrame {
    return this.#read({ kind: "streamingTable", name, options: this.#settings.options });
  }

  /**
   * Reads the changes of each row of a table (Spark 4.2 and later, tables whose catalog keeps them).
   *
   * @throws InvalidArgumentError when a schema is set: the table has its own.
   */
  changes(tableName: string): DataFrame {
    if (this.#settings.schema !== undefined) {
      throw new InvalidArgumentError("changes() takes no schema: the table has its own");
    }
    return this.#read({ kind: "streamingChanges", name: tableName, options: this.#settings.options });
  }

  #with(change: Partial<Settings>): DataStreamReader {
    return new DataStreamReader(this.#runtime, { ...this.#settings, ...change });
  }

  #read(op: RelationOp): DataFrame {
    return dataFrameOf(this.#runtime, relation(op));
  }
}

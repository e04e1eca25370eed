import { InvalidArgumentError } from "../errors.ts";
import { type RelationOp, relation } from "../plan/relation.ts";
import type { Options } from "../plan/relations/sources.ts";
import type { SessionRuntime } from "../session/session-runtime.ts";
import type { StructType } from "../types/index.ts";
import { addOptions, type OptionValue } from "./arguments.ts";
import { type DataFrame, dataFrameOf } from "./dataframe.ts";

interface Settings {
  readonly format?: string;
  readonly schema?: string;
  readonly options: Options;
}

let construct: (runtime: SessionRuntime, settings: Settings) => DataFrameReader;

/** Makes a reader. Internal. */
export function dataFrameReader(runtime: SessionRuntime): DataFrameReader {
  return construct(runtime, { options: {} });
}

/**
 * How a source is read. Immutable: each setting gives a new reader. Nothing is read, or asked for, before an action on
 * the DataFrame; a path that does not exist shows then.
 */
export class DataFrameReader {
  readonly #runtime: SessionRuntime;
  readonly #settings: Settings;

  static {
    construct = (runtime, settings) => new DataFrameReader(runtime, settings);
  }

  private constructor(runtime: SessionRuntime, settings: Settings) {
    this.#runtime = runtime;
    this.#settings = settings;
  }

  /** The format: `parquet`, `csv`, `json`, `orc`, `text`, `avro`, `jdbc`, …. Default: `spark.sql.sources.default`. */
  format(format: string): DataFrameReader {
    return this.#with({ format });
  }

  /** The schema, as a type or as DDL (`"id BIGINT, name STRING"`), in place of one inferred from the data. */
  schema(schema: StructType | string): DataFrameReader {
    return this.#with({ schema: typeof schema === "string" ? schema : JSON.stringify(schema.toJSON()) });
  }

  /** An option of the format. */
  option(name: string, value: OptionValue): DataFrameReader {
    return this.options({ [name]: value });
  }

  /** Options of the format; those that are undefined are passed over. */
  options(options: Readonly<Record<string, OptionValue | undefined>>): DataFrameReader {
    return this.#with({ options: addOptions(this.#settings.options, options) });
  }

  /** Reads one path or several, or, without any, what the options say. */
  load(path?: string | readonly string[]): DataFrame {
    const paths = path === undefined ? [] : typeof path === "string" ? [path] : path;
    if (path !== undefined && paths.length === 0) {
      throw new InvalidArgumentError("There is no path to read");
    }
    return this.#read({ kind: "dataSource", ...this.#settings, paths });
  }

  /** Reads Parquet files. */
  parquet(path: string | readonly string[]): DataFrame {
    return this.format("parquet").load(path);
  }

  /** Reads CSV files. */
  csv(path: string | readonly string[]): DataFrame {
    return this.format("csv").load(path);
  }

  /** Reads files of JSON lines. */
  json(path: string | readonly string[]): DataFrame {
    return this.format("json").load(path);
  }

  /** Reads ORC files. */
  orc(path: string | readonly string[]): DataFrame {
    return this.format("orc").load(path);
  }

  /** Reads text files: a row for each line, in the column `value`. */
  text(path: string | readonly string[]): DataFrame {
    return this.format("text").load(path);
  }

  /** Reads a table or a view. */
  table(name: string): DataFrame {
    return this.#read({ kind: "table", name, options: this.#settings.options });
  }

  #with(change: Partial<Settings>): DataFrameReader {
    return new DataFrameReader(this.#runtime, { ...this.#settings, ...change });
  }

  #read(op: RelationOp): DataFrame {
    return dataFrameOf(this.#runtime, relation(op));
  }
}

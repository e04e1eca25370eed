import { InvalidArgumentError } from "../errors.ts";
import { type RelationOp, relation } from "../plan/relation.ts";
import type { Options } from "../plan/relations/sources.ts";
import type { SessionRuntime } from "../session/session-runtime.ts";
import type { ParseOp } from "../plan/relations/parse.ts";
import { StructType } from "../types/index.ts";
import { addOptions, type OptionValue } from "./arguments.ts";
import { DataFrame, dataFrameOf } from "./dataframe.ts";
import { stateOf } from "./dataframe-analysis.ts";
import { sameSession } from "./same-session.ts";

interface Settings {
  readonly format?: string;
  readonly schema?: string;
  readonly options: Options;
}

/** Options of a format; those that are undefined are passed over. */
export type ReadOptions = Readonly<Record<string, OptionValue | undefined>>;

/** How a table of another database is read. */
export interface JdbcOptions {
  /** Of the connection: `user`, `password`, `driver`, …. */
  readonly properties?: ReadOptions | undefined;
  /** A condition in SQL for each partition; together they must take each row once. */
  readonly predicates?: readonly string[] | undefined;
  /** A column of numbers or times by whose ranges the table is read in parallel. */
  readonly column?: string | undefined;
  /** Where the ranges begin; smaller values are read too, with the first. */
  readonly lowerBound?: number | bigint | string | undefined;
  /** Where the ranges end; greater values are read too, with the last. */
  readonly upperBound?: number | bigint | string | undefined;
  readonly numPartitions?: number | undefined;
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
  options(options: ReadOptions): DataFrameReader {
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
  parquet(path: string | readonly string[], options: ReadOptions = {}): DataFrame {
    return this.#load("parquet", path, options);
  }

  /** Reads CSV files, or the lines in the only column of a DataFrame of texts. */
  csv(path: string | readonly string[] | DataFrame, options: ReadOptions = {}): DataFrame {
    return path instanceof DataFrame ? this.#parse("csv", path, options) : this.#load("csv", path, options);
  }

  /** Reads files of JSON lines, or the JSON in the only column of a DataFrame of texts. */
  json(path: string | readonly string[] | DataFrame, options: ReadOptions = {}): DataFrame {
    return path instanceof DataFrame ? this.#parse("json", path, options) : this.#load("json", path, options);
  }

  /**
   * Reads XML files, an element `rowTag` for each row, or the XML in the only column of a DataFrame of texts (Spark
   * 4.2 and later).
   */
  xml(path: string | readonly string[] | DataFrame, options: ReadOptions = {}): DataFrame {
    return path instanceof DataFrame ? this.#parse("xml", path, options) : this.#load("xml", path, options);
  }

  /** Reads ORC files. */
  orc(path: string | readonly string[], options: ReadOptions = {}): DataFrame {
    return this.#load("orc", path, options);
  }

  /** Reads text files: a row for each line, in the column `value`. */
  text(path: string | readonly string[], options: ReadOptions = {}): DataFrame {
    return this.#load("text", path, options);
  }

  /**
   * Reads a table, or a query in parentheses with an alias, of another database; in parallel by ranges of a column, or
   * by conditions.
   */
  jdbc(url: string, table: string, options: JdbcOptions = {}): DataFrame {
    const { properties = {}, predicates, column, lowerBound, upperBound, numPartitions } = options;
    const ranges = [lowerBound, upperBound, numPartitions];
    if (column !== undefined && ranges.includes(undefined)) {
      throw new InvalidArgumentError(
        "Reading by ranges of a column needs all of lowerBound, upperBound and numPartitions",
      );
    }
    if (column === undefined && ranges.some((value) => value !== undefined)) {
      throw new InvalidArgumentError("lowerBound, upperBound and numPartitions mean nothing without column");
    }
    if (column !== undefined && predicates !== undefined) {
      throw new InvalidArgumentError("A table is read by ranges of a column or by predicates, not by both");
    }
    const partitions =
      column === undefined
        ? {}
        : {
            partitionColumn: column,
            lowerBound: optionText(lowerBound),
            upperBound: optionText(upperBound),
            numPartitions,
          };
    const reader = this.format("jdbc").options({ ...partitions, ...properties, url, dbtable: table });
    return reader.#read({
      kind: "dataSource",
      ...reader.#settings,
      paths: [],
      ...(predicates === undefined ? {} : { predicates }),
    });
  }

  /** Reads a table or a view. */
  table(name: string): DataFrame {
    return this.#read({ kind: "table", name, options: this.#settings.options });
  }

  /** Reads the changes of a table, of a source that keeps them; the options say from where. Needs Spark 4.2. */
  changes(name: string): DataFrame {
    if (this.#settings.schema !== undefined) {
      throw new InvalidArgumentError(
        "The changes of a table have a schema of their own: read them without schema()",
      );
    }
    return this.#read({ kind: "changes", name, options: this.#settings.options });
  }

  #load(format: string, path: string | readonly string[], options: ReadOptions): DataFrame {
    return this.format(format).options(options).load(path);
  }

  #parse(format: ParseOp["format"], texts: DataFrame, options: ReadOptions): DataFrame {
    const { schema } = this.#settings;
    return this.#read({
      kind: "parse",
      input: sameSession(this.#runtime, stateOf(texts)),
      format,
      options: addOptions(this.#settings.options, options),
      ...(schema === undefined ? {} : { schema: structOf(schema) }),
    });
  }

  #with(change: Partial<Settings>): DataFrameReader {
    return new DataFrameReader(this.#runtime, { ...this.#settings, ...change });
  }

  #read(op: RelationOp): DataFrame {
    return dataFrameOf(this.#runtime, relation(op));
  }
}

/** A schema as JSON, which {@link DataFrameReader.schema} makes of a type, or DDL. */
function structOf(schema: string): StructType {
  return schema.trimStart().startsWith("{")
    ? StructType.fromJSON(JSON.parse(schema) as Parameters<typeof StructType.fromJSON>[0])
    : StructType.fromDDL(schema);
}

function optionText(bound: number | bigint | string | undefined): string | undefined {
  return bound === undefined ? undefined : String(bound);
}

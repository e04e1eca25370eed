import {
  type ActionOptions,
  type Column,
  type DataFrame,
  type DataType,
  functions,
  type SparkSession,
  StructType,
} from "spark-connect-node";
import { hiveName } from "../model/identifiers.ts";
import { CORRUPT_COLUMN } from "./corrupt-column.ts";
import { jsonColumns, ROW_HASH_COLUMN, textType } from "./json-columns.ts";
import { rowHash } from "./row-hash.ts";

const { col, count, lit } = functions;
const TEXT: DataType = { kind: "string" };
const NO_TYPE: DataType = { kind: "null" };

/** What {@link extractJson} needs. */
export interface ExtractJsonOptions {
  readonly spark: SparkSession;
  /** For messages. */
  readonly collection: string;
  /** Objects of JSON lines; a glob is allowed. */
  readonly path: string;
  /** Whether there is any line in them. */
  readonly hasLines: boolean;
  /** The names of fields that records have at their top level. */
  readonly names?: readonly string[];
  /** The table's columns, or the initial schema's. */
  readonly previous: StructType;
}

/** A collection's rows as text. */
export interface JsonExtract {
  /** {@link columns}, `row_hash_id`, and `_corrupt_record`, which is not null for a bad row. */
  readonly df: DataFrame;
  /** Text in every leaf, under the table's names, in the order of Spark's inferred schema; without `row_hash_id`. */
  readonly columns: StructType;
  /** The types that the documents state for {@link columns}; `void` for what holds nothing but `{}` and the like. */
  readonly stated: StructType;
}

/** What the pass that reads a collection counts of it. */
export interface JsonMetrics {
  /** Lines read, bad ones included. */
  readonly json_rows: number;
  /** Lines that are no object of JSON. */
  readonly json_bad_rows: number;
}

/** The counts of {@link JsonMetrics}, for `df.observe` in the pass that writes. */
export const JSON_CHECKS: Readonly<Record<keyof JsonMetrics, Column>> = {
  json_rows: count(lit(1)),
  json_bad_rows: count(CORRUPT_COLUMN),
};

/**
 * JSON as its standard has it, every line a record, and texts as they were written. `encoding` must not be among them: with
 * it Spark reads `1.10` as `1.1` where a text is asked for. A session's own settings must not turn a lost file into no
 * rows.
 */
const READ_AS_STANDARD: Readonly<Record<string, string>> = {
  mode: "PERMISSIVE",
  columnNameOfCorruptRecord: CORRUPT_COLUMN,
  lineSep: "\n",
  multiLine: "false",
  allowSingleQuotes: "false",
  allowNonNumericNumbers: "false",
  maxStringLen: "2147483647",
  samplingRatio: "1.0",
  ignoreMissingFiles: "false",
  ignoreCorruptFiles: "false",
};

/** Spark does not read a bad row's column alone: where records have no field, it reads one that none of them has. */
const NO_FIELD = "_no_field";

/**
 * Reads JSON lines as text, lazily but for one pass in which Spark infers types over the whole day: they give the rows
 * their structure, and `row_hash_id` its texts. No value is taken for a number here. A field of which all values are `{}`,
 * `[{}]` or the like has no type for Spark; it is read as the table has it.
 *
 * The session must tell names apart by case (`spark.sql.caseSensitive`), as JSON does.
 *
 * @throws SourceDataError when the names do not make one table.
 */
export async function extractJson(
  { spark, collection, path, hasLines, names = [], previous }: ExtractJsonOptions,
  options: Pick<ActionOptions, "signal"> = {},
): Promise<JsonExtract> {
  const reader = spark.read.options(READ_AS_STANDARD);
  const inferred = hasLines ? await reader.json(path).schema(options) : new StructType([]);
  const valued = new Set(inferred.names());
  const empty = [...new Set(names)].filter((name) => !valued.has(name));
  const fields = new StructType([...inferred.fields, ...empty.map((name) => ({ name, type: NO_TYPE }))]);
  const types = new Map(previous.fields.map(({ name, type }) => [hiveName(name), type]));
  const columns = jsonColumns(collection, fields).map((column) => ({
    ...column,
    read: textType(column.inferred, types.get(hiveName(column.name))),
  }));
  const read = columns.length > 0 ? columns : [{ field: NO_FIELD, read: TEXT, inferred: TEXT }];
  const schema = [
    ...read.map(({ field, read: type }) => ({ name: field, type })),
    { name: CORRUPT_COLUMN, type: TEXT },
  ];
  // What Spark finds no type for is no part of its schema, and so none of the digest.
  const hashed = read.flatMap(({ field, ...both }) =>
    both.inferred.kind === "null" ? [] : [{ value: fieldOf(field), ...both }],
  );
  return {
    df: reader
      .schema(new StructType(schema))
      .json(path)
      .select(
        ...columns.map(({ field, name }) => fieldOf(field).as(name)),
        rowHash(hashed).as(ROW_HASH_COLUMN),
        col(CORRUPT_COLUMN),
      ),
    columns: new StructType(columns.map(({ name, read: type }) => ({ name, type }))),
    stated: new StructType(columns.map(({ name, inferred: type }) => ({ name, type }))),
  };
}

function fieldOf(name: string): Column {
  return col(`\`${name.replaceAll("`", "``")}\``);
}

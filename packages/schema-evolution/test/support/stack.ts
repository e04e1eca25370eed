import {
  type Column,
  type DataType,
  functions as f,
  parseDataType,
  SparkSession,
  StructType,
  types,
} from "spark-connect-node";
import { convertColumn } from "../../src/convert/convert-column.ts";
import type { TimeFormats } from "../../src/convert/time-formats.ts";

/** A session of the server in SPARK_REMOTE. */
export async function connect(): Promise<SparkSession> {
  if (process.env["SPARK_REMOTE"] === undefined) {
    throw new Error(
      'SPARK_REMOTE is not set: start the stack and run eval "$(pnpm --silent stack env)" first.',
    );
  }
  return SparkSession.builder().getOrCreate();
}

/**
 * Makes Spark compute local rows in a job, with the Java code it generates, as it does with files. By itself it would
 * fold them while planning, with its interpreter.
 */
export async function compileLocalRows(spark: SparkSession): Promise<void> {
  await spark.conf.set(
    "spark.sql.optimizer.excludedRules",
    "org.apache.spark.sql.catalyst.optimizer.ConvertToLocalRelation",
  );
}

/** What became of a value, as text, and whether it counts as failed. */
export interface Outcome {
  readonly value: string | null;
  readonly failed: boolean;
}

/** Texts, converted in one query. */
export async function convertTexts(
  spark: SparkSession,
  to: string,
  texts: readonly (string | null)[],
  formats: TimeFormats = {},
): Promise<readonly Outcome[]> {
  const schema = new StructType([
    { name: "at", type: types.integer },
    { name: "value", type: types.string },
  ]);
  const df = spark.createDataFrame(
    texts.map((value, at) => ({ at, value })),
    schema,
  );
  const rows = await df
    .select("at", ...outcome(types.string, parseDataType(to), formats))
    .orderBy("at")
    .collect();
  return rows.map(toOutcome);
}

/** SQL expressions of one type, converted in one query. */
export async function convertSql(
  spark: SparkSession,
  from: string,
  to: string,
  expressions: readonly string[],
): Promise<readonly Outcome[]> {
  const values = expressions.map((sql, at) => `SELECT ${String(at)} AS at, CAST(${sql} AS ${from}) AS value`);
  const df = await spark.sql(values.join(" UNION ALL "));
  const rows = await df
    .select("at", ...outcome(parseDataType(from), parseDataType(to)))
    .orderBy("at")
    .collect();
  return rows.map(toOutcome);
}

function outcome(from: DataType, to: DataType, formats: TimeFormats = {}): readonly [Column, Column] {
  const { value, failed } = convertColumn(f.col("value"), from, to, formats);
  const nested = to.kind === "struct" || to.kind === "array" || to.kind === "map";
  return [(nested ? f.toJson(value) : value.cast("string")).as("text"), failed.as("failed")];
}

function toOutcome(row: Readonly<Record<string, unknown>>): Outcome {
  const { text, failed } = row as { text: string | null; failed: boolean };
  return { value: text, failed };
}

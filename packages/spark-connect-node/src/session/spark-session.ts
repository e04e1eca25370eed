import type { ActionOptions } from "../client/options.ts";
import { type Catalog, catalogOf } from "../catalog/catalog.ts";
import { type ColumnOrLiteral, operand } from "../column/column.ts";
import { type DataFrame, dataFrameOf } from "../dataframe/dataframe.ts";
import { type DataFrameReader, dataFrameReader } from "../dataframe/dataframe-reader.ts";
import { rememberSession } from "../dataframe/session-of.ts";
import { type TableValuedFunction, tableValuedFunction } from "../dataframe/table-valued-function.ts";
import { InvalidArgumentError } from "../errors.ts";
import type { Relation as ProtoRelation } from "#gen/spark/connect/relations_pb.js";
import { type RelationOp, relation } from "../plan/relation.ts";
import { type DataStreamReader, dataStreamReader } from "../streaming/data-stream-reader.ts";
import { type StreamingQueryManager, streamingQueryManager } from "../streaming/streaming-query-manager.ts";
import { StructType } from "../types/index.ts";
import { localRelation, type RowInput } from "./local-relation.ts";
import { type RuntimeConfig, runtimeConfig } from "./runtime-config.ts";
import { type ConnectClient, SessionRuntime } from "./session-runtime.ts";
import { type SparkSessionBuilder, sparkSessionBuilder } from "./spark-session-builder.ts";

/** An argument of a query: a plain value, or an expression without columns such as `array(lit(1), lit(2))`. */
export type SqlArg = ColumnOrLiteral;

let construct: (client: ConnectClient) => SparkSession;

/** Makes a session of a connection. Internal. */
export function sparkSessionOf(client: ConnectClient): SparkSession {
  return construct(client);
}

/**
 * A session on a Spark server: its settings, temporary views, and the DataFrames made from it. Sessions are independent
 * of one another, and none is kept in the background: what is opened is closed with `stop()`, or by `await using`.
 */
export class SparkSession implements AsyncDisposable {
  readonly #runtime: SessionRuntime;
  /** The settings of this session. */
  readonly conf: RuntimeConfig;
  /** Databases, tables, views and functions. */
  readonly catalog: Catalog;

  static {
    construct = (client) => new SparkSession(client);
  }

  private constructor(client: ConnectClient) {
    this.#runtime = new SessionRuntime(client);
    rememberSession(this.#runtime, this);
    this.conf = runtimeConfig(client);
    this.catalog = catalogOf(this.#runtime);
  }

  /** Begins to describe a session: `SparkSession.builder().remote("sc://host").getOrCreate()`. */
  static builder(): SparkSessionBuilder {
    return sparkSessionBuilder(sparkSessionOf);
  }

  /** The id of the session, a UUID. */
  get sessionId(): string {
    return this.#runtime.client.sessionId;
  }

  /** Reads files, tables and other sources. */
  get read(): DataFrameReader {
    return dataFrameReader(this.#runtime);
  }

  /** Functions that make rows: `spark.tvf.explode(…)`. */
  get tvf(): TableValuedFunction {
    return tableValuedFunction(this.#runtime, this.range.bind(this));
  }

  /** Reads streams: sources that go on and on. */
  get readStream(): DataStreamReader {
    return dataStreamReader(this.#runtime);
  }

  /** The streaming queries of this session. */
  get streams(): StreamingQueryManager {
    return streamingQueryManager(this.#runtime);
  }

  /**
   * A statement in Spark SQL. Commands (`CREATE`, `INSERT`, `SET`, …) run at once; queries run with an action on the
   * DataFrame, like any other.
   *
   * @param args - Values for `:name` markers, as an object, or for `?` markers, as an array. They are values to Spark,
   *   never SQL text.
   * @throws ParseError, AnalysisError at once when the statement is wrong.
   */
  async sql(
    query: string,
    args: Readonly<Record<string, SqlArg>> | readonly SqlArg[] = {},
    options?: ActionOptions,
  ): Promise<DataFrame> {
    const positional = isList(args);
    const op = {
      kind: "sql" as const,
      query,
      namedArgs: positional
        ? {}
        : Object.fromEntries(Object.entries(args).map(([name, value]) => [name, operand(value)])),
      positionalArgs: positional ? args.map(operand) : [],
    };
    const input = { ...relation(op), op };
    let answer: ProtoRelation | undefined;
    await this.#runtime.run({ kind: "sql", input }, options, (event) => {
      if (event.kind === "result" && event.result.case === "sqlCommandResult") {
        answer = event.result.value.relation;
      }
    });
    // A query comes back as it was sent, a command as a relation of its result.
    return answer === undefined || answer.relType.case === "sql"
      ? dataFrameOf(this.#runtime, input)
      : this.#dataFrame({ kind: "server", relation: answer });
  }

  /** A table or view. */
  table(name: string): DataFrame {
    return this.read.table(name);
  }

  /** The numbers from 0 up to but without `end`, or from `start`, as the BIGINT column `id`. */
  range(end: number | bigint): DataFrame;
  range(
    start: number | bigint,
    end: number | bigint,
    step?: number | bigint,
    numPartitions?: number,
  ): DataFrame;
  range(
    first: number | bigint,
    second?: number | bigint,
    step: number | bigint = 1,
    numPartitions?: number,
  ): DataFrame {
    const [start, end] = second === undefined ? [0, first] : [first, second];
    return this.#dataFrame({
      kind: "range",
      start: wholeNumber(start),
      end: wholeNumber(end),
      step: wholeNumber(step),
      ...(numPartitions === undefined ? {} : { numPartitions }),
    });
  }

  /** A DataFrame of this schema (a type or DDL) without rows. */
  emptyDataFrame(schema: StructType | string): DataFrame {
    return this.createDataFrame([], schema);
  }

  /**
   * A DataFrame of rows given here, as objects or as arrays in the order of the schema.
   *
   * @param schema - A type, or DDL (`"id BIGINT, name STRING"`).
   * @throws InvalidArgumentError when a value is not of its column's type, or would lose digits.
   * @throws UnsupportedError when the rows take more than 100 MiB: they travel inside the plan.
   */
  createDataFrame(rows: readonly RowInput[], schema: StructType | string): DataFrame {
    const type = typeof schema === "string" ? StructType.fromDDL(schema) : schema;
    return this.#dataFrame(localRelation(rows, type));
  }

  /** The version of Spark that the server runs. */
  async version(): Promise<string> {
    return this.#runtime.client.serverVersion();
  }

  /** Another session over the same connection, with settings and views of its own. */
  async newSession(): Promise<SparkSession> {
    return sparkSessionOf(this.#runtime.client.newSession());
  }

  /** Puts a tag on every operation that this session begins from now on. */
  addTag(tag: string): void {
    this.#runtime.client.addTag(tag);
  }

  /** Takes a tag away again. */
  removeTag(tag: string): void {
    this.#runtime.client.removeTag(tag);
  }

  /** The tags put on new operations. */
  getTags(): string[] {
    return this.#runtime.client.getTags();
  }

  /** Takes all tags away. */
  clearTags(): void {
    this.#runtime.client.clearTags();
  }

  /** Stops every running operation of this session; the ids of those it stopped. */
  async interruptAll(): Promise<string[]> {
    return this.#runtime.client.interruptAll();
  }

  /** Stops the running operations of this session that carry a tag; their ids. */
  async interruptTag(tag: string): Promise<string[]> {
    return this.#runtime.client.interruptTag(tag);
  }

  /** Stops one operation of this session. */
  async interruptOperation(operationId: string): Promise<string[]> {
    return this.#runtime.client.interruptOperation(operationId);
  }

  /** Ends the session on the server and closes the connection when no other session uses it. */
  async stop(): Promise<void> {
    await this.#runtime.client.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  #dataFrame(op: RelationOp): DataFrame {
    return dataFrameOf(this.#runtime, relation(op));
  }
}

function isList(args: Readonly<Record<string, SqlArg>> | readonly SqlArg[]): args is readonly SqlArg[] {
  return Array.isArray(args);
}

function wholeNumber(value: number | bigint): bigint {
  if (typeof value === "number" && !Number.isSafeInteger(value)) {
    throw new InvalidArgumentError(`range takes whole numbers, not ${value}; beyond 2^53 as bigint`);
  }
  return BigInt(value);
}

import type { RecordBatch, Table } from "apache-arrow";
import type { ActionOptions } from "../client/options.ts";
import { type Catalog, catalogOf } from "../catalog/catalog.ts";
import { type ColumnOrLiteral, operand } from "../column/column.ts";
import { type AddArtifactsOptions, addArtifacts, copyFromLocalToFs } from "../artifacts/add-artifacts.ts";
import { cacheBlobs, type UploadOptions } from "../artifacts/upload.ts";
import type { ProgressHandler } from "../client/progress-handlers.ts";
import { DataFrame, dataFrameOf } from "../dataframe/dataframe.ts";
import { stateOf } from "../dataframe/dataframe-analysis.ts";
import type { Expression } from "../plan/expression.ts";
import type { SqlOp } from "../plan/relations/sources.ts";
import { isAtLeast } from "../plan/server-target.ts";
import { type DataFrameReader, dataFrameReader } from "../dataframe/dataframe-reader.ts";
import { rememberSession } from "../dataframe/session-of.ts";
import { type TableValuedFunction, tableValuedFunction } from "../dataframe/table-valued-function.ts";
import { InvalidArgumentError, UnsupportedError } from "../errors.ts";
import type { Relation as ProtoRelation } from "#gen/spark/connect/relations_pb.js";
import { type Relation, type RelationOp, relation } from "../plan/relation.ts";
import { type DataStreamReader, dataStreamReader } from "../streaming/data-stream-reader.ts";
import { type StreamingQueryManager, streamingQueryManager } from "../streaming/streaming-query-manager.ts";
import type { StructType } from "../types/index.ts";
import type { SparkValue } from "../values/index.ts";
import type { RowInput, SchemaInput } from "./create-dataframe.ts";
import { localRows, streamedRows } from "./local-rows.ts";
import { type RuntimeConfig, runtimeConfig } from "./runtime-config.ts";
import { type ConnectClient, SessionRuntime } from "./session-runtime.ts";
import { type SparkSessionBuilder, sparkSessionBuilder } from "./spark-session-builder.ts";
import { type UDFRegistration, udfRegistration } from "./udf-registration.ts";

/** An argument of a query: a plain value, or an expression without columns such as `array(lit(1), lit(2))`. */
export type SqlArg = ColumnOrLiteral;

/** Arguments of a query by name: values for `:name`, DataFrames for `{name}`. */
export type NamedSqlArgs = Readonly<Record<string, SqlArg | DataFrame>>;

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
   *   never SQL text. A DataFrame among the named ones stands for `{name}` in the statement, as a table. (PySpark's
   *   other formatting of `{…}` is Python's, and not here.)
   * @throws ParseError, AnalysisError at once when the statement is wrong.
   */
  async sql(
    query: string,
    args: NamedSqlArgs | readonly SqlArg[] = {},
    options?: ActionOptions,
  ): Promise<DataFrame> {
    const op = sqlOp(query, args);
    const input = { ...relation(op), op };
    let answer: ProtoRelation | undefined;
    await this.#runtime.run({ kind: "sql", input }, options, (event) => {
      if (event.kind === "result" && event.result.case === "sqlCommandResult") {
        answer = event.result.value.relation;
      }
    });
    // A query comes back as it was sent, a command as a relation of its result.
    const sent = answer === undefined || ["sql", "withRelations"].includes(answer.relType.case ?? "");
    return sent || answer === undefined
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
   * A DataFrame of data given here: rows as objects or as arrays, plain values (one column, `value`), or tables or
   * batches of apache-arrow, one or several of the same columns.
   *
   * A few rows travel in the plan. More (from `spark.sql.session.localRelationCacheThreshold` on, 1 MiB) are sent piece
   * by piece before the first action that needs them, once; more than 10,000 rows are read and checked then, so do not
   * change them before. An async iterable is read here.
   *
   * @param schema - A type, DDL (`"id BIGINT, name STRING"`), or names alone. Without a type it is inferred from all
   *   rows: columns come in the order in which they are first seen (PySpark sorts those of dicts), whole numbers are
   *   `INT` where they fit. Rows of an async iterable need a type; Arrow data has its own, and is cast to one given here.
   * @throws InvalidArgumentError when a value is not of its column's type, or would lose digits.
   * @throws UnsupportedError for Arrow types that Spark has not.
   */
  createDataFrame(
    data: AsyncIterable<RowInput | SparkValue | Table | RecordBatch>,
    schema?: SchemaInput,
  ): Promise<DataFrame>;
  createDataFrame(
    data: Iterable<RowInput | SparkValue> | Table | RecordBatch,
    schema?: SchemaInput,
  ): DataFrame;
  createDataFrame(
    data: Iterable<unknown> | AsyncIterable<unknown> | Table | RecordBatch,
    schema?: SchemaInput,
  ): DataFrame | Promise<DataFrame> {
    const runtime = this.#runtime;
    if (typeof data === "object" && data !== null && Symbol.asyncIterator in data) {
      return streamedRows(data, schema, runtime).then((rows) => dataFrameOf(runtime, rows));
    }
    return dataFrameOf(runtime, localRows(data, schema, runtime));
  }

  /** The version of Spark that the server runs. */
  async version(): Promise<string> {
    return this.#runtime.client.serverVersion();
  }

  /** Another session over the same connection, with settings and views of its own. */
  async newSession(): Promise<SparkSession> {
    return sparkSessionOf(this.#runtime.client.newSession());
  }

  /**
   * Another session over the same connection that begins with a copy of this one's settings, temporary views and
   * functions; from then on each has its own. Needs Spark 4.1.
   *
   * @param sessionId - The id of the new session, a UUID. Default: one that the server makes.
   */
  async cloneSession(sessionId?: string): Promise<SparkSession> {
    const target = await this.#runtime.target();
    if (!isAtLeast(target, 4, 1)) {
      throw new UnsupportedError(`cloneSession() needs Spark 4.1; this server runs ${target.version}`);
    }
    return sparkSessionOf(await this.#runtime.client.cloneSession(sessionId));
  }

  /** Whether `stop()` was called. */
  get isStopped(): boolean {
    return this.#runtime.client.closed;
  }

  /** Makes Java functions known to this session's SQL. */
  get udf(): UDFRegistration {
    return udfRegistration(this.#runtime);
  }

  /**
   * Sends files of this machine to the session: jars for Java functions, or with one of the options Python modules,
   * archives, any files. They are read while they are sent, never as a whole.
   *
   * @param sources - Paths or `file:` URLs.
   * @throws InvalidArgumentError for what is no readable file, or none of its kind; AnalysisError or ExecutionError
   *   when the session has another file of this name.
   */
  async addArtifacts(
    sources: string | URL | readonly (string | URL)[],
    options?: AddArtifactsOptions,
  ): Promise<void> {
    const list = typeof sources === "string" || sources instanceof URL ? [sources] : sources;
    await addArtifacts(this.#runtime.client, list, options);
  }

  /** The same as {@link SparkSession.addArtifacts}. */
  async addArtifact(source: string | URL, options?: AddArtifactsOptions): Promise<void> {
    await this.addArtifacts(source, options);
  }

  /**
   * Has the server copy a file of this machine to a path of its default file system. A server whose file
   * system is its disk refuses, unless it was started with `spark.sql.artifact.copyFromLocalToFs.allowDestLocal=true`.
   *
   * @param destination - An absolute path, without a scheme.
   */
  async copyFromLocalToFs(localPath: string, destination: string, options?: UploadOptions): Promise<void> {
    await copyFromLocalToFs(this.#runtime.client, localPath, destination, options);
  }

  /** Keeps bytes in the session, unless it has them. @returns their SHA-256 in hex, by which plans name them */
  async cacheArtifact(blob: Uint8Array, options?: UploadOptions): Promise<string> {
    const [hash = ""] = await cacheBlobs(this.#runtime.client, [blob], options);
    return hash;
  }

  /** Calls `handler` with the progress of every action of this session. What it throws is ignored. */
  registerProgressHandler(handler: ProgressHandler): void {
    this.#runtime.client.addProgressHandler(handler);
  }

  /** Calls that handler no longer. */
  removeProgressHandler(handler: ProgressHandler): void {
    this.#runtime.client.removeProgressHandler(handler);
  }

  /** Calls no handler any more. */
  clearProgressHandlers(): void {
    this.#runtime.client.clearProgressHandlers();
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

  /**
   * Ends the session on the server and closes the connection when no other session uses it. Never fails: a session
   * that is lost, or whose server is gone, is as good as ended.
   */
  async stop(): Promise<void> {
    await this.#runtime.client.close();
  }

  /** Stops the session at the end of an `await using` block. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  #dataFrame(op: RelationOp): DataFrame {
    return dataFrameOf(this.#runtime, relation(op));
  }
}

function isList(args: NamedSqlArgs | readonly SqlArg[]): args is readonly SqlArg[] {
  return Array.isArray(args);
}

/** DataFrames become tables of the statement, by names that nothing else has; all else are values. */
function sqlOp(query: string, args: NamedSqlArgs | readonly SqlArg[]): SqlOp {
  if (isList(args)) {
    return {
      kind: "sql",
      query,
      namedArgs: {},
      positionalArgs: args.map((arg, at) => operand(arg, `argument ${at}`)),
    };
  }
  const namedArgs: Record<string, Expression> = {};
  const views: Relation[] = [];
  let text = query;
  for (const [name, value] of Object.entries(args)) {
    if (value instanceof DataFrame) {
      if (!text.includes(`{${name}}`)) {
        throw new InvalidArgumentError(`The statement does not read the DataFrame ${name}: write {${name}}`);
      }
      const input = stateOf(value).relation;
      const view = `spark_connect_node_${input.planId}`;
      text = text.replaceAll(`{${name}}`, view);
      views.push(relation({ kind: "alias", input, name: view }));
    } else {
      namedArgs[name] = operand(value, `argument :${name}`);
    }
  }
  const read = views.length === 0 ? {} : { views };
  return { kind: "sql", query: text, namedArgs, positionalArgs: [], ...read };
}

function wholeNumber(value: number | bigint): bigint {
  if (typeof value === "number" && !Number.isSafeInteger(value)) {
    throw new InvalidArgumentError(`range takes whole numbers, not ${value}; beyond 2^53 as bigint`);
  }
  return BigInt(value);
}

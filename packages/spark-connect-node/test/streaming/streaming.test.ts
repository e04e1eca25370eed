import { create } from "@bufbuild/protobuf";
import { describe, expect, it } from "@jest/globals";
import {
  type StreamingQueryCommandResult,
  StreamingQueryCommandResultSchema,
  StreamingQueryManagerCommandResultSchema,
  WriteStreamOperationStartResultSchema,
} from "#gen/spark/connect/commands_pb.js";
import type { DataFrame } from "../../src/dataframe/dataframe.ts";
import {
  InvalidArgumentError,
  ProtocolError,
  StreamingQueryError,
  UnsupportedError,
} from "../../src/errors.ts";
import type { CommandResult, ExecuteEvent } from "../../src/execution/events.ts";
import type { SparkSession } from "../../src/session/spark-session.ts";
import type { Trigger } from "../../src/streaming/arguments.ts";
import type { DataStreamWriter } from "../../src/streaming/data-stream-writer.ts";
import type { StreamingQuery } from "../../src/streaming/streaming-query.ts";
import { StructType } from "../../src/types/index.ts";
import { onlyPlan, recordingSession, type RecordingClient } from "../plan/recording-client.ts";
import { progressJson } from "./samples.ts";

const result = (value: CommandResult): ExecuteEvent => ({ kind: "result", result: value });

const started = (name = ""): ExecuteEvent =>
  result({
    case: "writeStreamOperationStartResult",
    value: create(WriteStreamOperationStartResultSchema, { queryId: { id: "i", runId: "r" }, name }),
  });

/** A query that runs on a server which answers as told; what was sent since its start. */
async function running(
  answer?: Parameters<typeof create<typeof StreamingQueryCommandResultSchema>>[1],
): Promise<{ query: StreamingQuery; client: RecordingClient }> {
  const { spark, client } = recordingSession();
  client.answer = () => [started()];
  const query = await spark.readStream.format("rate").load().writeStream.start();
  client.plans.length = 0;
  client.answer = () => [
    result({
      case: "streamingQueryCommandResult",
      value: create(StreamingQueryCommandResultSchema, answer),
    }),
  ];
  return { query, client };
}

describe("readStream", () => {
  const read = (isStreaming: object): object => ({ root: { common: { planId: 1 }, read: isStreaming } });

  it.each<[string, (spark: SparkSession) => DataFrame, object]>([
    [
      "a source",
      (spark) =>
        spark.readStream.format("rate").option("rowsPerSecond", 5).options({ x: true, y: undefined }).load(),
      read({
        isStreaming: true,
        dataSource: { format: "rate", schema: "", options: { rowsPerSecond: "5", x: "true" } },
      }),
    ],
    [
      "a path, a schema and a name",
      (spark) => spark.readStream.schema("id BIGINT").name("orders_1").load("/in"),
      read({
        isStreaming: true,
        dataSource: { schema: "id BIGINT", paths: ["/in"], sourceName: "orders_1" },
      }),
    ],
    [
      "a schema as a type",
      (spark) => spark.readStream.schema(StructType.fromDDL("id BIGINT")).json("/in"),
      read({
        isStreaming: true,
        dataSource: {
          format: "json",
          schema: '{"type":"struct","fields":[{"name":"id","type":"long","nullable":true,"metadata":{}}]}',
          paths: ["/in"],
        },
      }),
    ],
    ...(["csv", "json", "orc", "parquet", "text", "xml"] as const).map(
      (format): [string, (spark: SparkSession) => DataFrame, object] => [
        format,
        (spark) => spark.readStream[format]("/in"),
        read({ isStreaming: true, dataSource: { format, schema: "", paths: ["/in"] } }),
      ],
    ),
    [
      "csv with its options at once",
      (spark) => spark.readStream.csv("/in", { header: true, sep: undefined }),
      read({
        isStreaming: true,
        dataSource: { format: "csv", schema: "", paths: ["/in"], options: { header: "true" } },
      }),
    ],
    [
      "a table",
      (spark) => spark.readStream.option("a", 1).table("db.t"),
      read({ isStreaming: true, namedTable: { unparsedIdentifier: "db.t", options: { a: "1" } } }),
    ],
    [
      "the changes of a table",
      (spark) => spark.readStream.option("startingVersion", 10).changes("t"),
      {
        root: {
          common: { planId: 1 },
          relationChanges: { unparsedIdentifier: "t", isStreaming: true, options: { startingVersion: "10" } },
        },
      },
    ],
  ])("reads %s", async (_, frame, expected) => {
    const { spark, client } = recordingSession();
    await frame(spark).collect();
    expect(onlyPlan(client)).toEqual(expected);
  });

  it("refuses what cannot be right", () => {
    const { spark } = recordingSession();
    expect(() => spark.readStream.name("a-b")).toThrow(InvalidArgumentError);
    expect(() => spark.readStream.load(" ")).toThrow(InvalidArgumentError);
    expect(() => spark.readStream.schema("a INT").changes("t")).toThrow(InvalidArgumentError);
  });

  it.each<[string, (spark: SparkSession) => DataFrame]>([
    ["name()", (spark) => spark.readStream.name("a").load()],
    ["changes()", (spark) => spark.readStream.changes("t")],
  ])("says that %s needs Spark 4.2", async (what, frame) => {
    const failure = frame(recordingSession("4.1.1").spark).collect();
    await expect(failure).rejects.toThrow(UnsupportedError);
    await expect(failure).rejects.toThrow(new RegExp(`${what.replace("()", "\\(\\)")}.*4\\.2`));
  });
});

describe("writeStream", () => {
  const input = {
    common: { planId: 1 },
    read: { isStreaming: true, dataSource: { format: "rate", schema: "" } },
  };

  it.each<[string, (writer: DataStreamWriter) => Promise<unknown>, object]>([
    ["as Spark does by default", (writer) => writer.start(), {}],
    [
      "to a path",
      (writer) =>
        writer
          .format("parquet")
          .outputMode("append")
          .option("checkpointLocation", "/c")
          .partitionBy("x", "y")
          .partitionBy("a", "b")
          .queryName("q")
          .start("/out"),
      {
        format: "parquet",
        outputMode: "append",
        options: { checkpointLocation: "/c" },
        partitioningColumnNames: ["a", "b"],
        queryName: "q",
        path: "/out",
      },
    ],
    [
      "to a table",
      (writer) => writer.clusterBy("a").toTable("db.t"),
      { clusteringColumnNames: ["a"], tableName: "db.t" },
    ],
    ...(
      [
        [{ processingTime: " 5 seconds " }, { processingTimeInterval: "5 seconds" }],
        [{ once: true }, { once: true }],
        [{ availableNow: true }, { availableNow: true }],
        [{ continuous: "1 second" }, { continuousCheckpointInterval: "1 second" }],
        [{ realTime: "5 minutes" }, { realTimeBatchDuration: "5 minutes" }],
      ] as const
    ).map(([trigger, expected]): [string, (writer: DataStreamWriter) => Promise<unknown>, object] => [
      `with the trigger ${JSON.stringify(trigger)}`,
      (writer) => writer.trigger(trigger).start(),
      expected,
    ]),
  ])("starts %s", async (_, start, expected) => {
    const { spark, client } = recordingSession();
    client.answer = () => [started()];
    await start(spark.readStream.format("rate").load().writeStream);
    expect(onlyPlan(client)).toEqual({ command: { writeStreamOperationStart: { input, ...expected } } });
  });

  it("gives a handle of what was started", async () => {
    const { spark, client } = recordingSession();
    client.answer = () => [started("q")];
    const writer = spark.readStream.load().writeStream;
    expect(await writer.start()).toMatchObject({ id: "i", runId: "r", name: "q" });
    client.answer = () => [started("")];
    expect((await writer.start()).name).toBeUndefined();
    client.answer = () => [];
    await expect(writer.start()).rejects.toThrow(ProtocolError);
  });

  it.each<[unknown, string]>([
    [{}, "exactly one of"],
    [{ once: true, availableNow: true }, "exactly one of"],
    [{ every: "5 seconds" }, "exactly one of"],
    [{ once: false }, "takes true"],
    [{ processingTime: "" }, "cannot be empty"],
    [{ processingTime: 5 }, 'takes a text like "5 seconds"'],
  ])("refuses the trigger %j", (trigger, message) => {
    const writer = recordingSession().spark.readStream.load().writeStream;
    expect(() => writer.trigger(trigger as Trigger)).toThrow(InvalidArgumentError);
    expect(() => writer.trigger(trigger as Trigger)).toThrow(message);
  });

  it("refuses other arguments that cannot be right, before anything is sent", async () => {
    const { spark, client } = recordingSession();
    const writer = spark.readStream.load().writeStream;
    expect(() => writer.outputMode("overwrite" as never)).toThrow(InvalidArgumentError);
    expect(() => writer.queryName(" ")).toThrow(InvalidArgumentError);
    await expect(writer.start("")).rejects.toThrow(InvalidArgumentError);
    await expect(writer.toTable("")).rejects.toThrow(InvalidArgumentError);
    expect(client.plans).toEqual([]);
  });

  it("says which Spark is needed", async () => {
    const old = recordingSession("3.5.6").spark.readStream.load().writeStream;
    await expect(old.clusterBy("a").start()).rejects.toThrow(/clusterBy\(\).*4\.0/);
    await expect(old.trigger({ realTime: "1 second" }).start()).rejects.toThrow(UnsupportedError);
  });
});

describe("a streaming query", () => {
  const asked = (client: RecordingClient): unknown => onlyPlan(client);
  const about = (command: object): object => ({
    command: { streamingQueryCommand: { queryId: { id: "i", runId: "r" }, ...command } },
  });

  it.each<
    [
      string,
      (query: StreamingQuery) => Promise<unknown>,
      object,
      Parameters<typeof create<typeof StreamingQueryCommandResultSchema>>[1],
      unknown,
    ]
  >([
    [
      "isActive",
      (query) => query.isActive(),
      { status: true },
      { resultType: { case: "status", value: { isActive: true } } },
      true,
    ],
    [
      "status",
      (query) => query.status(),
      { status: true },
      {
        resultType: {
          case: "status",
          value: { statusMessage: "m", isDataAvailable: true, isTriggerActive: false, isActive: true },
        },
      },
      { message: "m", isDataAvailable: true, isTriggerActive: false },
    ],
    [
      "recentProgress",
      async (query) => (await query.recentProgress()).map(({ batchId }) => batchId),
      { recentProgress: true },
      { resultType: { case: "recentProgress", value: { recentProgressJson: [progressJson, progressJson] } } },
      [7n, 7n],
    ],
    [
      "lastProgress",
      async (query) => (await query.lastProgress())?.batchId,
      { lastProgress: true },
      { resultType: { case: "recentProgress", value: { recentProgressJson: [progressJson] } } },
      7n,
    ],
    [
      "lastProgress before there is any",
      (query) => query.lastProgress(),
      { lastProgress: true },
      { resultType: { case: "recentProgress", value: {} } },
      undefined,
    ],
    [
      "processAllAvailable",
      (query) => query.processAllAvailable(),
      { processAllAvailable: true },
      {},
      undefined,
    ],
    ["stop", (query) => query.stop(), { stop: true }, {}, undefined],
    [
      "explain",
      (query) => query.explain(true),
      { explain: { extended: true } },
      { resultType: { case: "explain", value: { result: "plan" } } },
      "plan",
    ],
    [
      "awaitTermination",
      (query) => query.awaitTermination(),
      { awaitTermination: {} },
      { resultType: { case: "awaitTermination", value: {} } },
      true,
    ],
    [
      "awaitTermination for a time",
      (query) => query.awaitTermination({ timeoutMs: 1500.2 }),
      { awaitTermination: { timeoutMs: "1501" } },
      { resultType: { case: "awaitTermination", value: { terminated: false } } },
      false,
    ],
    ["exception of a query that goes well", (query) => query.exception(), { exception: true }, {}, undefined],
    [
      "exception of an older server",
      (query) => query.exception(),
      { exception: true },
      { resultType: { case: "exception", value: {} } },
      undefined,
    ],
  ])("%s", async (_, ask, command, answer, expected) => {
    const { query, client } = await running(answer);
    expect(await ask(query)).toEqual(expected);
    expect(asked(client)).toEqual(about(command));
  });

  it("gives the failure that ended it", async () => {
    const value = {
      exceptionMessage: "org.apache.spark.sql.streaming.StreamingQueryException: [STREAM_FAILED] a: b",
      errorClass: "STREAM_FAILED",
      stackTrace: "at a.b",
    };
    const { query } = await running({ resultType: { case: "exception", value } });
    const error = await query.exception();
    expect(error).toBeInstanceOf(StreamingQueryError);
    expect(error).toMatchObject({
      message: "[STREAM_FAILED] a: b",
      code: "STREAMING_QUERY",
      errorClass: "STREAM_FAILED",
      serverStackTrace: "at a.b",
    });
  });

  it("does not take one answer for another", async () => {
    const answer: StreamingQueryCommandResult["resultType"] = {
      case: "explain",
      value: { $typeName: "spark.connect.StreamingQueryCommandResult.ExplainResult", result: "x" },
    };
    const { query } = await running({ resultType: answer });
    await expect(query.status()).rejects.toThrow(ProtocolError);
  });

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])("refuses to wait %d ms", async (timeoutMs) => {
    const { query, client } = await running({});
    await expect(query.awaitTermination({ timeoutMs })).rejects.toThrow(InvalidArgumentError);
    expect(client.plans).toEqual([]);
  });
});

describe("streams", () => {
  const one = { id: { id: "i", runId: "r" }, name: "q" };

  it.each<
    [
      string,
      (spark: SparkSession) => Promise<unknown>,
      object,
      Parameters<typeof create<typeof StreamingQueryManagerCommandResultSchema>>[1],
      unknown,
    ]
  >([
    [
      "active",
      async (spark) => (await spark.streams.active()).map(({ id, runId, name }) => [id, runId, name]),
      { active: true },
      {
        resultType: { case: "active", value: { activeQueries: [one, { id: { id: "j", runId: "s" } }] } },
      },
      [
        ["i", "r", "q"],
        ["j", "s", undefined],
      ],
    ],
    [
      "get",
      async (spark) => (await spark.streams.get("i"))?.name,
      { getQuery: "i" },
      { resultType: { case: "query", value: one } },
      "q",
    ],
    ["get of none", (spark) => spark.streams.get("x"), { getQuery: "x" }, {}, undefined],
    [
      "resetTerminated",
      (spark) => spark.streams.resetTerminated(),
      { resetTerminated: true },
      { resultType: { case: "resetTerminated", value: true } },
      undefined,
    ],
    [
      "awaitAnyTermination",
      (spark) => spark.streams.awaitAnyTermination({ timeoutMs: 10 }),
      { awaitAnyTermination: { timeoutMs: "10" } },
      { resultType: { case: "awaitAnyTermination", value: { terminated: true } } },
      true,
    ],
  ])("%s", async (_, ask, command, answer, expected) => {
    const { spark, client } = recordingSession();
    client.answer = () => [
      result({
        case: "streamingQueryManagerCommandResult",
        value: create(StreamingQueryManagerCommandResultSchema, answer),
      }),
    ];
    expect(await ask(spark)).toEqual(expected);
    expect(onlyPlan(client)).toEqual({ command: { streamingQueryManagerCommand: command } });
  });
});

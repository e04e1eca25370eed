import { readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import { StreamingQueryEventType as EventType } from "#gen/spark/connect/commands_pb.js";
import { DataStreamReader } from "../../src/streaming/data-stream-reader.ts";
import { DataStreamWriter } from "../../src/streaming/data-stream-writer.ts";
import { parseEvent, parseStartedEvent } from "../../src/streaming/events.ts";
import type { StreamingQueryListener } from "../../src/streaming/listener-bus.ts";
import { parseProgress } from "../../src/streaming/progress.ts";
import { StreamingQueryManager } from "../../src/streaming/streaming-query-manager.ts";
import type { StreamingQuery } from "../../src/streaming/streaming-query.ts";
import { recordingSession } from "../plan/recording-client.ts";
import { streamingQueryOf } from "../../src/streaming/streaming-query.ts";
import { SessionRuntime } from "../../src/session/session-runtime.ts";
import { RecordingClient } from "../plan/recording-client.ts";
import { idleJson, progressJson, startedJson, terminatedJson } from "./samples.ts";

/** What PySpark has, as `scripts/pyspark/list_members.py streaming` printed it. */
const pyspark = JSON.parse(
  readFileSync(new URL("pyspark-members.json", import.meta.url), "utf8"),
) as Readonly<Record<string, readonly string[]>>;

const PYTHON_FUNCTION = "runs a Python function on the server";
const PART = "JSON.stringify of the part, or the whole's json";

/** What is left out, and why. */
const EXCLUDED: Readonly<Record<string, string>> = {
  "DataStreamWriter.foreach": PYTHON_FUNCTION,
  "DataStreamWriter.foreachBatch": PYTHON_FUNCTION,
  "StreamingQueryManager.close": "the session's stop() does it",
  "StreamingQueryListener.spark": "a closure has the session",
  "StreamingQueryProgress.prettyJson": "json is the compact text",
  "StreamingQueryProgress.__getitem__": "properties",
  "StateOperatorProgress.json": PART,
  "StateOperatorProgress.prettyJson": PART,
  "SourceProgress.json": PART,
  "SourceProgress.prettyJson": PART,
  "SinkProgress.json": PART,
  "SinkProgress.prettyJson": PART,
  ...Object.fromEntries(
    ["QueryStartedEvent", "QueryProgressEvent", "QueryIdleEvent", "QueryTerminatedEvent"]
      .concat("StreamingQueryProgress", "StateOperatorProgress", "SourceProgress", "SinkProgress")
      .flatMap((name) => [`${name}.fromJObject`, `${name}.fromJson`])
      .map((member) => [member, "how PySpark makes them"]),
  ),
};

/** Times have their unit in the name. */
const RENAMED: Readonly<Record<string, string>> = {
  "StreamingQueryProgress.batchDuration": "batchDurationMs",
};

const progress = parseProgress(progressJson);
const listener: Required<StreamingQueryListener> = {
  onQueryStarted: () => undefined,
  onQueryProgress: () => undefined,
  onQueryIdle: () => undefined,
  onQueryTerminated: () => undefined,
  onClosed: () => undefined,
};
const query: StreamingQuery = streamingQueryOf(new SessionRuntime(new RecordingClient()), {
  id: "i",
  runId: "r",
  name: undefined,
});

const ours: Readonly<Record<string, object | undefined>> = {
  DataStreamReader: DataStreamReader.prototype,
  DataStreamWriter: DataStreamWriter.prototype,
  StreamingQuery: query,
  StreamingQueryManager: StreamingQueryManager.prototype,
  StreamingQueryListener: listener,
  QueryStartedEvent: parseStartedEvent(startedJson),
  QueryProgressEvent: parseEvent(EventType.QUERY_PROGRESS_EVENT, `{"progress":${progressJson}}`),
  QueryIdleEvent: parseEvent(EventType.QUERY_IDLE_EVENT, idleJson),
  QueryTerminatedEvent: parseEvent(EventType.QUERY_TERMINATED_EVENT, terminatedJson),
  StreamingQueryProgress: progress,
  StateOperatorProgress: progress.stateOperators[0],
  SourceProgress: progress.sources[0],
  SinkProgress: progress.sink,
};

const members = Object.entries(pyspark).flatMap(([name, list]) =>
  list.map((member) => [name, member] as const),
);

describe("PySpark's streaming members", () => {
  it("are of all the classes that are compared", () => {
    expect(Object.keys(pyspark)).toEqual(Object.keys(ours));
  });

  it.each(members.filter(([name, member]) => EXCLUDED[`${name}.${member}`] === undefined))(
    "has %s.%s",
    (name, member) => {
      expect((RENAMED[`${name}.${member}`] ?? member) in (ours[name] ?? {})).toBe(true);
    },
  );

  it("are left out or renamed only where they exist, and not here", () => {
    const known = new Set(members.map(([name, member]) => `${name}.${member}`));
    const there = Object.keys(EXCLUDED).filter((entry) => {
      const [name = "", member = ""] = entry.split(".");
      return known.has(entry) && member in (ours[name] ?? {});
    });
    expect(there).toEqual([]);
    expect(Object.keys(RENAMED).filter((entry) => !known.has(entry))).toEqual([]);
    expect(Object.keys(EXCLUDED).filter((entry) => !known.has(entry))).toEqual([]);
  });

  it("begin at the session and the DataFrame", () => {
    const { spark } = recordingSession();
    expect(spark.readStream).toBeInstanceOf(DataStreamReader);
    expect(spark.streams).toBeInstanceOf(StreamingQueryManager);
    expect(spark.readStream.load().writeStream).toBeInstanceOf(DataStreamWriter);
  });
});

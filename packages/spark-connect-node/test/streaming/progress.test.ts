import { describe, expect, it } from "@jest/globals";
import { StreamingQueryEventType as EventType } from "#gen/spark/connect/commands_pb.js";
import { ProtocolError } from "../../src/errors.ts";
import { parseEvent, parseStartedEvent } from "../../src/streaming/events.ts";
import { type ExactJson, formatExactJson, parseExactJson } from "../../src/streaming/exact-json.ts";
import { parseProgress } from "../../src/streaming/progress.ts";
import { idleJson, progressJson, startedJson, terminatedJson } from "./samples.ts";

const LONG = 9223372036854775807n;

describe("exact JSON", () => {
  it.each<[string, ExactJson]>([
    ["9223372036854775807", LONG],
    ["-1", -1n],
    ["0.1", 0.1],
    ["1.0E-7", 1e-7],
    ["0.30000000000000004", 0.1 + 0.2],
    ["12345678901234567890.12", "12345678901234567890.12"],
    [
      ' { "a\\"\\u00e9" : [ 1 , "x" , null , true , false , {} , [] ] } ',
      { 'a"é': [1n, "x", null, true, false, {}, []] },
    ],
    ['{"__proto__":1}', JSON.parse('{"__proto__":1}') as ExactJson],
  ])("reads %s", (text, value) => {
    const read = parseExactJson(text);
    if (text.includes("__proto__")) expect(Object.keys(read as object)).toEqual(["__proto__"]);
    else expect(read).toEqual(value);
  });

  it.each(["", "{", "[1", "[1 2]", "{1:2}", '{"a" 1}', "[,1]", "1 1", "]", "nul", '{"a":}', "[1,]"])(
    "refuses %j",
    (text) => {
      expect(() => parseExactJson(text)).toThrow(ProtocolError);
    },
  );

  it("prints what it read", () => {
    const text = '{"a":[9223372036854775807,"x\\n",null,true,1.5],"b":{}}';
    expect(formatExactJson(parseExactJson(text))).toBe(text);
  });
});

describe("progress", () => {
  it("keeps every digit", () => {
    const progress = parseProgress(progressJson);
    expect(progress).toEqual({
      id: "11111111-0000-0000-0000-000000000000",
      runId: "22222222-0000-0000-0000-000000000000",
      name: "q",
      timestamp: "2026-11-23T08:00:00.000Z",
      batchId: 7n,
      batchDurationMs: 120,
      durationMs: { addBatch: 100, triggerExecution: 120 },
      eventTime: { watermark: "2026-11-23T07:00:00.000Z" },
      stateOperators: [
        {
          operatorName: "stateStoreSave",
          numRowsTotal: LONG,
          numRowsUpdated: 2n,
          numRowsRemoved: 0n,
          allUpdatesTimeMs: 3,
          allRemovalsTimeMs: 4,
          commitTimeMs: 5,
          memoryUsedBytes: LONG,
          numRowsDroppedByWatermark: 0n,
          numShufflePartitions: 2,
          numStateStoreInstances: 2,
          customMetrics: { loadedMapCacheHitCount: LONG },
        },
      ],
      sources: [
        {
          description: "KafkaV2[t]",
          startOffset: "null",
          endOffset: '{"t":{"0":9223372036854775807}}',
          latestOffset: "text",
          numInputRows: 3n,
          inputRowsPerSecond: 1.5,
          processedRowsPerSecond: undefined,
          metrics: { lag: "1" },
        },
        {
          description: "Rate",
          startOffset: "1",
          endOffset: "2",
          latestOffset: "2",
          numInputRows: 4n,
          inputRowsPerSecond: undefined,
          processedRowsPerSecond: 2.5,
          metrics: {},
        },
      ],
      sink: { description: "MemorySink", numOutputRows: 7n, metrics: {} },
      // The sum of the sources', which Spark leaves out.
      numInputRows: 7n,
      inputRowsPerSecond: 12.5,
      processedRowsPerSecond: 2.5,
      observedMetrics: { o: { a: LONG, b: 1.5, c: null, d: "x" }, old: { rows: 1n } },
    });
    expect(progress.json).toBe(progressJson);
    expect(Object.keys(progress)).not.toContain("json");
  });

  it.each(["[]", "{}", progressJson.replace('"batchId":7', '"batchId":"7"')])("is not %.40s", (json) => {
    expect(() => parseProgress(json)).toThrow(ProtocolError);
  });
});

describe("events", () => {
  it("are told apart by their kind", () => {
    const at = { timestamp: "2026-11-23T08:00:00.000Z" };
    const ids = { id: "i", runId: "r" };
    expect(parseStartedEvent(startedJson)).toEqual({
      kind: "started",
      ...ids,
      ...at,
      name: "q",
      jobTags: ["a", "b"],
    });
    expect(parseStartedEvent(JSON.stringify({ ...ids, ...at, name: null }))).toMatchObject({
      name: undefined,
      jobTags: [],
    });
    expect(parseEvent(EventType.QUERY_IDLE_EVENT, idleJson)).toEqual({ kind: "idle", ...ids, ...at });
    expect(parseEvent(EventType.QUERY_TERMINATED_EVENT, terminatedJson)).toEqual({
      kind: "terminated",
      ...ids,
      exception: "boom",
      errorClassOnException: "DIVIDE_BY_ZERO",
    });
    expect(parseEvent(EventType.QUERY_PROGRESS_EVENT, `{"progress":${progressJson}}`)).toMatchObject({
      kind: "progress",
      progress: { batchId: 7n },
    });
    expect(parseEvent(EventType.QUERY_PROGRESS_UNSPECIFIED, "{}")).toBeUndefined();
  });
});

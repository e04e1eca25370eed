/** A progress as Spark 4.3 prints it, with numbers that do not fit into JavaScript's. */
export const progressJson = JSON.stringify({
  id: "11111111-0000-0000-0000-000000000000",
  runId: "22222222-0000-0000-0000-000000000000",
  name: "q",
  timestamp: "2026-11-23T08:00:00.000Z",
  batchId: 7,
  batchDuration: 120,
  inputRowsPerSecond: 12.5,
  durationMs: { addBatch: 100, triggerExecution: 120 },
  eventTime: { watermark: "2026-11-23T07:00:00.000Z" },
  stateOperators: [
    {
      operatorName: "stateStoreSave",
      numRowsTotal: "BIG",
      numRowsUpdated: 2,
      numRowsRemoved: 0,
      allUpdatesTimeMs: 3,
      allRemovalsTimeMs: 4,
      commitTimeMs: 5,
      memoryUsedBytes: "BIG",
      numRowsDroppedByWatermark: 0,
      numShufflePartitions: 2,
      numStateStoreInstances: 2,
      customMetrics: { loadedMapCacheHitCount: "BIG" },
    },
  ],
  sources: [
    {
      description: "KafkaV2[t]",
      startOffset: null,
      endOffset: { t: { 0: "BIG" } },
      latestOffset: "text",
      numInputRows: 3,
      inputRowsPerSecond: 1.5,
      metrics: { lag: "1" },
    },
    {
      description: "Rate",
      startOffset: 1,
      endOffset: 2,
      latestOffset: 2,
      numInputRows: 4,
      processedRowsPerSecond: 2.5,
    },
  ],
  sink: { description: "MemorySink", numOutputRows: 7 },
  observedMetrics: {
    o: {
      values: ["BIG", 1.5, null, "x"],
      schema: {
        type: "struct",
        fields: ["a", "b", "c", "d"].map((name) => ({ name, type: "any", nullable: true, metadata: {} })),
      },
    },
    old: { rows: 1 },
  },
}).replaceAll('"BIG"', "9223372036854775807");

export const startedJson = JSON.stringify({
  id: "i",
  runId: "r",
  name: "q",
  timestamp: "2026-11-23T08:00:00.000Z",
  jobTags: ["a", "b"],
});

export const idleJson = JSON.stringify({ id: "i", runId: "r", timestamp: "2026-11-23T08:00:00.000Z" });

export const terminatedJson = JSON.stringify({
  id: "i",
  runId: "r",
  exception: "boom",
  errorClassOnException: "DIVIDE_BY_ZERO",
});

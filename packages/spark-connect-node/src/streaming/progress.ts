import { ProtocolError } from "../errors.ts";
import { type ExactJson, formatExactJson, parseExactJson } from "./exact-json.ts";

/** How a streaming query did in one trigger. Counts are bigints, times are milliseconds. */
export interface StreamingQueryProgress {
  /** Stays the same over restarts from a checkpoint. */
  readonly id: string;
  /** New with every start. */
  readonly runId: string;
  readonly name: string | undefined;
  /** When the trigger began, in ISO 8601, UTC. */
  readonly timestamp: string;
  /** The same for a batch that is run again after a failure. */
  readonly batchId: bigint;
  readonly batchDurationMs: number;
  /** What the time went into, by Spark's name: `addBatch`, `triggerExecution`, …. */
  readonly durationMs: Readonly<Record<string, number>>;
  /** `min`, `max` and `avg` of the event time, and `watermark`: ISO 8601, UTC. Empty without a watermark. */
  readonly eventTime: Readonly<Record<string, string>>;
  readonly stateOperators: readonly StateOperatorProgress[];
  readonly sources: readonly SourceProgress[];
  readonly sink: SinkProgress;
  /** Rows read by all sources together. */
  readonly numInputRows: bigint;
  /** Undefined where Spark has no figure, as in the first trigger. */
  readonly inputRowsPerSecond: number | undefined;
  readonly processedRowsPerSecond: number | undefined;
  /** What `DataFrame.observe` computed: by its name, then by column. */
  readonly observedMetrics: Readonly<Record<string, Readonly<Record<string, ExactJson>>>>;
  /** All of it as Spark sent it: compact JSON. Not enumerable. */
  readonly json: string;
}

/** A source of a streaming query in one trigger. Offsets are JSON text, as each source defines it; `null` for none. */
export interface SourceProgress {
  readonly description: string;
  readonly startOffset: string;
  readonly endOffset: string;
  readonly latestOffset: string;
  readonly numInputRows: bigint;
  readonly inputRowsPerSecond: number | undefined;
  readonly processedRowsPerSecond: number | undefined;
  /** Figures of the source's own, as text. */
  readonly metrics: Readonly<Record<string, string>>;
}

/** Where a streaming query writes. */
export interface SinkProgress {
  readonly description: string;
  /** Rows written; -1 where the sink does not say. */
  readonly numOutputRows: bigint;
  readonly metrics: Readonly<Record<string, string>>;
}

/** An operator that keeps state from batch to batch. */
export interface StateOperatorProgress {
  readonly operatorName: string;
  readonly numRowsTotal: bigint;
  readonly numRowsUpdated: bigint;
  readonly numRowsRemoved: bigint;
  readonly allUpdatesTimeMs: number;
  readonly allRemovalsTimeMs: number;
  readonly commitTimeMs: number;
  readonly memoryUsedBytes: bigint;
  readonly numRowsDroppedByWatermark: bigint;
  readonly numShufflePartitions: number;
  readonly numStateStoreInstances: number;
  readonly customMetrics: Readonly<Record<string, bigint>>;
}

type Json = Readonly<Record<string, ExactJson>>;

/** Reads progress as Spark prints it. */
export function parseProgress(json: string): StreamingQueryProgress {
  return toProgress(parseExactJson(json));
}

/** @throws ProtocolError when a part that every progress has is missing. */
export function toProgress(value: ExactJson): StreamingQueryProgress {
  const json = record(value, "progress");
  const sources = list(json["sources"]).map(toSource);
  const progress = {
    id: text(json, "id"),
    runId: text(json, "runId"),
    name: optionalText(json["name"]),
    timestamp: text(json, "timestamp"),
    batchId: whole(json, "batchId"),
    batchDurationMs: Number(whole(json, "batchDuration", 0n)),
    durationMs: mapValues(json["durationMs"], (ms) => Number(ms)),
    eventTime: mapValues(json["eventTime"], String),
    stateOperators: list(json["stateOperators"]).map(toStateOperator),
    sources,
    sink: toSink(json["sink"] ?? {}),
    // Spark leaves the sum out: it follows from the sources.
    numInputRows: whole(
      json,
      "numInputRows",
      sources.reduce((sum, source) => sum + source.numInputRows, 0n),
    ),
    inputRowsPerSecond: rate(json, "inputRowsPerSecond") ?? sumOf(sources, "inputRowsPerSecond"),
    processedRowsPerSecond: rate(json, "processedRowsPerSecond") ?? sumOf(sources, "processedRowsPerSecond"),
    observedMetrics: mapValues(json["observedMetrics"], toMetrics),
  };
  // Not enumerable: printing a progress should not print it twice.
  return Object.defineProperty(progress, "json", {
    value: formatExactJson(value),
  }) as typeof progress & { readonly json: string };
}

/** Newer servers send a row as its schema and its values, older ones as an object. */
function toMetrics(value: ExactJson): Json {
  const row = record(value, "observedMetrics");
  const { schema, values } = row;
  if (schema === undefined || !Array.isArray(values)) return row;
  const fields = list(record(schema, "schema")["fields"]);
  return Object.fromEntries(
    fields.map((field, index) => [text(record(field, "field"), "name"), list(values)[index] ?? null]),
  );
}

function toSource(value: ExactJson): SourceProgress {
  const json = record(value, "source");
  return {
    description: text(json, "description"),
    startOffset: offset(json["startOffset"]),
    endOffset: offset(json["endOffset"]),
    latestOffset: offset(json["latestOffset"]),
    numInputRows: whole(json, "numInputRows"),
    inputRowsPerSecond: rate(json, "inputRowsPerSecond"),
    processedRowsPerSecond: rate(json, "processedRowsPerSecond"),
    metrics: mapValues(json["metrics"], String),
  };
}

function toSink(value: ExactJson): SinkProgress {
  const json = record(value, "sink");
  return {
    description: optionalText(json["description"]) ?? "",
    numOutputRows: whole(json, "numOutputRows", -1n),
    metrics: mapValues(json["metrics"], String),
  };
}

function toStateOperator(value: ExactJson): StateOperatorProgress {
  const json = record(value, "state operator");
  return {
    operatorName: text(json, "operatorName"),
    numRowsTotal: whole(json, "numRowsTotal"),
    numRowsUpdated: whole(json, "numRowsUpdated"),
    numRowsRemoved: whole(json, "numRowsRemoved"),
    allUpdatesTimeMs: Number(whole(json, "allUpdatesTimeMs")),
    allRemovalsTimeMs: Number(whole(json, "allRemovalsTimeMs")),
    commitTimeMs: Number(whole(json, "commitTimeMs")),
    memoryUsedBytes: whole(json, "memoryUsedBytes"),
    numRowsDroppedByWatermark: whole(json, "numRowsDroppedByWatermark"),
    numShufflePartitions: Number(whole(json, "numShufflePartitions")),
    numStateStoreInstances: Number(whole(json, "numStateStoreInstances")),
    customMetrics: mapValues(json["customMetrics"], (metric, name) => wholeValue(metric, name)),
  };
}

/** The value as an object. */
export function record(value: ExactJson, what: string): Json {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new ProtocolError(
      `The server's ${what} is no JSON object: ${formatExactJson(value).slice(0, 200)}`,
    );
  }
  return value as Json;
}

/** A text that must be there. */
export function text(json: Json, name: string): string {
  const value = json[name];
  if (typeof value !== "string") {
    throw new ProtocolError(`The server's JSON about a streaming query has no text "${name}"`);
  }
  return value;
}

/** A text that may be missing or null. */
export function optionalText(value: ExactJson | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** A list that may be missing. */
export function list(value: ExactJson | undefined): readonly ExactJson[] {
  return Array.isArray(value) ? (value as readonly ExactJson[]) : [];
}

function whole(json: Json, name: string, otherwise?: bigint): bigint {
  const value = json[name];
  return value === undefined && otherwise !== undefined ? otherwise : wholeValue(value, name);
}

function wholeValue(value: ExactJson | undefined, name: string): bigint {
  if (typeof value !== "bigint") {
    throw new ProtocolError(`The server's JSON about a streaming query has no whole number "${name}"`);
  }
  return value;
}

function rate(json: Json, name: string): number | undefined {
  const value = json[name];
  return value === undefined || value === null ? undefined : Number(value);
}

function sumOf(
  sources: readonly SourceProgress[],
  name: "inputRowsPerSecond" | "processedRowsPerSecond",
): number | undefined {
  const known = sources.map((source) => source[name]).filter((value) => value !== undefined);
  return known.length === 0 ? undefined : known.reduce((sum, value) => sum + value, 0);
}

/** Sources print their offsets as JSON or as text; both are given as text. */
function offset(value: ExactJson | undefined): string {
  return typeof value === "string" ? value : formatExactJson(value ?? null);
}

function mapValues<T>(
  value: ExactJson | undefined,
  change: (value: ExactJson, name: string) => T,
): Record<string, T> {
  if (value === undefined || value === null) return {};
  return Object.fromEntries(
    Object.entries(record(value, "map")).map(([name, inner]) => [name, change(inner, name)]),
  );
}

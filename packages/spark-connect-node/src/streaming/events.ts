import { StreamingQueryEventType as EventType } from "#gen/spark/connect/commands_pb.js";
import { parseExactJson } from "./exact-json.ts";
import { list, optionalText, record, type StreamingQueryProgress, text, toProgress } from "./progress.ts";

/** A streaming query was started in this session. */
export interface QueryStartedEvent {
  readonly kind: "started";
  readonly id: string;
  readonly runId: string;
  readonly name: string | undefined;
  /** ISO 8601, UTC. */
  readonly timestamp: string;
  /** Tags that were on the operation which started it; servers from 4.1 on say them. */
  readonly jobTags: readonly string[];
}

/** A streaming query finished a trigger. */
export interface QueryProgressEvent {
  readonly kind: "progress";
  readonly progress: StreamingQueryProgress;
}

/** A streaming query waits for new data. */
export interface QueryIdleEvent {
  readonly kind: "idle";
  readonly id: string;
  readonly runId: string;
  readonly timestamp: string;
}

/** A streaming query ended. */
export interface QueryTerminatedEvent {
  readonly kind: "terminated";
  readonly id: string;
  readonly runId: string;
  /** Why, when it failed. */
  readonly exception: string | undefined;
  /** Spark's error class, when the failure has one. */
  readonly errorClassOnException: string | undefined;
}

/** What a listener is told. */
export type StreamingQueryEvent =
  | QueryStartedEvent
  | QueryProgressEvent
  | QueryIdleEvent
  | QueryTerminatedEvent;

/** Reads the event that comes with the answer to a start. */
export function parseStartedEvent(json: string): QueryStartedEvent {
  const event = record(parseExactJson(json), "event");
  return {
    kind: "started",
    id: text(event, "id"),
    runId: text(event, "runId"),
    name: optionalText(event["name"]),
    timestamp: text(event, "timestamp"),
    jobTags: list(event["jobTags"]).map(String),
  };
}

/** Reads an event of the listener bus; undefined for a kind that this client does not know. */
export function parseEvent(kind: EventType, json: string): StreamingQueryEvent | undefined {
  const event = record(parseExactJson(json), "event");
  switch (kind) {
    case EventType.QUERY_PROGRESS_EVENT:
      return { kind: "progress", progress: toProgress(event["progress"] ?? null) };
    case EventType.QUERY_IDLE_EVENT:
      return {
        kind: "idle",
        id: text(event, "id"),
        runId: text(event, "runId"),
        timestamp: text(event, "timestamp"),
      };
    case EventType.QUERY_TERMINATED_EVENT:
      return {
        kind: "terminated",
        id: text(event, "id"),
        runId: text(event, "runId"),
        exception: optionalText(event["exception"]),
        errorClassOnException: optionalText(event["errorClassOnException"]),
      };
    case EventType.QUERY_PROGRESS_UNSPECIFIED:
      return undefined;
    default:
      kind satisfies never;
      return undefined;
  }
}

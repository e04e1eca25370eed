export type { Trigger } from "./arguments.ts";
export type { DataStreamReader } from "./data-stream-reader.ts";
export type { DataStreamWriter, OutputMode } from "./data-stream-writer.ts";
export type {
  QueryIdleEvent,
  QueryProgressEvent,
  QueryStartedEvent,
  QueryTerminatedEvent,
  StreamingQueryEvent,
} from "./events.ts";
export type { ExactJson } from "./exact-json.ts";
export type { StreamingQueryListener } from "./listener-bus.ts";
export type {
  SinkProgress,
  SourceProgress,
  StateOperatorProgress,
  StreamingQueryProgress,
} from "./progress.ts";
export type { AwaitOptions } from "./run.ts";
export type { StreamingQuery, StreamingQueryStatus } from "./streaming-query.ts";
export type { StreamingQueryManager } from "./streaming-query-manager.ts";

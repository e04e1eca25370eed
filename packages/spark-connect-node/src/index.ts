import * as functions from "./functions/index.ts";

export { type NamedSqlArgs, SparkSession, type SqlArg } from "./session/spark-session.ts";
export type { SparkSessionBuilder } from "./session/spark-session-builder.ts";
export type { ConfigValue, RuntimeConfig } from "./session/runtime-config.ts";
export type { UDFRegistration } from "./session/udf-registration.ts";
export type { AddArtifactsOptions } from "./artifacts/add-artifacts.ts";
export type { UploadOptions, UploadProgress } from "./artifacts/upload.ts";
export type { RowInput, SchemaInput } from "./session/create-dataframe.ts";

export { DataFrame } from "./dataframe/dataframe.ts";
export type { ShowOptions } from "./dataframe/dataframe-actions.ts";
export type { ExplainMode } from "./dataframe/dataframe-analysis.ts";
export type { DataFrameReader, JdbcOptions, ReadOptions } from "./dataframe/dataframe-reader.ts";
export type { DataFrameWriter, InsertOptions, SaveMode, WriteOptions } from "./dataframe/dataframe-writer.ts";
export type { DataFrameWriterV2 } from "./dataframe/dataframe-writer-v2.ts";
export type {
  Assignments,
  MergeIntoWriter,
  WhenMatched,
  WhenNotMatched,
  WhenNotMatchedBySource,
} from "./dataframe/merge-into-writer.ts";
export type { TableValuedFunction } from "./dataframe/table-valued-function.ts";
export type { Aggregates, GroupedData } from "./dataframe/grouped-data.ts";
export { Observation, type ObservedValues } from "./dataframe/observation.ts";
export type { Names, OptionValue } from "./dataframe/arguments.ts";
export type { HintParameter } from "./dataframe/hint.ts";
export type { JoinHow, JoinOn, LateralJoinHow, NearestByOptions } from "./dataframe/joins.ts";
export type { NearestDirection } from "./plan/relations/combine.ts";
export type { DropNaOptions, Primitive, Replacements, Subset } from "./dataframe/null-handling.ts";
export type { DataFrameNaFunctions } from "./dataframe/na-functions.ts";
export type { DataFrameStatFunctions } from "./dataframe/stat-functions.ts";
export type { Fractions } from "./dataframe/statistics.ts";
export type { ArrayRowOptions, ObjectRowOptions, Row, RowOptions } from "./dataframe/rows.ts";

export { Column, type ColumnOrLiteral, type ColumnOrName } from "./column/column.ts";
export type { Columns } from "./column/named.ts";
export type { TableArg } from "./column/table-arg.ts";
export { Window, WindowSpec } from "./column/window.ts";
export type { LiteralValue } from "./column/literal.ts";
export { functions };

export type { Catalog, NewTable } from "./catalog/catalog.ts";
export type {
  CatalogColumn,
  CatalogDatabase,
  CatalogFunction,
  CatalogMetadata,
  CatalogTable,
  CatalogTablePartition,
} from "./catalog/entries.ts";

export type { WriteMode } from "./plan/commands/write.ts";
export { StorageLevel } from "./plan/storage-level.ts";

export {
  type ArrayType,
  type BoundedStringType,
  type DataType,
  dataTypesEqual,
  type DayTimeField,
  type DayTimeIntervalType,
  type DecimalType,
  formatDataType,
  type JsonObject,
  type MapType,
  type NanosTimestampType,
  parseDataType,
  type SimpleType,
  type SpatialType,
  type StringType,
  type StructField,
  type StructFieldInit,
  StructType,
  type TimeType,
  type TypeComparison,
  type TypeFactories,
  type TypeLike,
  types,
  type UserDefinedType,
  type YearMonthField,
  type YearMonthIntervalType,
} from "./types/index.ts";

export {
  CalendarInterval,
  type CivilDate,
  DayTimeInterval,
  LocalDate,
  LocalTime,
  LocalTimestamp,
  type SparkValue,
  SpatialValue,
  Timestamp,
  Variant,
  YearMonthInterval,
} from "./values/index.ts";

export {
  AnalysisError,
  AuthenticationError,
  CancelledError,
  ConnectionError,
  ExecutionError,
  InvalidArgumentError,
  LocalServerError,
  ParseError,
  ProtocolError,
  type QueryContext,
  SessionLostError,
  SparkConnectError,
  type SparkConnectErrorCode,
  type SparkConnectErrorDetails,
  StreamingQueryError,
  TimeoutError,
  UnsupportedError,
} from "./errors.ts";

export type {
  AwaitOptions,
  DataStreamReader,
  DataStreamWriter,
  ExactJson,
  OutputMode,
  QueryIdleEvent,
  QueryProgressEvent,
  QueryStartedEvent,
  QueryTerminatedEvent,
  SinkProgress,
  SourceProgress,
  StateOperatorProgress,
  StreamingQuery,
  StreamingQueryEvent,
  StreamingQueryListener,
  StreamingQueryManager,
  StreamingQueryProgress,
  StreamingQueryStatus,
  Trigger,
} from "./streaming/index.ts";

export type { LocalConfigValue, LocalServerOptions } from "./local-server/options.ts";
export {
  type ConnectionEnvironment,
  type ConnectionSettings,
  formatConnectionString,
  parseConnectionString,
} from "./connection/connection-string.ts";
export type { ConnectionParameters } from "./connection/connection-parameters.ts";
export type { ProgressHandler } from "./client/progress-handlers.ts";
export type { ActionOptions } from "./client/options.ts";
export { type InterruptOptions, interruptOnSignals } from "./process-end/interrupt-on-signals.ts";
export type { EndingSignal } from "./process-end/ending-signals.ts";
export type { Pem, TlsOptions } from "./connection/tls.ts";
export type { CallInterceptor, CallOutcome, OutgoingCall } from "./connection/call-interceptor.ts";
export { defaultDeadlines, type RpcDeadlines } from "./connection/deadlines.ts";
export type { MetadataEntries, MetadataProvider } from "./connection/metadata.ts";
export { defaultRetryPolicy, type RetryPolicy } from "./connection/retry-policy.ts";
export type { QueryProgress, StageProgress } from "./execution/progress.ts";
export { type ProgressTerminal, terminalProgress } from "./progress/terminal-progress.ts";
export type { SparkConnectErrorJson } from "./error-text.ts";

// Errors and the model every stage speaks in.
export {
  CredentialsError,
  EtlError,
  type EtlErrorCode,
  type ExitCode,
  InvalidConfigurationError,
  PublishError,
  RefusedError,
  SourceDataError,
  SourceFileMissingError,
  StageError,
  StorageError,
  VerificationError,
} from "./errors.ts";
export {
  type CollectionOptions,
  type CollectionSpec,
  collectionSpec,
  type CsvOptions,
  DEFAULT_CSV,
  type Select,
} from "./model/collection.ts";
export type { DayEvent, StepProgress } from "./model/day-event.ts";
export { checkDay, checkIdentifier, hiveName, quoteIdentifier } from "./model/identifiers.ts";
export {
  dayFolder,
  newRunRef,
  type Output,
  type Placement,
  publishedPrefix,
  publishedPrefixes,
  runFolder,
  runName,
  type RunRef,
  runOf,
  uriOf,
} from "./model/layout.ts";
export { type Log, silentLog } from "./model/log.ts";
export type {
  ObjectHead,
  ObjectStore,
  ReadRange,
  SourceObject,
  StoredObject,
  StoreOptions,
} from "./model/object-store.ts";

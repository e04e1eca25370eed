// Errors and the model every stage speaks in.
export {
  CredentialsError,
  DataKeyError,
  EtlError,
  type EtlErrorCode,
  type ExitCode,
  InvalidConfigurationError,
  PublishError,
  RefusedError,
  SourceDataError,
  SourceFaultsError,
  SourceFileMissingError,
  StageError,
  StorageError,
  SupersededError,
  VerificationError,
} from "./errors.ts";
export {
  type CollectionOptions,
  type CollectionSpec,
  collectionSpec,
  type CsvOptions,
  CSV_ENCODINGS,
  type CsvEncoding,
  DEFAULT_CSV,
  MAX_SKIPPED_LINES,
  type PersonalData,
  type Select,
  type SourceFormat,
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
  Upload,
  WriteOptions,
} from "./model/object-store.ts";
export { patternFault, timeFormatsOf, type TimeOptions, timeZoneFault } from "./model/time-options.ts";

// The object store the stages go through.
export { s3ObjectStore } from "./storage/s3-object-store.ts";

// Credentials: two roles, one after the other.
export {
  type AssumeRole,
  type AssumeRoleRequest,
  stsAssumeRole,
  type StsAssumeRoleOptions,
} from "./credentials/assume-role.ts";
export { sourceSessionConfig, uniqueScheme } from "./credentials/session-config.ts";
export { sourceCredentials, type SourceCredentials } from "./credentials/source-credentials.ts";
export { getStsToken, type SourceRoles, type StsTokenOptions } from "./credentials/sts-token.ts";
export { type CredentialValues, TemporaryCredentials } from "./credentials/temporary-credentials.ts";

// Locate: the files of a day.
export { getListKeysForPrefix } from "./locate/list-keys.ts";
export { assertUnchanged, type Located, locate } from "./locate/locate.ts";
export {
  describeUnclaimed,
  type Unclaimed,
  unclaimedKeys,
  type UnclaimedRequest,
} from "./locate/unclaimed-keys.ts";

// Extract: rows of text.
export {
  assertCsvChecks,
  type BadRowNotes,
  checkNotEmpty,
  type CsvCheckOptions,
} from "./extract/assert-csv-checks.ts";
export { normaliseColumnName } from "./extract/column-names.ts";
export { csvChecks, type CsvMetrics, isSuspectValue } from "./extract/csv-checks.ts";
export { CORRUPT_COLUMN } from "./extract/corrupt-column.ts";
export { type CsvFile, type CsvShape, whyCopied } from "./extract/csv-file.ts";
export type { Compression } from "./extract/csv-text.ts";
export type { GzipDamage } from "./extract/gzip.ts";
export type { RecordEnd } from "./extract/csv-machine.ts";
export { readCsvShape } from "./extract/csv-shape.ts";
export type { TailVerdict } from "./extract/csv-tail.ts";
export { type CsvExtract, extractCsv, type ExtractCsvOptions } from "./extract/extract-csv.ts";
export { explainReadFailure } from "./extract/explain-read-failure.ts";
export { type CsvFault, inspectCsv } from "./extract/inspect-csv.ts";

// Decrypt and split: documents of JSON become lines in the staging area, where Spark reads them.
export { DATA_KEY_BYTES, type DataKeyService } from "./decrypt/data-key-service.ts";
export { DataKeys } from "./decrypt/data-keys.ts";
export { decryptedPieces } from "./decrypt/decrypted-pieces.ts";
export { type EncryptedFile, encryptedFile, type Encryption } from "./decrypt/encryption.ts";
export {
  type DataKeyServiceOptions,
  httpDataKeyService,
  type HttpDataKeyService,
} from "./decrypt/http-data-key-service.ts";
export { DocumentError } from "./split/document-error.ts";
export { DocumentSplitter, MAX_DEPTH, type SplitDocument } from "./split/document-splitter.ts";
export { type Classification, classify, type FieldFlags, fieldFlags } from "./split/field-flags.ts";
export {
  type RejectedRecord,
  type RejectedRecords,
  type RejectReason,
} from "./split/rejected-records.ts";
export { findLeftovers, type Leftover, removeStaged } from "./staging-area/leftovers.ts";
export {
  type StagedDocument,
  stageDocuments,
  type StageDocumentsOptions,
} from "./staging-area/stage-documents.ts";
export { stagingFolder, stagingPrefix } from "./staging-area/staging-layout.ts";
export {
  extractJson,
  type ExtractJsonOptions,
  JSON_CHECKS,
  type JsonExtract,
  type JsonMetrics,
} from "./extract/extract-json.ts";
export {
  jsonColumns,
  type JsonColumn,
  ROW_HASH_COLUMN,
  snakeCase,
  textType,
} from "./extract/json-columns.ts";
export { rowHash, type HashedColumn } from "./extract/row-hash.ts";

// Verify: what the staged files say of themselves.
export type { FooterColumn, PhysicalType } from "./verify/footer-column.ts";
export type { ExpectedColumn } from "./verify/match-columns.ts";
export { readFooters, type StagedFile, type StagedFooters } from "./verify/read-footers.ts";
export { type VerifyOptions, verifyStaged } from "./verify/verify-staged.ts";

// Tag: before anyone can see the objects.
export { type ObjectTags, type TagOptions, tagObjects } from "./tag/tag-objects.ts";

// Conform: text becomes a table's rows.
export { dataColumns, ERROR_COLUMN } from "./conform/columns.ts";
export {
  conform,
  type Conformed,
  type ConformPreview,
  type ConformRequest,
  previewConform,
  type TableHistory,
} from "./conform/conform.ts";
export type { Delivered } from "./conform/delivered.ts";
export { type ExpectedShape, type GuardedFile, shapeFaults } from "./conform/shape-guard.ts";

// Stage: a run folder nobody reads yet.
export { type ConversionErrors, conversionErrors, type RefusedValues } from "./stage/conversion-errors.ts";
export { type CountedRows, countRows, readableRows } from "./stage/count-rows.ts";
export {
  type RoundedColumn,
  roundedChecks,
  roundedColumns,
} from "./stage/rounded-counts.ts";
export { stageFailure, writeRun } from "./stage/write-run.ts";

// Publish: the commit point.
export { checkTableNames } from "./publish/helper-tables.ts";
export type { DayFault, Followed } from "./publish/day-fault.ts";
export { findFaults, followDay, type FollowDayRequest } from "./publish/follow-ledger.ts";
export {
  listTables,
  type Metastore,
  partitionDays,
  readColumns,
  sparkMetastore,
} from "./publish/metastore.ts";
export { publishDay, type PublishDayRequest } from "./publish/publish-day.ts";
export {
  type DayTarget,
  fencedMetastore,
  type PublishFence,
  type TargetOfDay,
} from "./publish/publish-fence.ts";
export {
  decideChange,
  movePartition,
  prepareDatabase,
  prepareTable,
  publish,
  type Published,
  type PublishRequest,
} from "./publish/publish.ts";
export { readableTable, recoverTable } from "./publish/recover-table.ts";
export { decideRecovery, type Recovery, type TableState } from "./publish/recovery.ts";
export { PARTITION_COLUMN, type TableName } from "./publish/statements.ts";
export { compareTypes, decideTableChange, type TableChange } from "./publish/table-change.ts";

// Clean up: the one place that drops.
export { type CleanedUp, cleanUp, type CleanUpRequest, type Removal } from "./cleanup/clean-up.ts";

// A day: all of it, or what it would be.
export { type CollectionPlan, type DayPlan, planDay, planFailure, type PlanRequest } from "./day/plan-day.ts";
export { type CollectionOutcome, type DayOutcome, type DayRequest, runDay } from "./day/run-day.ts";
export {
  chainedSource,
  type ChainedSourceOptions,
  ownSource,
  type SourceAccess,
  type SourceSession,
} from "./day/source-access.ts";

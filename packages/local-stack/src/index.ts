export { setIamEnforcement } from "./aws/enforcement.ts";
export { stackEnvironment } from "./config/environment.ts";
export { type DataKey, dksCalls, newDataKey, resetDksCalls, setDksFaults } from "./dks/client.ts";
export type { DksFaultKind, DksFaults } from "./dks/faults.ts";
export { StackError, type StackErrorCode } from "./errors.ts";
export { install, installConnectJar, type Installation } from "./install/install.ts";
export { installSparkRelease, SPARK_RELEASES } from "./install/spark-release.ts";
export {
  installPySpark,
  type PySpark,
  type ReaderRow,
  readWithPySpark,
  runPySpark,
} from "./reader/reader.ts";
export type { StackOptions, UpOptions } from "./lifecycle/context.ts";
export { down } from "./lifecycle/down.ts";
export { restartSpark, stopSpark } from "./lifecycle/spark.ts";
export { type ServiceStatus, type StackStatus, status } from "./lifecycle/status.ts";
export { remove, reset, up } from "./lifecycle/up.ts";
export { type BenchFileOptions, benchColumns, writeBenchFile } from "./sample/bench.ts";
export {
  type ExpectedRecord,
  type GeneratedCollection,
  type GeneratedDay,
  type GeneratedFile,
  generateVacancyDays,
  type VacancyDaysOptions,
} from "./sample/days.ts";
export {
  encryptDocument,
  type EncryptedDocument,
  type EncryptionMetadata,
  putEncrypted,
} from "./sample/encrypted.ts";
export {
  type BenchDocument,
  benchDocumentColumns,
  type BenchDocumentOptions,
  benchDocumentChunks,
  uploadBenchDocument,
} from "./sample/json-bench.ts";
export {
  generateJsonDays,
  type GeneratedJsonCollection,
  type GeneratedJsonDay,
  type JsonDaysOptions,
} from "./sample/json-days.ts";
export { jsonChangesOf, type JsonDayChange } from "./sample/json-plan.ts";
export {
  type JsonCollection,
  type JsonColumn,
  type JsonModule,
  jsonModules,
  jsonTemplate,
  type JsonType,
} from "./sample/json-template.ts";
export { uploadJsonDays } from "./sample/json-upload.ts";
export type { DayChange } from "./sample/plan.ts";
export {
  type SourceColumn,
  type SourceType,
  type VacancyCollection,
  vacancyTemplate,
} from "./sample/template.ts";
export { type BenchObject, uploadBenchDay, uploadDays } from "./sample/upload.ts";
export { type DksInfo, type Keys, logFiles, readInfo, type StackInfo } from "./state/info.ts";

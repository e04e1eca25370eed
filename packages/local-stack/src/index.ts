export { setIamEnforcement } from "./aws/enforcement.ts";
export { stackEnvironment } from "./config/environment.ts";
export { StackError, type StackErrorCode } from "./errors.ts";
export { install, installConnectJar, type Installation } from "./install/install.ts";
export { type ReaderRow, readWithPySpark } from "./reader/reader.ts";
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
export type { DayChange } from "./sample/plan.ts";
export {
  type SourceColumn,
  type SourceType,
  type VacancyCollection,
  vacancyTemplate,
} from "./sample/template.ts";
export { type BenchObject, uploadBenchDay, uploadDays } from "./sample/upload.ts";
export { type Keys, logFiles, readInfo, type StackInfo } from "./state/info.ts";

export { setIamEnforcement } from "./aws/enforcement.ts";
export { stackEnvironment } from "./config/environment.ts";
export { dksCalls, resetDksCalls, setDksFaults } from "./dks/client.ts";
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
export { putEncrypted } from "./source-bucket/put-encrypted.ts";
export { type BenchDocument, uploadBenchDocument } from "./source-bucket/upload-bench-document.ts";
export { type BenchObject, uploadBenchDay, uploadDays } from "./source-bucket/upload-days.ts";
export { uploadJsonDays } from "./source-bucket/upload-json-days.ts";
export { type DksInfo, type Keys, logFiles, readInfo, type StackInfo } from "./state/info.ts";

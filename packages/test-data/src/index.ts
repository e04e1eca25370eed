// What a module's source looks like.
export {
  type JsonCollection,
  type JsonColumn,
  type JsonModule,
  jsonModules,
  jsonTemplate,
  type JsonType,
} from "./template/json-template.ts";
export {
  type SourceColumn,
  type SourceType,
  type VacancyCollection,
  vacancyCollections,
  vacancyTemplate,
} from "./template/template.ts";
export { hashOf, type Random, randomFrom } from "./values/random.ts";

// Days, each with what must come of it.
export {
  type ExpectedRecord,
  type GeneratedCollection,
  type GeneratedDay,
  type GeneratedFile,
  generateVacancyDays,
  type VacancyDaysOptions,
} from "./days/days.ts";
export {
  generateJsonDays,
  type GeneratedJsonCollection,
  type GeneratedJsonDay,
  type JsonDaysOptions,
} from "./days/json-days.ts";
export { jsonChangesOf, type JsonDayChange } from "./days/json-plan.ts";
export type { DayChange } from "./days/plan.ts";
export { normaliseColumn } from "./expected/column-names.ts";
export { snakeCase } from "./expected/snake-case.ts";

// Files, of any size.
export {
  type SourceFile,
  sourceFiles,
  type SourceFilesOptions,
  type SourceModule,
} from "./files/source-files.ts";
export { encryptedExtractName, fullExtractName } from "./files/file-names.ts";
export { type BenchFileOptions, benchColumns, writeBenchFile } from "./files/bench.ts";
export {
  BENCH_COLLECTION,
  benchDocumentChunks,
  benchDocumentColumns,
  type BenchDocumentOptions,
  benchLineChunks,
} from "./files/json-bench.ts";

// Encryption, as the source does it.
export { callDks, type DksAccess, type DksCall } from "./encrypt/call-dks.ts";
export { type DataKey, newDataKey } from "./encrypt/data-key.ts";
export {
  documentCipher,
  encryptDocument,
  type EncryptedDocument,
  type EncryptionMetadata,
} from "./encrypt/document-cipher.ts";

export { TestDataError, type TestDataErrorCode } from "./errors.ts";

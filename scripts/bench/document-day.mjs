// The application day: from listing to published.
import { collectionSpec, httpDataKeyService, snakeCase } from "@dataworks/etl-core";
import { benchDocumentColumns } from "@dataworks/test-data";
import { types } from "spark-connect-node";
import { report, stackInfo } from "./collections.mjs";
import { mustBeWhole, runBenchDay } from "./run-day.mjs";

const { key, day, database, rows } = JSON.parse(process.argv[2]);
const { buckets, dks } = await stackInfo();
const dataKeys = await httpDataKeyService({ ...dks, correlationId: "bench" });
const tableType = {
  smallint: "INT",
  integer: "INT",
  bigint: "BIGINT",
  boolean: "BOOLEAN",
  timestamp: "TIMESTAMP",
  date: "TIMESTAMP",
  amount: "DOUBLE",
};
const schema = benchDocumentColumns
  .map(({ field, type }) => `${snakeCase(field)} ${tableType[type] ?? "STRING"}`)
  .join(", ");

const at = {};
const { outcome, started, ended } = await runBenchDay({
  day,
  database,
  collections: [
    collectionSpec({
      name: "grant_applications",
      bucket: buckets.source,
      format: "encrypted-json",
      prefix: "{date}_application-{collection}",
      initialSchema: types.struct(schema),
    }),
  ],
  dataKeys,
  onEvent: ({ kind }) => {
    at[kind] ??= performance.now();
  },
});
await dataKeys[Symbol.asyncDispose]();
mustBeWhole(outcome, rows);
const [{ conversions }] = outcome.collections;
if (conversions.length > 0) throw new Error(`${key}: values were refused: ${JSON.stringify(conversions)}`);
report((ended - started) / 1000, {
  stagingSeconds: (at.extracting - at.opening) / 1000,
  restSeconds: (ended - at.extracting) / 1000,
  steps: Object.fromEntries(Object.entries(at).map(([kind, time]) => [kind, (time - started) / 1000])),
});

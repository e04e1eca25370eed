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

const { outcome, seconds, steps } = await runBenchDay({
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
});
await dataKeys[Symbol.asyncDispose]();
mustBeWhole(outcome, rows);
const [{ conversions }] = outcome.collections;
if (conversions.length > 0) throw new Error(`${key}: values were refused: ${JSON.stringify(conversions)}`);
report(seconds, {
  stagingSeconds: steps.extracting - steps.opening,
  restSeconds: seconds - steps.extracting,
  steps,
});

// An application day: from listing to published, the stages as every job runs them.
import {
  collectionSpec,
  httpDataKeyService,
  newRunRef,
  ownSource,
  runDay,
  s3ObjectStore,
  silentLog,
  sparkMetastore,
} from "@dataworks/etl-core";
import { benchDocumentColumns } from "@dataworks/local-stack";
import { SparkSession, types } from "spark-connect-node";
import { report, s3Of, stackInfo } from "./collections.mjs";

const { key, day, database, rows } = JSON.parse(process.argv[2]);
const info = await stackInfo();
const spark = await SparkSession.builder().remote(info.spark.remote).getOrCreate();
const s3 = s3Of(info);
const store = s3ObjectStore(s3);
const dataKeys = await httpDataKeyService({ ...info.dks, correlationId: "bench" });
const tableType = {
  smallint: "INT",
  integer: "INT",
  bigint: "BIGINT",
  boolean: "BOOLEAN",
  timestamp: "TIMESTAMP",
  date: "TIMESTAMP",
  number: "DOUBLE",
};
const snake = (name) => name.replaceAll(/(?<=.)[A-Z]/g, (letter) => `_${letter}`).toLowerCase();
const schema = benchDocumentColumns
  .map(({ field, type }) => `${snake(field)} ${tableType[type] ?? "STRING"}`)
  .join(", ");

const at = {};
const started = performance.now();
const outcome = await runDay({
  day,
  run: newRunRef(1),
  collections: [
    collectionSpec({
      name: "grant_applications",
      bucket: info.buckets.source,
      format: "encrypted-json",
      prefix: "{date}_application-{collection}",
      initialSchema: types.struct(schema),
    }),
  ],
  output: { scheme: "s3a", bucket: info.buckets.published, database },
  metastore: sparkMetastore(spark),
  source: ownSource({ spark, store, scheme: "s3a" }),
  store,
  dataKeys,
  log: silentLog,
  onEvent: ({ kind }) => {
    at[kind] ??= performance.now();
  },
});
const ended = performance.now();
report((ended - started) / 1000, {
  stagingSeconds: (at.extracting - at.opening) / 1000,
  restSeconds: (ended - at.extracting) / 1000,
  steps: Object.fromEntries(Object.entries(at).map(([kind, time]) => [kind, (time - started) / 1000])),
});

const [{ rows: published, badRows, conversions }] = outcome.collections;
if (published !== rows || badRows !== 0) throw new Error(`${key}: ${published} rows, ${badRows} bad`);
if (conversions.length > 0) throw new Error(`${key}: values were refused: ${JSON.stringify(conversions)}`);
await dataKeys[Symbol.asyncDispose]();
await spark.stop();
s3.destroy();

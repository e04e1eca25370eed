// The day: from listing to published, the stages as every job runs them.
import {
  collectionSpec,
  newRunRef,
  ownSource,
  runDay,
  s3ObjectStore,
  silentLog,
  sparkMetastore,
} from "@dataworks/etl-core";
import { SparkSession, types } from "spark-connect-node";
import { CONCURRENCY, report, s3Of, stackInfo } from "./collections.mjs";

const { files, day, database, rows } = JSON.parse(process.argv[2]);
const info = await stackInfo();
const spark = await SparkSession.builder().remote(info.spark.remote).getOrCreate();
const s3 = s3Of(info);
const store = s3ObjectStore(s3);

const started = performance.now();
const outcome = await runDay({
  day,
  run: newRunRef(1),
  collections: files.map(({ collection, schema }) =>
    collectionSpec({ name: collection, bucket: info.buckets.source, initialSchema: types.struct(schema) }),
  ),
  output: { scheme: "s3a", bucket: info.buckets.published, database },
  metastore: sparkMetastore(spark),
  source: ownSource({ spark, store, scheme: "s3a" }),
  store,
  log: silentLog,
  concurrency: CONCURRENCY,
});
report((performance.now() - started) / 1000, {
  conversions: outcome.collections.flatMap((c) => c.conversions),
});

for (const { name, rows: published, badRows } of outcome.collections) {
  if (published !== rows || badRows !== 0) throw new Error(`${name}: ${published} rows, ${badRows} bad`);
}
await spark.stop();
s3.destroy();

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

// What the runner itself reads of the files: their first and last bytes, and one whole that Spark's counts made suspect.
let runnerBytes = 0;
const source = {
  ...store,
  read: async (...request) => {
    const bytes = await store.read(...request);
    runnerBytes += bytes.length;
    return bytes;
  },
};

const started = performance.now();
const outcome = await runDay({
  day,
  run: newRunRef(1),
  collections: files.map(({ collection, schema }) =>
    collectionSpec({ name: collection, bucket: info.buckets.source, initialSchema: types.struct(schema) }),
  ),
  output: { scheme: "s3a", bucket: info.buckets.published, database },
  metastore: sparkMetastore(spark),
  source: ownSource({ spark, store: source, scheme: "s3a" }),
  store,
  log: silentLog,
  concurrency: CONCURRENCY,
});
report((performance.now() - started) / 1000, {
  runnerBytes,
  conversions: outcome.collections.flatMap((c) => c.conversions),
});

for (const { name, rows: published, badRows } of outcome.collections) {
  if (published !== rows || badRows !== 0) throw new Error(`${name}: ${published} rows, ${badRows} bad`);
}
await spark.stop();
s3.destroy();

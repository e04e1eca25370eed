// A day as every job runs it, for a benchmark: on the stack's Spark and S3, from the source bucket into a database of its
// own, and when each kind of event came first. `decorate` may put something between the job and its source.
import { newRunRef, ownSource, runDay, s3ObjectStore, silentLog, sparkMetastore } from "@dataworks/etl-core";
import { SparkSession } from "spark-connect-node";
import { s3Of, stackInfo } from "./collections.mjs";

export async function runBenchDay({ day, database, collections, decorate = (store) => store, ...more }) {
  const info = await stackInfo();
  const spark = await SparkSession.builder().remote(info.spark.remote).getOrCreate();
  const s3 = s3Of(info);
  const store = s3ObjectStore(s3);
  const started = performance.now();
  const at = {};
  const outcome = await runDay({
    day,
    run: newRunRef(1),
    collections,
    output: { scheme: "s3a", bucket: info.buckets.published, database },
    metastore: sparkMetastore(spark),
    source: ownSource({ spark, store: decorate(store), scheme: "s3a" }),
    store,
    log: silentLog,
    onEvent: ({ kind }) => {
      at[kind] ??= (performance.now() - started) / 1000;
    },
    ...more,
  });
  const ended = performance.now();
  await spark.stop();
  s3.destroy();
  return { outcome, seconds: (ended - started) / 1000, steps: at };
}

/** Fails when a day did not publish every row of every collection. */
export function mustBeWhole({ collections }, rows) {
  for (const { name, rows: published, badRows } of collections) {
    if (published !== rows || badRows !== 0) throw new Error(`${name}: ${published} rows, ${badRows} bad`);
  }
}

// Another job's own CSV: put a day's file into a bucket, run the day, read the table.
// It imports the stages and brings its own data; nothing in it is Kickstart's.
// Needs SPARK_REMOTE and AWS_* in the environment, for example after: eval "$(pnpm --silent stack env)"
import assert from "node:assert/strict";
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import {
  collectionSpec,
  type DayRequest,
  newRunRef,
  ownSource,
  runDay,
  s3ObjectStore,
  silentLog,
  sparkMetastore,
} from "@dataworks/etl-core";
import { SparkSession, types } from "spark-connect-node";

// Names of this run's own, so that the example can be run again.
const run = Date.now().toString(36);
const bucket = `example-custom-job-${run}`;
const database = `example_custom_job_${run}`;
const s3 = new S3Client({});
const store = s3ObjectStore(s3);
await using spark = await SparkSession.builder().getOrCreate();

async function deliver(day: string, csv: string): Promise<void> {
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: `in/${day}_readings.csv`, Body: csv }));
}

function dayRequest(day: string, runId: number): DayRequest {
  return {
    day,
    run: newRunRef(runId),
    collections: [
      collectionSpec({
        name: "readings",
        bucket,
        prefix: "in/{date}_{collection}",
        initialSchema: types.struct("meter_id STRING, reading DECIMAL(10,2), taken_at TIMESTAMP"),
      }),
    ],
    output: { scheme: "s3a", bucket, database },
    metastore: sparkMetastore(spark),
    // Files in another account would come through chainedSource(), with credentials of their own.
    source: ownSource({ spark, store, scheme: "s3a" }),
    store,
    log: silentLog,
    onEvent: (event) => console.log(event.kind, event.collection),
  };
}

await s3.send(
  new CreateBucketCommand({ Bucket: bucket, CreateBucketConfiguration: { LocationConstraint: "eu-west-2" } }),
);
await deliver(
  "2026-11-01",
  'Meter ID,Reading,Taken At\n007,12.50,2026-11-01 10:00:00\n008,"1,5",2026-11-01 10:05:00\n',
);
await deliver("2026-11-02", "Meter ID,Reading,Taken At,Is Estimated?\n007,13.75,2026-11-02 10:00:00,true\n");

for (const [n, day] of ["2026-11-01", "2026-11-02"].entries()) {
  const outcome = await runDay(dayRequest(day, n + 1));
  for (const { name, rows, badRows, changes } of outcome.collections) {
    console.log(`${day} ${name}: ${rows} rows, ${badRows} bad\n${changes}`);
  }
}

const table = spark.table(`${database}.readings`).orderBy("date_uploaded", "meter_id");
await table.show(20, { truncate: false });
const rows = await table.collect();
assert.deepEqual(
  rows.map((row) => [
    String(row["date_uploaded"]),
    row["meter_id"],
    row["reading"],
    row["is_estimated"],
    row["error_desc"],
  ]),
  [
    ["2026-11-01", "007", "12.50", null, []],
    ["2026-11-01", "008", null, null, ["Type Conversion for column reading. The source value is: 1,5"]],
    ["2026-11-02", "007", "13.75", true, []],
  ],
);
s3.destroy();

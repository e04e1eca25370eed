// The floor: Spark itself reads the files as strings and writes Parquet, two at a time. No checks, no types, no tables.
import { SparkSession, StructType, types } from "spark-connect-node";
import { CONCURRENCY, report, stackInfo } from "./collections.mjs";

const { files, target } = JSON.parse(process.argv[2]);
const info = await stackInfo();
const spark = await SparkSession.builder().remote(info.spark.remote).getOrCreate();

const started = performance.now();
const queue = files.entries();
async function worker() {
  for (const [n, { url, columns }] of queue) {
    await spark.read
      .schema(new StructType(columns.map((name) => ({ name, type: types.string }))))
      .options({ header: true, multiLine: true, quote: '"', escape: '"', lineSep: "\n" })
      .csv(url)
      .write.mode("error")
      .parquet(`${target}/${n}`);
  }
}
await Promise.all(Array.from({ length: CONCURRENCY }, worker));
report((performance.now() - started) / 1000);
await spark.stop();

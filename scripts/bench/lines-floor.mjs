// The floor of a day of documents: Spark itself infers and reads the records as JSON lines, and writes Parquet.
import { SparkSession } from "spark-connect-node";
import { report, stackInfo } from "./collections.mjs";

const { url, target } = JSON.parse(process.argv[2]);
const info = await stackInfo();
const spark = await SparkSession.builder().remote(info.spark.remote).getOrCreate();
const started = performance.now();
await spark.read.json(url).write.mode("error").parquet(target);
report((performance.now() - started) / 1000);
await spark.stop();

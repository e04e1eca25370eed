// The floor of a wide day: Spark itself infers the types of one CSV file, and writes Parquet.
import { SparkSession } from "spark-connect-node";
import { report, stackInfo } from "./collections.mjs";

const { url, target } = JSON.parse(process.argv[2]);
const info = await stackInfo();
const spark = await SparkSession.builder().remote(info.spark.remote).getOrCreate();
const started = performance.now();
const options = { header: true, inferSchema: true, multiLine: true, quote: '"', escape: '"', lineSep: "\n" };
await spark.read.options(options).csv(url).write.mode("error").parquet(target);
report((performance.now() - started) / 1000);
await spark.stop();

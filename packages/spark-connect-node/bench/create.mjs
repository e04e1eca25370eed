/**
 * createDataFrame against a live server: rows of (bigint, string, double, timestamp), encoded and sent, then counted.
 * Build first (`pnpm build`), set SPARK_REMOTE, then: node bench/create.mjs [rows] [runs]
 */
import { encodeRows } from "../dist/arrow/index.js";
import { SparkSession, StructType, Timestamp } from "../dist/index.js";

const rows = Number(process.argv[2] ?? 1_000_000);
const runs = Number(process.argv[3] ?? 3);
const schema = StructType.fromDDL("id bigint, name string, score double, at timestamp");

function* make(run) {
  for (let i = 0; i < rows; i++) {
    const at = new Timestamp(1_700_000_000_000_000n + BigInt(i) * 1_000_003n);
    yield { id: BigInt(i + run), name: `name-${i}`, score: i * 1.5, at };
  }
}

const seconds = (from) => ((performance.now() - from) / 1000).toFixed(2);
const spark = await SparkSession.builder().getOrCreate();
for (let run = 0; run < runs; run++) {
  const data = [...make(run)];
  const encoding = performance.now();
  for (let from = 0; from < rows; from += 10_000) encodeRows(data, schema, from, from + 10_000);
  const encoded = seconds(encoding);
  const sending = performance.now();
  const frame = spark.createDataFrame(data, schema);
  await frame.schema();
  const sent = seconds(sending);
  const counting = performance.now();
  const count = await frame.count();
  const { rss } = process.memoryUsage();
  console.log(
    `${count} rows: encoded ${encoded} s; encoded, sent and analysed ${sent} s; counted ${seconds(counting)} s; rss ${Math.round(rss / 2 ** 20)} MiB`,
  );
}
await spark.stop();

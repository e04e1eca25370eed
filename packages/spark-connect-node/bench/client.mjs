// The same works by this package, as its users write them.
import { functions as F, SparkSession } from "spark-connect-node";
import { main, measure } from "./measure.mjs";
import { mixedRows, smallQuery, uploadRow, uploadSchema } from "./workloads.mjs";

const spark = await SparkSession.builder().getOrCreate();

async function warm() {
  await (await spark.sql("SELECT 1")).collect();
}

/** The query as a plan: `sql` would first ask the server whether it is a command. */
async function prepared(query) {
  await warm();
  return spark.sql(query);
}

await main({
  collect: async ({ rows }) => {
    const df = await prepared(mixedRows(rows));
    return measure(async () => (await df.collect()).length);
  },
  arrow: async ({ rows }) => {
    const df = await prepared(mixedRows(rows));
    return measure(async () => (await df.toArrow()).numRows);
  },
  sequential: async ({ queries }) => {
    const df = await prepared("SELECT 1");
    return measure(async () => {
      let rows = 0;
      for (let i = 0; i < queries; i++) rows += (await df.collect()).length;
      return rows;
    });
  },
  concurrent: async ({ queries }) => {
    await warm();
    const all = await Promise.all(Array.from({ length: queries }, (_, i) => spark.sql(smallQuery(i))));
    return measure(async () => {
      const results = await Promise.all(all.map((df) => df.collect()));
      return results.flat().length;
    });
  },
  upload: async ({ rows }) => {
    await warm();
    const data = Array.from({ length: rows }, (_, i) => uploadRow(i));
    return measure(async () => spark.createDataFrame(data, uploadSchema).count());
  },
  chain: async ({ columns }) => {
    await warm();
    await spark.range(1).withColumn("warm", F.lit(1)).schema();
    return measure(async () => {
      let df = spark.range(1);
      for (let i = 0; i < columns; i++) df = df.withColumn(`c${i}`, F.col("id").plus(i));
      return (await df.schema()).fields.length;
    });
  },
  stream: async ({ rows }) => {
    await warm();
    return measure(async () => {
      let count = 0;
      for await (const row of spark.range(rows).toRows()) if (row.id >= 0n) count += 1;
      return count;
    });
  },
});
await spark.stop();

// The vacancy day: from listing to published.
import { collectionSpec } from "@dataworks/etl-core";
import { types } from "spark-connect-node";
import { CONCURRENCY, report, stackInfo } from "./collections.mjs";
import { mustBeWhole, runBenchDay } from "./run-day.mjs";

const { files, day, database, rows } = JSON.parse(process.argv[2]);
const { buckets } = await stackInfo();

// What the runner itself reads of the files: their first and last bytes, and one whole that Spark's counts made suspect.
let runnerBytes = 0;
const { outcome, seconds } = await runBenchDay({
  day,
  database,
  collections: files.map(({ collection, schema }) =>
    collectionSpec({ name: collection, bucket: buckets.source, initialSchema: types.struct(schema) }),
  ),
  concurrency: CONCURRENCY,
  decorate: (store) => ({
    ...store,
    read: async (...request) => {
      const bytes = await store.read(...request);
      runnerBytes += bytes.length;
      return bytes;
    },
  }),
});
mustBeWhole(outcome, rows);
report(seconds, {
  runnerBytes,
  conversions: outcome.collections.flatMap((c) => c.conversions),
});

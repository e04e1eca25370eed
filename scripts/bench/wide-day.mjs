// A day of one wide file: from listing to published.
import { collectionSpec } from "@dataworks/etl-core";
import { types } from "spark-connect-node";
import { report, stackInfo } from "./collections.mjs";
import { mustBeWhole, runBenchDay } from "./run-day.mjs";

const { collection, day, database, rows, schema } = JSON.parse(process.argv[2]);
const { buckets } = await stackInfo();
const { outcome, seconds, steps } = await runBenchDay({
  day,
  database,
  collections: [
    collectionSpec({
      name: collection,
      bucket: buckets.source,
      ...(schema === undefined ? {} : { initialSchema: types.struct(schema) }),
    }),
  ],
});
mustBeWhole(outcome, rows);
report(seconds, { steps });

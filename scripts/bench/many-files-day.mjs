// A day of many small files with headers in several orders: from listing to published, with the calls to S3 counted.
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { collectionSpec } from "@dataworks/etl-core";
import { types } from "spark-connect-node";
import { report, s3Of, stackInfo } from "./collections.mjs";
import { mustBeWhole, runBenchDay } from "./run-day.mjs";

/** A header, and the row under it. */
const SHAPES = [
  { header: "id,b", row: (n) => `${n},1` },
  { header: "b,id", row: (n) => `1,${n}` },
  { header: "id", row: (n) => `${n}` },
];
const UPLOADS_AT_ONCE = 16;

const { collection, day, database, files } = JSON.parse(process.argv[2]);
const info = await stackInfo();
const s3 = s3Of(info);
const numbers = Array.from({ length: files }, (_, n) => n).values();
await Promise.all(
  Array.from({ length: UPLOADS_AT_ONCE }, async () => {
    for (const n of numbers) {
      const { header, row } = SHAPES[n % SHAPES.length];
      const Key = `${day}_${collection}_${n}.csv`;
      await s3.send(
        new PutObjectCommand({ Bucket: info.buckets.source, Key, Body: `${header}\n${row(n)}\n` }),
      );
    }
  }),
);
s3.destroy();

let calls = 0;
const { outcome, seconds, steps } = await runBenchDay({
  day,
  database,
  collections: [
    collectionSpec({
      name: collection,
      bucket: info.buckets.source,
      extract: "delta",
      select: "all",
      initialSchema: types.struct("id INT"),
    }),
  ],
  decorate: (store) =>
    new Proxy(store, {
      get: (target, method) => {
        const call = target[method];
        return (...given) => {
          calls += 1;
          return call.apply(target, given);
        };
      },
    }),
});
mustBeWhole(outcome, files);
report(seconds, { calls, steps });

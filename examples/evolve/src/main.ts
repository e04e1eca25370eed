// Schema evolution by itself: yesterday's table, today's file, and what becomes of it.
// Run it with a Spark Connect server in SPARK_REMOTE, for example after: eval "$(pnpm --silent stack env)"
import assert from "node:assert/strict";
import { formatEvolution, getEvolvedSchema, planEvolution } from "@dataworks/schema-evolution";
import { SparkSession } from "spark-connect-node";

await using spark = await SparkSession.builder().getOrCreate();

const table = await spark.sql("SELECT 1 AS vacancy_id, 'Fitter' AS title, DATE'2026-11-01' AS start_date");
const file = await spark.sql(`
  SELECT * FROM VALUES
    ('7',   '2026-11-02', 'Leeds'),
    ('7.0', '2026-11-03', 'York'),
    ('2.5', 'tomorrow',   'Hull')
  AS file(vacancy_id, start_date, city)`);

// The plan is a pure function of two schemas, and prints as a diff.
const plan = planEvolution(await table.schema(), await file.schema());
console.log(formatEvolution(plan));

// Applied, it gives lazy columns: nothing is read until a result is asked for.
const evolved = await getEvolvedSchema(table, file);
await evolved.show(20, { truncate: false });

const rows = await evolved.orderBy("city").collect();
assert.deepEqual(
  rows.map((row) => [
    row["vacancy_id"],
    row["title"],
    String(row["start_date"]),
    row["city"],
    row["error_desc"],
  ]),
  [
    [
      null,
      null,
      "null",
      "Hull",
      [
        "Type Conversion for column vacancy_id. The source value is: 2.5",
        "Type Conversion for column start_date. The source value is: tomorrow",
      ],
    ],
    [7, null, "2026-11-02", "Leeds", []],
    [7, null, "2026-11-03", "York", []],
  ],
);

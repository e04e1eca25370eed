// The smallest run: one vacancy day, just as the cluster's step does it.
// Needs the environment of the embedded stack: eval "$(pnpm --silent stack env)"
import assert from "node:assert/strict";
import { readInfo, uploadDays } from "@dataworks/local-stack";
import { generateVacancyDays } from "@dataworks/test-data";
import { main } from "@dataworks/runner";
import { SparkSession } from "spark-connect-node";

const day = "2026-10-01";

// The source's owner delivers; in real life that is another account.
const stack = await readInfo(process.env["ADG_STACK_INFO"] ?? "");
assert(stack, 'no stack is running here: eval "$(pnpm --silent stack env)" first');
await uploadDays(stack, generateVacancyDays({ start: day, days: 1, rows: 50 }));

const exitCode = await main({
  argv: ["run", "--module_name", "vacancy", "--start_dt", day, "--end_dt", day],
  environment: process.env,
  stdout: process.stdout,
  stderr: process.stderr,
  signals: process,
  now: () => new Date(),
  exitNow: (code) => process.exit(code),
});
assert.equal(exitCode, 0);

await using spark = await SparkSession.builder().getOrCreate();
for (const table of ["bids", "bid_employers", "introductions", "vacancies"]) {
  const rows = await spark.table(`uc_kickstart.${table}`).filter(`date_uploaded = DATE'${day}'`).count();
  assert.equal(rows, 50, `${table} has ${rows} rows on ${day}`);
}

// pnpm demo: the whole job on three made-up vacancy days, from nothing to tables. Every run starts from the same place:
// it has an instance of the stack to itself and cleans up what the run before published.
import { dirname, join, relative } from "node:path";
import { build } from "./lib/build.mjs";
import { cli, must, root } from "./lib/run.mjs";
import { stackUp } from "./lib/stack.mjs";

const INSTANCE = "demo";
const START = "2026-11-01";
const END = "2026-11-03";
const DAYS = ["--module_name", "vacancy", "--start_dt", START, "--end_dt", END];
const heading = (text) => console.log(`\n━━ ${text}`);

heading("Building, and starting the embedded stack (the first time downloads Spark)");
await build();
const { env } = await stackUp(INSTANCE);
const log = join(dirname(env.ADG_STACK_INFO), "logs", "adg.log");

heading(
  "Three vacancy days at the source: day 2 drops a column; day 3 adds one, and has text in an integer column",
);
await must([
  cli("local-stack"),
  "generate",
  "--name",
  INSTANCE,
  "--start",
  START,
  "--days",
  "3",
  "--rows",
  "200",
]);

heading(`The plan: adg plan ${DAYS.join(" ")}`);
await must([cli("runner"), "plan", ...DAYS], { env, log });

heading(`The run: adg run ${DAYS.join(" ")} --clean_up_flg true`);
await must([cli("runner"), "run", ...DAYS, "--clean_up_flg", "true"], { env, log });
console.log(`the job's own log, a JSON line an event: ${relative(root, log)}`);

heading("The tables");
const { SparkSession } = await import("spark-connect-node");
const spark = await SparkSession.builder().remote(env.SPARK_REMOTE).getOrCreate();
try {
  for (const table of ["bids", "bid_employers", "introductions", "vacancies"]) {
    const name = `uc_kickstart.${table}`;
    console.log(name);
    const days = await spark.sql(
      `SELECT date_uploaded, count(*) AS rows, count_if(size(error_desc) > 0) AS rows_with_errors FROM ${name} GROUP BY ALL ORDER BY 1`,
    );
    await days.show();
    const columns = (await spark.table(name).columns()).filter(
      (column) => !/^(error_desc|date_uploaded)$/.test(column),
    );
    await spark
      .table(name)
      .orderBy("date_uploaded", columns[0])
      .select("date_uploaded", ...columns.slice(0, 5))
      .show(3, { truncate: 28 });
  }
  console.log("uc_kickstart.vacancies: what could not be converted on day 3");
  const errors = await spark.sql(
    `SELECT explode(error_desc) AS error_desc FROM uc_kickstart.vacancies WHERE date_uploaded = DATE'${END}' LIMIT 3`,
  );
  await errors.show(3, { truncate: false });
} finally {
  await spark.stop();
}

heading("Now try");
console.log(`  eval "$(npx pnpm@12 --silent stack env --name ${INSTANCE})"     the stack, for any tool
  npx pnpm@12 adg run --help                                the cluster's step
  npx pnpm@12 stack down --name ${INSTANCE}                       end it all
`);

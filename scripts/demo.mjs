// pnpm demo: the whole job on three made-up days of each module, from nothing to tables. Every run starts from the same
// place: it has an instance of the stack to itself and cleans up what the run before published.
import { dirname, join, relative } from "node:path";
import { build } from "./lib/build.mjs";
import { cli, must, root, step } from "./lib/run.mjs";
import { SMALL_QUERIES, stackUp } from "./lib/stack.mjs";

const INSTANCE = "demo";
const START = "2026-11-01";
const END = "2026-11-03";
const days = (module) => ["--module_name", module, "--start_dt", START, "--end_dt", END];
const times = [];
/** @param part - what the summary at the end calls it; none of its own where it goes on with the one before. */
const heading = (text, part) => {
  if (part !== undefined) times.push({ part, from: performance.now() });
  console.log(`\n━━ ${text}`);
};

heading("Building, and starting the embedded stack (the first time downloads Spark)", "build and stack");
await build();
const { env } = await stackUp(INSTANCE, SMALL_QUERIES);
const logs = join(dirname(env.ADG_STACK_INFO), "logs");

heading(
  "Three days of each module at the source: vacancies as CSV, applications and payments as encrypted JSON; " +
    "columns come and go, a structure gains a field, and day 3 has text in integer columns",
  "sample data",
);
const generate = ["generate", "--name", INSTANCE, "--module", "all", "--start", START];
await must([cli("local-stack"), ...generate, "--days", "3", "--rows", "200"], { quiet: true });

for (const module of ["vacancy", "application", "payment"]) {
  const log = join(logs, `adg-${module}.log`);
  heading(`${module}, the plan: adg plan ${days(module).join(" ")}`, `${module}, plan`);
  await must(step("plan", ...days(module)), { env, log });

  heading(`${module}, the run: adg run ${days(module).join(" ")} --clean_up_flg true`, `${module}, run`);
  await must(step("run", ...days(module), "--clean_up_flg", "true"), { env, log });
  console.log(`the job's own log, a JSON line an event: ${relative(root, log)}`);
}

heading("The tables", "queries");
const { SparkSession } = await import("spark-connect-node");
const spark = await SparkSession.builder().remote(env.SPARK_REMOTE).getOrCreate();
const show = async (title, query, ...options) => {
  console.log(title);
  await (await spark.sql(query)).show(...options);
};
try {
  const tables = (await (await spark.sql("SHOW TABLES IN uc_kickstart")).collect())
    .map(({ tableName }) => String(tableName))
    .filter((name) => !name.includes("__"));
  await show(
    "rows, and rows in which a value could not be converted",
    tables
      .map(
        (name) =>
          `SELECT '${name}' AS table, date_uploaded, count(*) AS rows, count_if(size(error_desc) > 0) AS rows_with_errors FROM uc_kickstart.${name} GROUP BY ALL`,
      )
      .join(" UNION ALL ")
      .concat(" ORDER BY table, date_uploaded"),
    tables.length * 3,
  );
  await show(
    "uc_kickstart.vacancies: what could not be converted on day 3",
    `SELECT explode(error_desc) AS error_desc FROM uc_kickstart.vacancies WHERE date_uploaded = DATE'${END}' LIMIT 3`,
    3,
    { truncate: false },
  );
  await show(
    "uc_kickstart.grant_applications: structures evolve by name; each row has its digest",
    `SELECT date_uploaded, first(amount_claimed) AS amount_claimed, first(site_address.town) AS town,
            first(site_address.county) AS county, first(size(contacts)) AS contacts, first(row_hash_id) AS row_hash_id
       FROM uc_kickstart.grant_applications WHERE size(contacts) > 0 GROUP BY date_uploaded ORDER BY 1`,
    3,
    { truncate: 20 },
  );
} finally {
  await spark.stop();
}

heading("What took how long");
for (const [n, { part, from }] of times.entries()) {
  const seconds = ((times[n + 1]?.from ?? performance.now()) - from) / 1000;
  console.log(`  ${part.padEnd(20)} ${seconds.toFixed(1).padStart(6)} s`);
}

heading("Now try");
console.log(`  eval "$(npx pnpm@12 --silent stack env --name ${INSTANCE})"     the stack, for any tool
  npx pnpm@12 adg run --help                                the cluster's step
  npx pnpm@12 stack down --name ${INSTANCE}                       end it all
`);

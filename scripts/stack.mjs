// pnpm stack up | down | status | reset | env | put | sql …: the embedded stack's own command line.
import { parseArgs } from "node:util";
import { build, buildStack } from "./lib/build.mjs";
import { cli, must, node } from "./lib/run.mjs";

const [command, ...rest] = process.argv.slice(2);
const wantsHelp = rest.some((argument) => argument === "--help" || argument === "-h");
if (command === "sql" && !wantsHelp) {
  await sql(rest);
} else {
  await buildStack();
  process.exit(await node([cli("local-stack"), ...process.argv.slice(2)]));
}

/** Runs a query in an instance's Spark. Its client is built by what the stack installs, so the stack cannot import it. */
async function sql(args) {
  const { query, name, json, rows } = options(args);
  await build();
  const instance = name === undefined ? [] : ["--name", name];
  const { stdout } = await must([cli("local-stack"), "env", "--json", ...instance], { capture: true });
  const { SparkSession } = await import("spark-connect-node");
  const spark = await SparkSession.builder().remote(JSON.parse(stdout).SPARK_REMOTE).getOrCreate();
  try {
    const result = await spark.sql(query);
    if (json) console.log(JSON.stringify(await result.limit(rows).collect(), plain, 2));
    else await result.show(rows, { truncate: false });
  } catch (error) {
    console.error(`stack: ${error.message.split("\n", 1)[0]}`);
    process.exitCode = 1;
  } finally {
    await spark.stop();
  }
}

function options(args) {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        name: { type: "string" },
        json: { type: "boolean", default: false },
        rows: { type: "string", default: "20" },
      },
    });
    const rows = Number(values.rows);
    if (positionals.length !== 1) throw new Error("give one query, in quotes");
    if (!Number.isSafeInteger(rows) || rows < 1) throw new Error("--rows takes a whole number from 1 on");
    return { ...values, rows, query: positionals[0] };
  } catch (error) {
    console.error(`stack: ${error.message}. Example: pnpm stack sql "SHOW TABLES IN uc_kickstart"`);
    return process.exit(2);
  }
}

/** JSON has no bigint: a small one is a number, any other its digits. */
function plain(_key, value) {
  if (typeof value !== "bigint") return value;
  return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
}

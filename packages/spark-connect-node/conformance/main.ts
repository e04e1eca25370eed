import { parseArgs } from "node:util";
import { installPySpark } from "@dataworks/local-stack";
import { comparePlans, compareRows } from "./compare.ts";
import { topics as all } from "./programs/index.ts";
import { report } from "./report.ts";
import { serversReport } from "./servers-report.ts";
import { compareServers } from "./versions.ts";

// Compares programs here and in PySpark: main.ts [--rows | --servers 3.5,4.0] [topic …]. SPARK_REMOTE names the server.
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rows: { type: "boolean", default: false }, servers: { type: "string" } },
});
const topics = all.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
const strangers = positionals.filter((name) => !all.some((topic) => topic.name === name));
const remote = process.env["SPARK_REMOTE"];
if (strangers.length > 0 || remote === undefined) {
  console.error(
    remote === undefined
      ? "SPARK_REMOTE names no server: start this by `pnpm conformance`"
      : `There is no topic ${strangers.join(", ")}; there are ${all.map(({ name }) => name).join(", ")}`,
  );
  process.exit(2);
}
const pyspark = await installPySpark({ report: console.error });
process.exit(
  values.servers === undefined ? await plansAndRows(remote) : await servers(remote, values.servers),
);

async function plansAndRows(remote: string): Promise<number> {
  const plans = await comparePlans(topics, pyspark, remote);
  const rows = values.rows ? await compareRows(topics, pyspark, remote) : undefined;
  console.log(report(topics, plans, rows));
  return [...plans, ...(rows ?? [])].some(({ kind }) => kind === "differs") ? 1 : 0;
}

async function servers(remote: string, list: string): Promise<number> {
  const outcomes = await compareServers(topics, pyspark, remote, list.split(","), console.error);
  console.log(serversReport(topics, outcomes));
  return [...outcomes.values()].flat().some(({ kind }) => kind === "differs") ? 1 : 0;
}

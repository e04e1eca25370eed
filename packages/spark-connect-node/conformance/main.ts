import { parseArgs } from "node:util";
import { installPySpark } from "@dataworks/local-stack";
import { comparePlans, compareRows, type Outcome } from "./compare.ts";
import { topics as all } from "./programs/index.ts";
import { report } from "./report.ts";

// Compares programs here and in PySpark: main.ts [--rows] [topic …], against the server that SPARK_REMOTE names.
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rows: { type: "boolean", default: false } },
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
const plans = await comparePlans(topics, pyspark, remote);
const rows: Outcome[] = values.rows ? await compareRows(topics, pyspark, remote, framesOf(plans)) : [];
console.log(report(topics, plans, values.rows ? rows : undefined));
process.exit([...plans, ...rows].some(({ kind }) => kind === "differs") ? 1 : 0);

function framesOf(outcomes: readonly Outcome[]): ReadonlySet<string> {
  return new Set(
    outcomes.filter((outcome) => outcome.kind === "differs" || outcome.frame).map(({ id }) => id),
  );
}

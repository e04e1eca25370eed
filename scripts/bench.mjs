// pnpm bench [vacancy] [application] [split] [wide] [--rows 500000] [--document-rows 480000] [--columns 1000,2500,5000]
//   [--rounds 5] [--warm-ups 2] [--s3 versitygw|moto]: how long a day takes, against Spark doing the least that could be called the same. Both are
// measured in turn, in fresh processes, against one warm server. Without a part, all of them.
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { applicationPart } from "./bench/application-part.mjs";
import { splitPart } from "./bench/split-part.mjs";
import { vacancyPart } from "./bench/vacancy-part.mjs";
import { widePart } from "./bench/wide-part.mjs";
import { build } from "./lib/build.mjs";
import { cli, must, node, root, STEP_FLAG } from "./lib/run.mjs";
import { stackDown } from "./lib/stack.mjs";

const PARTS = { split: splitPart, application: applicationPart, vacancy: vacancyPart, wide: widePart };
const INSTANCE = "bench";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rows: { type: "string", default: "500000" },
    "document-rows": { type: "string", default: "480000" },
    columns: { type: "string", default: "1000,2500,5000" },
    rounds: { type: "string", default: "5" },
    "warm-ups": { type: "string", default: "2" },
    s3: { type: "string", default: "versitygw" },
    out: { type: "string", default: join(root, "bench-results") },
  },
});
const strangers = positionals.filter((name) => !(name in PARTS));
if (strangers.length > 0) {
  console.error(
    `bench: there is no part ${strangers.join(", ")}; there are ${Object.keys(PARTS).join(", ")}`,
  );
  process.exit(2);
}
const parts = Object.keys(PARTS).filter((name) => positionals.length === 0 || positionals.includes(name));

const machine = { cpus: cpus().length, model: cpus()[0]?.model, node: process.version };
const options = {
  rows: Number(values.rows),
  documentRows: Number(values["document-rows"]),
  widths: values.columns.split(",").map(Number),
  rounds: Number(values.rounds),
  warmUps: Number(values["warm-ups"]),
};

async function measure(part, measured, info) {
  const { name, result, about, table } = await PARTS[part]({ ...options, info, measured });
  const s3 = info === undefined ? "" : `, S3 by ${values.s3}`;
  const text = [
    "| what | median | target |",
    "| --- | --- | --- |",
    ...table.map((cells) => `| ${cells.join(" | ")} |`),
    "",
    `${options.rounds} rounds on ${machine.cpus} × ${machine.model}${s3}; ${about}`,
  ].join("\n");
  mkdirSync(values.out, { recursive: true });
  writeFileSync(
    join(values.out, `${name}.json`),
    `${JSON.stringify({ machine, s3: values.s3, rounds: options.rounds, ...result }, null, 2)}\n`,
  );
  writeFileSync(join(values.out, `${name}.md`), `${text}\n`);
  console.log(`${text}\n`);
}

/** Runs a script in a process of its own, started as the cluster's step is, and gives the figures it prints. */
const measuredIn = (env) => async (script, argument) => {
  const { code, stdout } = await node(
    [STEP_FLAG, join(root, "scripts/bench", script), JSON.stringify(argument)],
    { env, capture: true },
  );
  if (code !== 0) throw new Error(`${script} ended with code ${code}`);
  return JSON.parse(stdout.trim().split("\n").at(-1));
};

await build();
// What needs no stack goes first, while nothing else runs.
if (parts.includes("split")) await measure("split", measuredIn({}), undefined);
const onStack = parts.filter((part) => part !== "split");
if (onStack.length > 0) {
  await stackDown(INSTANCE);
  await must([cli("local-stack"), "up", "--name", INSTANCE, "--s3", values.s3]);
  try {
    const { stdout } = await must([cli("local-stack"), "env", "--name", INSTANCE, "--json"], {
      capture: true,
    });
    const env = JSON.parse(stdout);
    const { readInfo } = await import("@dataworks/local-stack");
    const info = await readInfo(env.ADG_STACK_INFO);
    for (const part of onStack) await measure(part, measuredIn(env), info);
  } finally {
    await stackDown(INSTANCE);
  }
}

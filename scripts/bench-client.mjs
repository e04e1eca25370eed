// pnpm bench:client [collect] [arrow] … [--rounds 5] [--rows 1000000]: how fast spark-connect-node is, against bare
// grpc-js doing the least that could be called the same (the floor) and against PySpark's own Connect client. Each
// measurement is a fresh process; the contenders take turns against one warm server. Without a name, all works.
import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { mixedRows, smallQuery } from "../packages/spark-connect-node/bench/workloads.mjs";
import { median } from "./bench/median.mjs";
import { build } from "./lib/build.mjs";
import { root } from "./lib/run.mjs";
import { stackDown, stackRestartSpark, stackUp } from "./lib/stack.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: "string", default: "5" },
    rows: { type: "string", default: "1000000" },
    "stream-rows": { type: "string", default: "50000000" },
    out: { type: "string", default: join(root, "bench-results") },
  },
});
const rows = Number(values.rows);
const rounds = Number(values.rounds);
const millions = (count) => `${count / 1e6}M`;

/** `rounds`: fewer where one takes minutes. `target`: of client against floor, or as words say. `server`: what it needs. */
const WORKS = {
  collect: {
    title: `collect ${millions(rows)} rows as objects, exact values`,
    args: { rows },
    contenders: ["floor", "client", "pyspark"],
    target: "≤ 1.2 × the floor; ≥ 6 × faster than PySpark",
  },
  arrow: {
    title: `toArrow ${millions(rows)} rows`,
    args: { rows },
    contenders: ["floor", "client", "pyspark"],
    target: "≤ 1.1 × the floor",
  },
  sequential: {
    title: "200 × SELECT 1, one after the other",
    args: { queries: 200 },
    contenders: ["floor", "client", "pyspark"],
    target: "≤ 1.1 × the floor",
  },
  concurrent: {
    title: "20 queries at once",
    args: { queries: 20 },
    contenders: ["floor", "client", "pyspark"],
    target: "≤ 1.15 × the floor",
  },
  upload: {
    title: `createDataFrame of ${millions(rows)} × 4 rows, then count`,
    args: { rows },
    contenders: ["client", "pyspark"],
    target: "faster than PySpark",
  },
  "upload-large": {
    title: `createDataFrame of ${millions(6 * rows)} × 4 rows, then count`,
    work: "upload",
    args: { rows: 6 * rows },
    contenders: ["client", "pyspark"],
    rounds: 2,
    // Spark keeps the rows on its heap, and their plan; with 2 GB it collects garbage for ever.
    server: { "spark.driver.memory": "6g" },
    target: "faster than PySpark",
  },
  chain: {
    title: "500 × withColumn, then schema",
    args: { columns: 500 },
    contenders: ["client", "pyspark"],
    target: "≤ 0.1 s",
  },
  stream: {
    title: `stream ${millions(Number(values["stream-rows"]))} rows`,
    args: { rows: Number(values["stream-rows"]) },
    contenders: ["client"],
    rounds: 1,
    target: "peak < 150 MB over the start",
  },
};

const strangers = positionals.filter((name) => !(name in WORKS));
if (strangers.length > 0) {
  console.error(
    `bench:client: there is no work ${strangers.join(", ")}; there are ${Object.keys(WORKS).join(", ")}`,
  );
  process.exit(2);
}
const names = positionals.length === 0 ? Object.keys(WORKS) : positionals;

await build();
const { installPySpark } = await import("@dataworks/local-stack");
const pyspark = await installPySpark({ report: console.error });
const { env, started } = await stackUp("bench-client");
const folder = join(root, "packages/spark-connect-node/bench");

/** Runs one measurement and gives what the program printed last. */
function run(command, args, environment) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env: environment, stdio: ["ignore", "pipe", "inherit"] });
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (text) => {
      output += text;
    });
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve(JSON.parse(output.trim().split("\n").at(-1)));
      else reject(new Error(`${[command, ...args].join(" ").slice(0, 200)} ended with code ${code}`));
    });
  });
}

const nodeProgram = (file) => (work, args) =>
  run(process.execPath, [join(folder, file), work, JSON.stringify(args)], { ...process.env, ...env });
const contenders = {
  floor: nodeProgram("floor.mjs"),
  client: nodeProgram("client.mjs"),
  pyspark: (work, args) => {
    const small = Array.from({ length: args.queries ?? 0 }, (_, i) => smallQuery(i));
    const file = join(folder, "pyspark_peer.py");
    return run(
      pyspark.python,
      [file, work, JSON.stringify(args), mixedRows(args.rows ?? 0), JSON.stringify(small)],
      { ...pyspark.env, SPARK_REMOTE: env.SPARK_REMOTE },
    );
  },
};

const results = {};
try {
  for (const name of names) {
    const { args, work = name, contenders: who, rounds: times = rounds, server } = WORKS[name];
    if (server !== undefined) await stackRestartSpark("bench-client", server);
    const measured = Object.fromEntries(who.map((each) => [each, []]));
    // The first round warms the server's generated code and is not counted.
    for (let round = times === 1 ? 1 : 0; round <= times; round++) {
      for (const each of who) {
        const figures = await contenders[each](work, args);
        if (round > 0) measured[each].push(figures);
        console.error(
          `${name} ${round === 0 ? "warm-up" : `${round}/${times}`} ${each}: ${figures.wall.toFixed(3)} s, ${figures.cpu.toFixed(3)} s CPU, ${figures.peakMiB.toFixed(0)} MiB`,
        );
      }
    }
    const answers = new Set(who.flatMap((each) => measured[each].map(({ result }) => result)));
    if (answers.size !== 1) throw new Error(`${name}: the contenders disagree: ${[...answers].join(", ")}`);
    results[name] = Object.fromEntries(
      who.map((each) => [
        each,
        Object.fromEntries(
          ["wall", "cpu", "peakMiB", "baseMiB"].map((key) => [
            key,
            median(measured[each].map((figures) => figures[key])),
          ]),
        ),
      ]),
    );
    if (server !== undefined) await stackRestartSpark("bench-client", {});
  }
} finally {
  if (started) await stackDown("bench-client");
}

const cell = (figures) =>
  figures === undefined
    ? ""
    : `${figures.wall.toFixed(figures.wall < 1 ? 3 : 2)} s, ${figures.cpu.toFixed(2)} s CPU, ${figures.peakMiB.toFixed(0)} MiB`;
const ratio = (a, b) => (a === undefined || b === undefined ? "" : `× ${(a.wall / b.wall).toFixed(2)}`);
const table = [
  "| work | floor | spark-connect-node | of the floor | PySpark | PySpark takes | target |",
  "| --- | --- | --- | --- | --- | --- | --- |",
  ...Object.entries(results).map(
    ([name, { floor, client, pyspark: peer }]) =>
      `| ${WORKS[name].title} | ${cell(floor)} | ${cell(client)} | ${ratio(client, floor)} | ${cell(peer)} | ${ratio(peer, client)} | ${WORKS[name].target} |`,
  ),
  "",
  `Medians of ${rounds} rounds in fresh processes, on ${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}.`,
].join("\n");
mkdirSync(values.out, { recursive: true });
writeFileSync(join(values.out, "client.json"), `${JSON.stringify(results, null, 2)}\n`);
writeFileSync(join(values.out, "client.md"), `${table}\n`);
console.log(table);

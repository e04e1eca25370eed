// pnpm bench [--rows 500000] [--rounds 5] [--warm-ups 2] [--s3 versitygw|moto]: how long a day takes, against Spark doing the least that
// could be called the same. Both are measured in turn, in fresh processes, against one warm server.
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { build } from "./lib/build.mjs";
import { cli, must, node, root } from "./lib/run.mjs";
import { stackDown } from "./lib/stack.mjs";

const { values } = parseArgs({
  options: {
    rows: { type: "string", default: "500000" },
    rounds: { type: "string", default: "5" },
    "warm-ups": { type: "string", default: "2" },
    s3: { type: "string", default: "versitygw" },
    out: { type: "string", default: join(root, "bench-results") },
  },
});
const rows = Number(values.rows);
const rounds = Number(values.rounds);
const warmUps = Number(values["warm-ups"]);
const INSTANCE = "bench";
const DAY = "2026-06-01";

await build();
await stackDown(INSTANCE);
await must([cli("local-stack"), "up", "--name", INSTANCE, "--s3", values.s3]);
const { stdout } = await must([cli("local-stack"), "env", "--name", INSTANCE, "--json"], { capture: true });
const env = JSON.parse(stdout);

async function measured(script, argument) {
  const { code, stdout: output } = await node(
    [join(root, "scripts/bench", script), JSON.stringify(argument)],
    {
      env,
      capture: true,
    },
  );
  if (code !== 0) throw new Error(`${script} ended with code ${code}`);
  return JSON.parse(output.trim().split("\n").at(-1));
}

const median = (numbers) => {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

try {
  const { benchColumns, readInfo, uploadBenchDay } = await import("@dataworks/local-stack");
  const { normaliseColumnName } = await import("@dataworks/etl-core");
  const info = await readInfo(env.ADG_STACK_INFO);
  console.error(`writing 4 files of ${rows} rows`);
  const objects = await uploadBenchDay(info, { day: DAY, rows });
  const tableType = {
    uuid: "STRING",
    string: "STRING",
    text: "STRING",
    "user-input": "STRING",
    boolean: "BOOLEAN",
    timestamp: "TIMESTAMP",
    date: "TIMESTAMP",
    smallint: "INT",
    integer: "INT",
    bigint: "BIGINT",
    numeric: "DOUBLE",
  };
  const files = objects.map(({ collection, key, bytes }) => {
    const columns = benchColumns(collection).map(({ header, type }) => [
      normaliseColumnName(header),
      tableType[type],
    ]);
    return {
      collection,
      bytes,
      url: `s3a://${info.buckets.source}/${key}`,
      columns: columns.map(([name]) => name),
      schema: columns.map(([name, type]) => `${name} ${type}`).join(", "),
    };
  });

  const bytesRead = async () => {
    const [application] = await (await fetch(`${info.spark.uiUrl}/api/v1/applications`)).json();
    const executors = await (
      await fetch(`${info.spark.uiUrl}/api/v1/applications/${application.id}/executors`)
    ).json();
    return executors.reduce((sum, { totalInputBytes }) => sum + totalInputBytes, 0);
  };
  const fileBytes = files.reduce((sum, { bytes }) => sum + bytes, 0);

  const taken = [];
  for (let round = 1 - warmUps; round <= rounds; round += 1) {
    const floor = await measured("floor.mjs", {
      files,
      target: `s3a://${info.buckets.published}/floor/${round + warmUps}`,
    });
    const before = await bytesRead();
    const day = await measured("day.mjs", { files, day: DAY, rows, database: `bench_${round + warmUps}` });
    const reads = ((await bytesRead()) - before) / fileBytes;
    const looks = day.runnerBytes / fileBytes;
    console.error(
      `${round < 1 ? "warm-up" : `round ${round}`}: floor ${floor.seconds.toFixed(1)} s, day ${day.seconds.toFixed(1)} s, ` +
        `× ${(day.seconds / floor.seconds).toFixed(2)}, runner ${day.peakMiB} MiB, ` +
        `files read × ${reads.toFixed(2)} by Spark, × ${looks.toFixed(2)} by the runner`,
    );
    if (round >= 1) taken.push({ floor, day, ratio: day.seconds / floor.seconds, reads, looks });
  }

  const result = {
    machine: { cpus: cpus().length, model: cpus()[0]?.model, node: process.version },
    s3: values.s3,
    rows,
    files: files.map(({ collection, bytes }) => ({ collection, megabytes: Math.round(bytes / 1e5) / 10 })),
    rounds: taken.length,
    floorSeconds: median(taken.map(({ floor }) => floor.seconds)),
    daySeconds: median(taken.map(({ day }) => day.seconds)),
    ratio: median(taken.map(({ ratio }) => ratio)),
    filesReadTimes: median(taken.map(({ reads }) => reads)),
    filesLookedAtAgain: median(taken.map(({ looks }) => looks)),
    runnerPeakMiB: Math.max(...taken.map(({ day }) => day.peakMiB)),
    all: taken,
  };
  mkdirSync(values.out, { recursive: true });
  writeFileSync(join(values.out, "day.json"), `${JSON.stringify(result, null, 2)}\n`);
  const table = [
    "| what | median | target |",
    "| --- | --- | --- |",
    `| floor: Spark reads 4 × ${rows} rows as strings, writes Parquet | ${result.floorSeconds.toFixed(1)} s | |`,
    `| the whole day, listing to published | ${result.daySeconds.toFixed(1)} s | |`,
    `| day ÷ floor, round by round | ${result.ratio.toFixed(2)} | ≤ 1.5 |`,
    `| times each file's bytes are read by Spark | ${result.filesReadTimes.toFixed(2)} | 1 |`,
    `| and by the runner, where a value looks like a fault | ${result.filesLookedAtAgain.toFixed(2)} | |`,
    `| peak memory of the runner | ${result.runnerPeakMiB} MiB | < 200 MB |`,
    "",
    `${rounds} rounds on ${result.machine.cpus} × ${result.machine.model}, S3 by ${result.s3}; files: ` +
      result.files.map(({ collection, megabytes }) => `${collection} ${megabytes} MB`).join(", "),
  ].join("\n");
  writeFileSync(join(values.out, "day.md"), `${table}\n`);
  console.log(table);
} finally {
  await stackDown(INSTANCE);
}

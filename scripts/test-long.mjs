// pnpm test:long [--megabytes 2000] [--fuzz-runs 50000] [--files 5000]: what takes too long for every run. Ends with "N passed, N failed".
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { CopyObjectCommand } from "@aws-sdk/client-s3";
import { s3Of } from "./bench/collections.mjs";
import { build } from "./lib/build.mjs";
import { cli, must, node, root, step } from "./lib/run.mjs";
import { stackDown } from "./lib/stack.mjs";

const { values } = parseArgs({
  options: {
    megabytes: { type: "string", default: "2000" },
    "fuzz-runs": { type: "string", default: "50000" },
    files: { type: "string", default: "5000" },
  },
});
const INSTANCE = "long";
const DAY = "2026-06-01";
const RECORD_BYTES = 519;
/** Millions of bytes that the runner may take, whatever the document's size. */
const MEMORY_MB = 200;
const totals = { passed: 0, failed: 0 };

function verdict(label, right, what) {
  totals[right ? "passed" : "failed"] += 1;
  console.log(`${right ? "✓" : "✕"} ${label}: ${what}`);
}

/** Runs the cluster's step and looks at its memory until it ends. */
async function runStep(env) {
  const day = ["--start_dt", DAY, "--end_dt", DAY];
  const child = spawn(
    process.execPath,
    step("run", "--module_name", "application", "--e2e_test_flg", "true", ...day),
    {
      env: { ...process.env, ...env },
      stdio: ["ignore", "inherit", "pipe"],
    },
  );
  let log = "";
  child.stderr.setEncoding("utf8").on("data", (text) => {
    log = (log + text).slice(-4_000);
  });
  let peak = 0;
  const look = () => {
    try {
      const [, kilobytes] = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${child.pid}/status`, "utf8")) ?? [];
      peak = Math.max(peak, Number(kilobytes) * 1024);
    } catch {
      // It has just ended.
    }
  };
  const looking = setInterval(look, 100);
  const code = await new Promise((resolve) => child.once("close", resolve));
  clearInterval(looking);
  if (code !== 0) console.error(log);
  return { code, peakMB: Math.round(peak / 1e6) };
}

await build();

console.log("\n── the splitter, fuzzed for longer");
const fuzz = join("packages", "etl-core", "test", "split");
const code = await node(
  [join(root, "scripts/jest.mjs"), "--config", "jest.config.mjs", fuzz, "--testTimeout", "3600000"],
  {
    env: { FUZZ_RUNS: values["fuzz-runs"] },
  },
);
verdict("fuzz", code === 0, `${values["fuzz-runs"]} runs of each property`);

console.log(`\n── a document of ${values.megabytes} MB, by the whole command`);
await stackDown(INSTANCE);
await must([cli("local-stack"), "up", "--name", INSTANCE, "--s3", "versitygw"]);
try {
  const { stdout } = await must([cli("local-stack"), "env", "--name", INSTANCE, "--json"], { capture: true });
  const env = JSON.parse(stdout);
  const { readInfo, uploadBenchDocument } = await import("@dataworks/local-stack");
  const info = await readInfo(env.ADG_STACK_INFO);
  const rows = Math.ceil((Number(values.megabytes) * 1e6) / RECORD_BYTES);
  const { bytes, key } = await uploadBenchDocument(info, { day: DAY, rows });
  // The quick S3 has no roles to chain: the runner reads with its own keys, as end-to-end tests do.
  const s3 = s3Of(info);
  await s3.send(
    new CopyObjectCommand({
      Bucket: info.buckets.published,
      Key: `${info.e2eFolder}/${key}`,
      CopySource: `${info.buckets.source}/${key}`,
    }),
  );
  s3.destroy();
  const started = performance.now();
  const { code: ended, peakMB } = await runStep(env);
  const seconds = (performance.now() - started) / 1000;
  verdict(
    "day",
    ended === 0,
    `exit code ${ended}, ${(bytes / 1e6).toFixed(0)} MB in ${seconds.toFixed(0)} s`,
  );
  verdict("memory", peakMB < MEMORY_MB, `${peakMB} MB at most, of ${MEMORY_MB}`);

  const { SparkSession } = await import("spark-connect-node");
  const spark = await SparkSession.builder().remote(env.SPARK_REMOTE).getOrCreate();
  const published = await spark.table("uc_kickstart.grant_applications").count();
  verdict("rows", published === rows, `${published} of ${rows} are published`);
  await spark.stop();

  console.log(`\n── a day of ${values.files} files`);
  const files = Number(values.files);
  const day = { collection: "many", day: DAY, database: "many_files", files };
  const many = await node([join(root, "scripts/bench/many-files-day.mjs"), JSON.stringify(day)], {
    env,
    capture: true,
  });
  const told = many.code === 0 ? JSON.parse(many.stdout.trim().split("\n").at(-1)) : { seconds: Number.NaN };
  verdict("files", many.code === 0, `exit code ${many.code}, every row in ${told.seconds.toFixed(0)} s`);
  // Of each file the first bytes, the last, and whether it is still the same; and the listing's pages.
  const most = 3 * files + 20;
  verdict("calls", told.calls <= most, `${told.calls} calls to S3, of ${most}`);
} finally {
  await stackDown(INSTANCE);
}

console.log(`\n${totals.passed} passed, ${totals.failed} failed`);
process.exit(totals.failed === 0 ? 0 : 1);

// pnpm test: offline unit tests, then everything that needs the embedded stack. One closing line sums it all.
// A test instance of the stack is used, never the one that `pnpm stack up` gives a user; it is ended if started here.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "./lib/build.mjs";
import { Phases } from "./lib/phases.mjs";
import { must, node, root } from "./lib/run.mjs";
import { SHORT_STREAMS, SMALL_QUERIES, stackDown, stackRestartSpark, stackUp } from "./lib/stack.mjs";

const INSTANCE = "test";
/** Those need Spark and no more of the stack: they run beside the others, for one process leaves a third of two cores idle. */
const SPARK_ONLY = "packages/(spark-connect-node|schema-evolution)/";
/** Those end the Spark that all share: they run while nothing else does. */
const ALONE = "\\.alone\\.stack\\.test";
/** What runs again on such a server: every way in which results come back. */
const RESULTS =
  "packages/spark-connect-node/test/(client/(client|faults|sweep)|arrow/values|dataframe/dataframe|session/spark-session)\\.stack\\.test";

const phases = new Phases();
const totals = { passed: 0, failed: 0, skipped: 0 };
const results = mkdtempSync(join(tmpdir(), "test-results-"));

async function jest(label, args, env) {
  console.log(`\n── ${label}`);
  const file = join(results, `${label.replaceAll(" ", "-")}.json`);
  const command = [join(root, "scripts/jest.mjs"), ...args, "--json", `--outputFile=${file}`];
  const code = await phases.time(label, () => node(command, { env, quiet: true }));
  const read = () => JSON.parse(readFileSync(file, "utf8"));
  let report;
  try {
    report = read();
  } catch {
    console.error(`${label}: jest ended with code ${code} and left no report`);
    totals.failed += 1;
    return;
  }
  phases.addFiles(report);
  totals.passed += report.numPassedTests;
  totals.failed += report.numFailedTests + report.numRuntimeErrorTestSuites;
  totals.skipped += report.numPendingTests + report.numTodoTests;
}

async function program(label, file, env, args = []) {
  console.log(`\n── ${label}`);
  const code = await phases.time(label, () => node([file, ...args], { env }));
  totals[code === 0 ? "passed" : "failed"] += 1;
  if (code !== 0) console.error(`${label}: ended with code ${code}`);
}

await phases.time("build", build);
await jest("unit tests", ["--config", "jest.config.mjs", "--maxWorkers", "100%"]);

// The command as it runs on the cluster. One file also starts in half the time, and it is started some 200 times.
const bundle = join(root, "packages/emr-step/scripts/bundle.mjs");
await phases.time("bundle", () =>
  must([bundle, "--part", "step", "--out", join(results, "bundle")], { capture: true }),
);

const { env: ofStack, started } = await phases.time("stack", () => stackUp(INSTANCE, SMALL_QUERIES));
const env = { ...ofStack, ADG_BUNDLE: join(results, "bundle/step/adg.mjs") };
try {
  const onStack = ["--config", "jest.stack.config.mjs", "--runInBand"];
  const but = (...paths) =>
    ["/node_modules/", "/dist/", ...paths].map((path) => `--testPathIgnorePatterns=${path}`);
  await Promise.all([
    jest("tests on the stack", [...onStack, ...but(ALONE, SPARK_ONLY)], env),
    jest("tests on Spark", [...onStack, ...but(ALONE), "--testPathPatterns", SPARK_ONLY], env),
  ]);
  await jest("tests that end Spark", [...onStack, "--testPathPatterns", ALONE], env);
  for (const example of ["evolve", "custom-job", "one-day"]) {
    await program(`example ${example}`, join(root, "examples", example, "dist/main.js"), env);
  }
  await phases.time("Spark with short streams", () =>
    stackRestartSpark(INSTANCE, { ...SMALL_QUERIES, ...SHORT_STREAMS }),
  );
  try {
    await jest("results in short streams", [...onStack, "--testPathPatterns", RESULTS], env);
  } finally {
    // Who kept the instance gets it back as it was.
    if (!started) await stackRestartSpark(INSTANCE, {});
  }
  await program("packed packages in an empty project", join(root, "scripts/test-packed.mjs"), env);
} finally {
  if (started) await stackDown(INSTANCE);
  rmSync(results, { recursive: true, force: true });
}

const skipped = totals.skipped > 0 ? `, ${totals.skipped} skipped` : "";
console.log(`\n${phases.summary(root)}`);
console.log(`\n${totals.passed} passed, ${totals.failed} failed${skipped}`);
process.exit(totals.failed === 0 && totals.passed > 0 ? 0 : 1);

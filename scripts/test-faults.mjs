// pnpm test:faults: breaks the connection of spark-connect-node in every way at every message of a result, on a server as
// it is and on one that ends each stream at its first response, and says how often. A row lost or repeated, or an
// operation left on the server, fails it. The same tests are part of `pnpm test`.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "./lib/build.mjs";
import { node, root } from "./lib/run.mjs";
import { SHORT_STREAMS, stackDown, stackRestartSpark, stackUp } from "./lib/stack.mjs";

const INSTANCE = "faults";
const SWEEP = "packages/spark-connect-node/test/client/sweep\\.stack\\.test";
const out = join(root, "bench-results");
mkdirSync(out, { recursive: true });

async function sweep(env, name) {
  const file = join(out, `faults-${name}.jsonl`);
  rmSync(file, { force: true });
  const args = ["--config", "jest.stack.config.mjs", "--runInBand", "--testPathPatterns", SWEEP];
  const code = await node([join(root, "scripts/jest.mjs"), ...args], {
    env: { ...env, FAULT_FIGURES: file },
    quiet: true,
  });
  if (code !== 0) process.exitCode = 1;
  const lines = existsSync(file) ? readFileSync(file, "utf8").trimEnd().split("\n") : [];
  return new Map(lines.map((line) => JSON.parse(line)).map(({ name: kind, faults }) => [kind, faults]));
}

await build();
const { env, started } = await stackUp(INSTANCE);
try {
  const plain = await sweep(env, "plain");
  await stackRestartSpark(INSTANCE, SHORT_STREAMS);
  const short = await sweep(env, "short-streams");
  const kinds = [...new Set([...plain.keys(), ...short.keys()])];
  const sum = (figures) => [...figures.values()].reduce((total, count) => total + count, 0);
  const table = [
    "| what breaks | results broken | in short streams |",
    "| --- | --- | --- |",
    ...kinds.map((kind) => `| ${kind} | ${plain.get(kind) ?? "failed"} | ${short.get(kind) ?? "failed"} |`),
    `| all | ${sum(plain)} | ${sum(short)} |`,
  ].join("\n");
  writeFileSync(join(out, "faults.md"), `${table}\n`);
  console.log(table);
  if (process.exitCode !== 1)
    console.log(
      "\nEvery result came whole: no row lost, none repeated, and no operation was left on the server.",
    );
} finally {
  if (started) await stackDown(INSTANCE);
}

// pnpm conformance [--rows | --servers 3.5,4.0,4.1,4.2,4.3] [topic …]: the programs of
// packages/spark-connect-node/conformance, here and in PySpark. Their plans are compared, and with --rows what they give; with
// --servers what they give here on servers of other releases, which are installed and started one after another. Uses the
// server that SPARK_REMOTE names, or starts one of its own.
import { join } from "node:path";
import { buildStack, generate } from "./lib/build.mjs";
import { node, root } from "./lib/run.mjs";
import { stackDown, stackUp } from "./lib/stack.mjs";

const INSTANCE = "conformance";

await buildStack();
await generate();
const given = process.env.SPARK_REMOTE !== undefined;
const { env, started } = given ? { env: {}, started: false } : await stackUp(INSTANCE);
try {
  process.exitCode = await node(
    [
      "--import",
      join(root, "scripts/lib/typescript.mjs"),
      join(root, "packages/spark-connect-node/conformance/main.ts"),
      ...process.argv.slice(2),
    ],
    { env },
  );
} finally {
  if (started) await stackDown(INSTANCE);
}

// pnpm conformance [--rows] [topic …]: the programs of packages/spark-connect-node/conformance, here and in PySpark. Their
// plans are compared, and with --rows what they give. Uses the server that SPARK_REMOTE names, or starts one of its own.
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

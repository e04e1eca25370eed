// The build, in the order that generated code asks for: the stack first, since the protocol's
// definitions come out of the jar that the stack installs.
import { join } from "node:path";
import { binOf, cli, must, root } from "./run.mjs";

export const tsc = (...args) => must([binOf("typescript", "tsc"), "-b", ...args]);

export async function buildStack() {
  await tsc("packages/local-stack");
}

export async function generate() {
  const { stdout } = await must([cli("local-stack"), "jar"], { capture: true });
  await must([join(root, "packages/spark-connect-node/scripts/generate.mjs"), stdout.trim()]);
}

export async function build() {
  await buildStack();
  await generate();
  await tsc("tsconfig.build.json");
}

// Lets Node 20 run TypeScript as it is in the checkout: node --import ./scripts/lib/typescript.mjs file.ts
// Types are taken out, not checked; packages are found as sources, so nothing needs to be built first.
import { readFile } from "node:fs/promises";
import { register } from "node:module";
import { fileURLToPath } from "node:url";
import { isMainThread } from "node:worker_threads";
import { transform } from "@swc/core";

// Node loads hooks in a thread of their own, and this file there a second time.
if (isMainThread) register(import.meta.url);

export async function resolve(specifier, context, next) {
  return next(specifier, { ...context, conditions: ["@dataworks/source", ...context.conditions] });
}

export async function load(url, context, next) {
  if (!url.startsWith("file:") || !url.endsWith(".ts")) return next(url, context);
  const filename = fileURLToPath(url);
  const { code } = await transform(await readFile(filename, "utf8"), {
    filename,
    sourceMaps: "inline",
    jsc: { parser: { syntax: "typescript" }, target: "es2022" },
    module: { type: "es6" },
  });
  return { format: "module", source: code, shortCircuit: true };
}

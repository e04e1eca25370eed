#!/usr/bin/env node
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { buildApp } from "./build-app.ts";
import { parametersFileOf } from "./parameters/file-of.ts";
import { loadParameters } from "./parameters/load.ts";
import { InfrastructureError } from "./errors.ts";

/** Synthesises one environment's templates. The CDK's command line starts it too, and says by CDK_OUTDIR where to. */
function main(): void {
  const { values } = parseArgs({
    options: { environment: { type: "string" }, parameters: { type: "string" }, output: { type: "string" } },
    // `pnpm run synth -- --environment …` hands the two dashes on.
    allowPositionals: true,
  });
  const parameters = loadParameters(parametersFileOf(values));
  const outdir =
    values.output ??
    process.env["CDK_OUTDIR"] ??
    fileURLToPath(new URL(`../cdk.out/${parameters.environment}`, import.meta.url));
  buildApp(parameters, { outdir }).app.synth();
  console.error(`${parameters.environment}: templates are in ${outdir}`);
}

try {
  main();
} catch (error) {
  if (!(error instanceof InfrastructureError)) throw error;
  console.error(`infrastructure: ${error.message}`);
  process.exitCode = 2;
}

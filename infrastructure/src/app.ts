#!/usr/bin/env node
import { fileURLToPath } from "node:url";
import { buildApp } from "./build-app.ts";
import { parametersFileOf } from "./parameters/file-of.ts";
import { loadParameters } from "./parameters/load.ts";
import { InfrastructureError } from "./errors.ts";
import { parseOptions } from "./parse-options.ts";

/** Synthesises one environment's templates. The CDK's command line starts it too, and says by CDK_OUTDIR where to. */
function main(): void {
  const values = parseOptions(process.argv.slice(2), ["environment", "parameters", "output"]);
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

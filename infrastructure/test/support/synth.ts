import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll } from "@jest/globals";
import { type AdgApp, buildApp } from "../../src/build-app.ts";
import { bundleLambdas, type LambdaCode } from "../../src/lambda/bundle.ts";
import { names, type Environment } from "../../src/names.ts";
import { loadParameters, parseParameters } from "../../src/parameters/load.ts";
import type { Parameters } from "../../src/parameters/parameters.ts";
import type { TemplateJson } from "./template.ts";

export const exampleOf = (environment: Environment): Parameters =>
  loadParameters(fileURLToPath(new URL(`../../environments/${environment}.json`, import.meta.url)));

/** An example with some of its parameters changed, checked as if it were a file. */
export const changed = (environment: Environment, changes: Partial<Parameters>): Parameters =>
  parseParameters({ ...exampleOf(environment), ...changes }, "the changed example");

export interface Synthesised extends Disposable {
  readonly parameters: Parameters;
  readonly app: AdgApp;
  readonly outdir: string;
  readonly state: TemplateJson;
  readonly job: TemplateJson;
}

let folder: string | undefined;
let code: LambdaCode | undefined;

/** The Lambdas are bundled once a test file. */
function bundled(): LambdaCode {
  folder ??= mkdtempSync(join(tmpdir(), "adg-lambdas-"));
  code ??= bundleLambdas(folder);
  return code;
}
afterAll(() => {
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
});

/** Templates as they would be deployed. CloudFormation's schemas have a test of their own: they take seconds. */
export function synthesise(parameters: Parameters): Synthesised {
  const outdir = mkdtempSync(join(tmpdir(), "adg-synth-"));
  const app = buildApp(parameters, { outdir, validate: false, code: bundled() });
  app.app.synth();
  const template = (name: string): TemplateJson =>
    JSON.parse(readFileSync(join(outdir, `${name}.template.json`), "utf8")) as TemplateJson;
  return {
    parameters,
    app,
    outdir,
    state: template(`${names.application}-state`),
    job: template(names.application),
    [Symbol.dispose]: () => rmSync(outdir, { recursive: true, force: true }),
  };
}

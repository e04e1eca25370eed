import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll } from "@jest/globals";
import { type AdgApp, buildApp } from "../../src/build-app.ts";
import type { LambdaCode, LambdaName } from "../../src/lambda/bundle.ts";
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

/** In the Lambdas' place: bundling them takes seconds, and app.test.ts tries what comes of it. */
function code(): LambdaCode {
  const parent = (folder ??= mkdtempSync(join(tmpdir(), "adg-lambdas-")));
  const stub = (name: LambdaName): string => {
    mkdirSync(join(parent, name), { recursive: true });
    writeFileSync(join(parent, name, `${name}.mjs`), `export const handler = () => "${name}";\n`);
    return join(parent, name);
  };
  return { launch: stub("launch"), notify: stub("notify") };
}
afterAll(() => {
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
});

/** Templates as they would be deployed. CloudFormation's schemas have a test of their own: they take seconds. */
export function synthesise(parameters: Parameters): Synthesised {
  const outdir = mkdtempSync(join(tmpdir(), "adg-synth-"));
  const app = buildApp(parameters, { outdir, validate: false, code: code() });
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

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type AdgApp, buildApp } from "../../src/build-app.ts";
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

/** Templates as they would be deployed. CloudFormation's schemas have a test of their own: they take seconds. */
export function synthesise(parameters: Parameters): Synthesised {
  const outdir = mkdtempSync(join(tmpdir(), "adg-synth-"));
  const app = buildApp(parameters, { outdir, validate: false, code: stub(outdir) });
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

function stub(outdir: string): { launch: string; notify: string } {
  const folder = (name: string): string => {
    const path = join(outdir, name);
    mkdirSync(path, { recursive: true });
    writeFileSync(join(path, "index.mjs"), `export const handler = () => "${name}";\n`);
    return path;
  };
  return { launch: folder("launch"), notify: folder("notify") };
}

import { readFile } from "node:fs/promises";
import { describe, expect, it } from "@jest/globals";
import { build } from "esbuild";

const PACKAGES = [
  "catchup",
  "emr-step",
  "etl-core",
  "launcher",
  "runner",
  "schema-evolution",
  "spark-connect-node",
] as const;

/** The literal names that a minified bundle of the file still has. */
async function namesWhenMinified(file: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [file],
    bundle: true,
    minify: true,
    write: false,
    platform: "node",
    format: "esm",
    target: "es2023",
    packages: "external",
  });
  return outputFiles[0]?.text ?? "";
}

describe("errors keep their names in a minified bundle:", () => {
  it.each(PACKAGES)("%s", async (name) => {
    const file = new URL(`../../${name}/src/errors.ts`, import.meta.url).pathname;
    const source = await readFile(file, "utf8");
    const classes = [...source.matchAll(/^export class (\w+) extends \w*Error\b/gm)].map((match) => match[1]);
    const bundle = await namesWhenMinified(file);

    expect(classes.length).toBeGreaterThan(0);
    expect(source).not.toMatch(/new\.target\.name|constructor\.name/);
    expect(classes.filter((each) => !bundle.includes(`name="${each}"`))).toEqual([]);
  });
});

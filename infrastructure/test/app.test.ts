import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { bundleLambdas } from "../src/lambda/bundle.ts";
import { parseOptions } from "../src/parse-options.ts";

const outdir = mkdtempSync(join(tmpdir(), "adg-app-"));
afterAll(() => rmSync(outdir, { recursive: true, force: true }));

type Ended = { readonly status: number | null; readonly stderr: string };

/** A command as built: run `pnpm build` before. */
function command(name: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env): Ended {
  const file = fileURLToPath(new URL(`../dist/${name}.js`, import.meta.url));
  return spawnSync(process.execPath, [file, ...args], { encoding: "utf8", env });
}
const app = (...args: string[]): Ended => command("app", args);

describe("synthesising an environment", () => {
  beforeAll(() => {
    const { status, stderr } = app("--", "--environment", "production", "--output", outdir);
    expect([status, stderr]).toEqual([0, `production: templates are in ${outdir}\n`]);
  });

  it("leaves CloudFormation's schemas and cdk-nag nothing to say", () => {
    const report = JSON.parse(readFileSync(join(outdir, "validation-report.json"), "utf8")) as object;
    expect(report).toMatchObject({ pluginReports: [] });
  });

  it("writes what the pinned command line of the CDK reads", () => {
    const cdk = createRequire(import.meta.url).resolve("aws-cdk/bin/cdk");
    const env = { ...process.env, NODE_NO_WARNINGS: "1" };
    const { stdout, stderr } = spawnSync(process.execPath, [cdk, "list", "--app", outdir, "--no-notices"], {
      encoding: "utf8",
      env,
    });
    expect([stdout.split("\n").sort(), stderr]).toEqual([["", "kickstart-adg", "kickstart-adg-state"], ""]);
  });

  it("writes both stacks", () => {
    for (const name of ["kickstart-adg-state", "kickstart-adg"]) {
      expect(existsSync(join(outdir, `${name}.template.json`))).toBe(true);
    }
  });

  it.each(["launch", "notify"])(
    "the code of %s runs without anything beside it, and exports its handler",
    (name) => {
      const assets = readdirSync(outdir).filter((entry) => entry.startsWith("asset."));
      const [folder = ""] = assets.filter((asset) => existsSync(join(outdir, asset, `${name}.mjs`)));
      expect(readdirSync(join(outdir, folder)).sort()).toEqual(["THIRD_PARTY_NOTICES.txt", `${name}.mjs`]);
      const url = pathToFileURL(join(outdir, folder, `${name}.mjs`)).href;
      const script = `console.log(typeof (await import(${JSON.stringify(url)})).handler)`;
      const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", script], {
        encoding: "utf8",
      });
      expect([stdout, stderr]).toEqual(["function\n", ""]);
    },
  );
});

describe("publishing", () => {
  const publish = (...args: string[]): Ended =>
    command("publish-content", ["--environment", "local", ...args], {
      PATH: process.env["PATH"],
      NODE_NO_WARNINGS: "1",
      AWS_ACCESS_KEY_ID: "key",
      AWS_SECRET_ACCESS_KEY: "word",
      // Where nobody listens.
      AWS_ENDPOINT_URL: "http://127.0.0.1:9",
    });

  it("without a version exits 2", () => {
    const { status, stderr } = publish();
    expect([status, stderr]).toEqual([2, expect.stringMatching(/^infrastructure: Give --version, .*\n$/)]);
  });

  it("where S3 cannot be reached exits 4, and names the bucket", () => {
    const { status, stderr } = publish("--version", "1.4.0");
    const said =
      /^infrastructure: s3:\/\/dataworks-kickstart-config: .* See that AWS keys, region and network .*\n$/;
    expect([status, stderr]).toEqual([4, expect.stringMatching(said)]);
  });
});

describe("refusing", () => {
  it("exits 2, and says why in one line", () => {
    const { status, stderr } = app("--region", "eu-west-2");
    expect(status).toBe(2);
    expect(stderr).toMatch(
      /^infrastructure: Unknown option '--region'.* Known are --environment, --parameters, --output\.\n$/,
    );
  });

  it.each<[string[], unknown]>([
    [["--environment", "qa"], { environment: "qa" }],
    [["--", "--environment=qa", "--output", "x"], { environment: "qa", output: "x" }],
    [[], {}],
  ])("%j is %j", (args, expected) => {
    expect({ ...parseOptions(args, ["environment", "output"]) }).toEqual(expected);
  });

  it.each([[["--environment"]], [["qa"]], [["--environments", "qa"]]])("%j is refused", (args) => {
    expect(() => parseOptions(args, ["environment", "output"])).toThrow(
      expect.objectContaining({
        code: "INVALID_ARGUMENT",
        message: expect.stringContaining("Known are --environment"),
      }),
    );
  });

  it("a checkout without the bundler is named", () => {
    expect(() => bundleLambdas(outdir, "/nowhere/bundle.mjs")).toThrow(
      expect.objectContaining({
        code: "ENTRY_MISSING",
        message: expect.stringContaining("/nowhere/bundle.mjs"),
      }),
    );
  });

  it("a bundler that fails is quoted", () => {
    const script = join(outdir, "broken.mjs");
    spawnSync("sh", ["-c", `echo 'console.error("no such entry"); process.exit(1)' > ${script}`]);
    expect(() => bundleLambdas(outdir, script)).toThrow(
      expect.objectContaining({ code: "BUNDLE_FAILED", message: expect.stringContaining("no such entry") }),
    );
  });
});

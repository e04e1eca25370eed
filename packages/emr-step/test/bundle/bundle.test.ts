import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";

const run = promisify(execFile);
const BUNDLER = fileURLToPath(new URL("../../scripts/bundle.mjs", import.meta.url));

let out: string;
let step: string;

beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), "adg-bundle-"));
  step = join(out, "step");
  await run(process.execPath, [BUNDLER, "--out", out, "--version", "9.8.7", "--part", "step"]);
});

afterAll(() => rm(out, { recursive: true, force: true }));

describe("the step's bundle", () => {
  test("is complete, and its sums are right", async () => {
    const files = (await readdir(step, { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(step.length + 1))
      .sort();
    const sums = (await readFile(join(step, "SHA256SUMS"), "utf8")).trimEnd().split("\n");
    expect(sums.map((line) => line.slice(66))).toEqual(files.filter((file) => file !== "SHA256SUMS"));
    for (const line of sums) {
      const digest = createHash("sha256")
        .update(await readFile(join(step, line.slice(66))))
        .digest("hex");
      expect(line.slice(0, 64)).toBe(digest);
    }
    for (const file of [
      "adg.mjs",
      "bin/bootstrap.sh",
      "bin/run-step.sh",
      "bin/start-spark-connect.sh",
      "export-certificate.mjs",
      "wait-for-spark.mjs",
    ]) {
      expect(files).toContain(file);
    }
    expect((await stat(join(step, "bin/run-step.sh"))).mode & 0o111).toBe(0o111);
  });

  // A version that is published once more must be the same bundle: see infrastructure's publish-content.
  test("is the same from whatever folder it is made", async () => {
    await run(process.execPath, [BUNDLER, "--out", "again", "--version", "9.8.7", "--part", "step"], {
      cwd: out,
    });
    expect(await readFile(join(out, "again/step/SHA256SUMS"), "utf8")).toBe(
      await readFile(join(step, "SHA256SUMS"), "utf8"),
    );
  });

  test("runs by itself, far from the workspace, and says its version", async () => {
    const { stdout } = await run(process.execPath, [join(step, "adg.mjs"), "--version"], {
      cwd: "/",
      env: {},
    });
    expect(stdout).toBe("9.8.7\n");
  });

  // Node says so on stderr, once, wherever that is not in node_modules: between log lines that are JSON.
  test("has nothing in it that Node calls deprecated at run time", async () => {
    expect(await readFile(join(step, "adg.mjs"), "utf8")).not.toContain("new Buffer(");
  });

  test("helps", async () => {
    const { stdout } = await run(process.execPath, [join(step, "adg.mjs"), "--help"], { cwd: "/", env: {} });
    expect(stdout).toContain("Usage: adg");
  });

  test("names the licence of every package in it", async () => {
    const notices = await readFile(join(step, "THIRD_PARTY_NOTICES.txt"), "utf8");
    for (const name of [
      "@grpc/grpc-js",
      "apache-arrow",
      "@aws-sdk/client-s3",
      "parquetjs-lite",
      "pino",
      "zod",
    ]) {
      expect(notices).toMatch(new RegExp(`^${name} \\d[^\\n]*\\nLicence: [^\\n]+\\n`, "m"));
    }
  });

  test.each([
    [["--part", "moon"], "--part is one of step, lambda, not moon"],
    [["--version", "1 2"], '"1 2" is no version'],
  ])("%j is refused", async (args, message) => {
    await expect(
      run(process.execPath, [BUNDLER, "--out", join(out, "other"), ...args]),
    ).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining(message),
    });
  });
});

describe("a tool's arguments", () => {
  test.each([
    ["wait-for-spark.mjs", [], {}, "wait-for-spark: Give --pid, --log, --timeout-seconds."],
    [
      "wait-for-spark.mjs",
      ["--pid", "1", "--log", "l", "--timeout-seconds", "1"],
      {},
      "Set SPARK_REMOTE to sc://host:port.",
    ],
    [
      "wait-for-spark.mjs",
      ["--pid", "one", "--log", "l", "--timeout-seconds", "1"],
      { SPARK_REMOTE: "sc://localhost:1" },
      "--pid is a whole number, not one.",
    ],
    ["export-certificate.mjs", ["--arn", "a"], {}, "export-certificate: Give --region, --out."],
    ["export-certificate.mjs", ["--passphrase", "x"], {}, "Unknown option '--passphrase'"],
  ])("%s %j: exit 2", async (tool, args, env, message) => {
    await expect(run(process.execPath, [join(step, tool), ...args], { env })).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringContaining(message),
    });
  });
});

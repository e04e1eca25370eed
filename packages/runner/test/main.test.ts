import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { ExitCode } from "../src/index.ts";
import { type Ended, runMain } from "./support/host.ts";

let folder: string;
let config: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "adg-main-"));
  config = join(folder, "adg.json");
  const role = "arn:aws:iam::123456789012:role/a";
  writeFileSync(
    config,
    JSON.stringify({
      environment: "production",
      audit: { table: "t" },
      secretName: "s",
      published: { bucket: "b" },
      roles: { cluster: role, source: role },
    }),
  );
});

afterAll(() => rmSync(folder, { recursive: true }));

/** Runs a command line without the network: all of these end before it is needed. */
function adg(...argv: string[]): Promise<Ended> {
  return runMain(argv, { environment: { ADG_CONFIG: config }, now: () => new Date("2021-04-15T12:00:00Z") });
}

describe("adg", () => {
  it("prints help on stdout, exit 0", async () => {
    expect(await adg("--help")).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("Usage: adg"),
      stderr: "",
    });
  });

  it.each<[string, string[], ExitCode, string]>([
    ["no command", [], 2, "Give a command"],
    ["no module", ["run"], 2, "--module_name is missing"],
    ["unknown module", ["plan", "--module_name", "x"], 2, "is not a module of Kickstart"],
    [
      "start after end",
      ["run", "--module_name", "vacancy", "--start_dt", "2021-04-13", "--end_dt", "2021-04-12"],
      2,
      "2021-04-13 (as given) is after the end day 2021-04-12",
    ],
    [
      "start after yesterday",
      ["run", "--module_name", "vacancy", "--start_dt", "2021-04-15"],
      2,
      "2021-04-14 (yesterday, the default)",
    ],
    ["no such day", ["run", "--module_name", "vacancy", "--end_dt", "2021-02-30"], 2, "there is no such day"],
    [
      "E2E in production",
      ["run", "--module_name", "vacancy", "--e2e_test_flg", "true"],
      3,
      "refused in production",
    ],
    [
      "no such file",
      ["run", "--module_name", "vacancy", "--config", "/no/such.json"],
      2,
      "/no/such.json does not exist",
    ],
    [
      "nowhere to reach Spark",
      ["run", "--module_name", "vacancy"],
      2,
      "Set spark.remote in the configuration, or SPARK_REMOTE",
    ],
  ])("%s: says so on stderr", async (_name, argv, code, message) => {
    const result = await adg(...argv);
    expect(result).toMatchObject({ code, stdout: "" });
    expect(result.stderr.split("adg: ").at(-1)).toContain(message);
  });

  it("says it for programs too", async () => {
    const { code, stdout } = await adg(
      "run",
      "--module_name",
      "vacancy",
      "--start_dt",
      "2021-02-30",
      "--json",
    );
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toEqual({
      command: "run",
      module: "vacancy",
      correlation_id: "kickstart_vacancy_analytical_dataset_generation",
      status: "invalid",
      exit_code: 2,
      days: [],
      error: { code: "INVALID_ARGUMENT", message: expect.stringContaining("2021-02-30") },
    });
  });

  it("answers a command line it cannot read with a document as well", async () => {
    const { code, stdout } = await adg("walk", "--json");
    expect([code, JSON.parse(stdout)]).toEqual([
      2,
      expect.objectContaining({ command: null, module: null, status: "invalid" }),
    ]);
  });

  it("ends stderr with one line that has every problem, and lays them out for a person", async () => {
    const wrong = join(folder, "wrong.json");
    writeFileSync(wrong, JSON.stringify({ environment: "x", auditt: {} }));
    const argv = ["run", "--module_name", "vacancy", "--config", wrong];
    const { stderr } = await runMain(argv);
    expect(stderr).toMatch(/^adg: The configuration file .* is not right: environment: .*; .*auditt: .*\n$/);
    let shown = "";
    await runMain(argv, { stderr: { isTTY: true, write: (part) => (shown += part) } });
    expect(shown).toMatch(/is not right:\n {2}environment: /);
  });

  it.each<[string, string[], ExitCode]>([
    ["a document", ["run", "--module_name", "nobodys", "--json"], 2],
    ["help", ["--help"], 4],
    ["a version", ["--version"], 4],
  ])("fails when stdout does not take %s, which was asked for", async (_what, argv, code) => {
    const full = new Error("ENOSPC: no space left on device, write");
    const stdout = { write: () => {}, settled: () => Promise.resolve(full) };
    const ended = await runMain(argv, { stdout });
    expect(ended).toMatchObject({ code, stderr: expect.stringMatching(/^adg: .*\n$/) });
    if (code === 4)
      expect(ended.stderr).toContain("could not be written to stdout and is incomplete: ENOSPC");
  });

  it("shows a terminal nothing to obey, in what it quotes of the command line", async () => {
    for (const json of [[], ["--json"]]) {
      const { stdout, stderr } = await runMain([
        "run",
        "--module_name",
        "\u001B[2J\u009Bx\u202E\nadg: fine",
        ...json,
      ]);
      expect(stdout + stderr).not.toMatch(/(?!\n)[\p{Cc}\p{Bidi_Control}]/u);
      expect(stderr.trimEnd().split("\n")).toHaveLength(1);
      if (json.length > 0)
        expect(JSON.parse(stdout)).toMatchObject({ error: { message: expect.stringContaining("\u202E") } });
    }
  });
});

import { describe, expect, it } from "@jest/globals";
import { EventEmitter } from "node:events";
import type { ExitCode, Host } from "../../src/index.ts";
import { type Ended, runMain } from "../support/host.ts";

interface Finished extends Ended {
  readonly asked: readonly string[];
}

/** Runs a command line that ends before AWS is asked for anything. */
async function adg(
  line: string,
  environment: Readonly<Record<string, string>> = {},
  answer?: boolean,
): Promise<Finished> {
  const asked: string[] = [];
  const confirm: Pick<Host, "confirm"> =
    answer === undefined
      ? {}
      : {
          confirm: async (question) => {
            asked.push(question);
            return answer;
          },
        };
  const ended = await runMain(line.split(" "), {
    environment,
    now: () => new Date("2026-11-21T12:00:00Z"),
    ...confirm,
  });
  return { ...ended, asked };
}

describe("adg cluster", () => {
  it.each<[string, Readonly<Record<string, string>>, ExitCode, string]>([
    ["cluster start --module vacancy", {}, 2, "Give --environment, set ENVIRONMENT"],
    ["cluster start --module vacancy", { ENVIRONMENT: "dev" }, 2, '"dev" is no environment'],
    [
      "cluster start --module vacancy",
      { ENVIRONMENT: "qa" },
      2,
      "Where the cluster's files are, is not said",
    ],
    ...["integration", "preprod", "production"].map(
      (name): [string, Readonly<Record<string, string>>, ExitCode, string] => [
        "cluster start --module vacancy --e2e-test-flg true --config-dir /no",
        { ENVIRONMENT: name },
        3,
        `--e2e_test_flg true is refused in ${name}`,
      ],
    ),
    [
      "cluster start --module vacancy",
      { ENVIRONMENT: "production", E2E_TEST_FLG: "True" },
      3,
      "refused in production",
    ],
    [
      "cluster start --module vacancy --environment qa --config-dir /no-such",
      { ENVIRONMENT: "production" },
      2,
      "yaml does not exist",
    ],
    [
      "cluster start --module vacancy --clean-up-flg true --config-dir /no",
      { ENVIRONMENT: "production" },
      3,
      "The clean-up removes the tables of vacancy in production, and everything published of them. Nothing was launched. Give --yes",
    ],
    ["cluster stop", { ENVIRONMENT: "qa" }, 2, "Which cluster?"],
    ["cluster stop j-1 --module vacancy", { ENVIRONMENT: "qa" }, 2, "Give either"],
    ["cluster stop vacancy", { ENVIRONMENT: "qa" }, 2, '"vacancy" is no cluster\'s id'],
    ["cluster wait", { ENVIRONMENT: "qa" }, 2, "Which cluster?"],
    ["cluster list --since monday", { ENVIRONMENT: "qa" }, 2, "--since: "],
    ["cluster pause", {}, 2, 'Unknown command "pause"'],
  ])("%s with %j: exit code %i", async (line, environment, code, message) => {
    const finished = await adg(line, environment);
    expect(finished).toMatchObject({ code, stdout: "" });
    expect(finished.stderr).toContain(message);
  });

  it("asks the person at the terminal before a clean-up, whatever the environment, and heeds a no", async () => {
    const line = "cluster start --module vacancy --clean_up_flg true --config-dir /no-such";
    const refused = await adg(line, { ENVIRONMENT: "development" }, false);
    expect(refused).toMatchObject({
      code: 3,
      asked: [expect.stringContaining("tables of vacancy in development")],
    });
    expect((await adg(line, { ENVIRONMENT: "development" }, true)).stderr).toContain("yaml does not exist");
    expect(await adg(`${line} --yes`, { ENVIRONMENT: "development" }, false)).toMatchObject({
      code: 2,
      asked: [],
    });
    expect(await adg(`${line} --dry-run`, { ENVIRONMENT: "production" }, false)).toMatchObject({
      code: 2,
      asked: [],
    });
  });

  it("says what Node warns of as a warning of its own, and then listens no more", async () => {
    const signals = new EventEmitter();
    const { stderr } = await runMain(
      "cluster start --module vacancy --clean-up-flg true --config-dir /no-such".split(" "),
      {
        environment: { ENVIRONMENT: "development" },
        signals,
        confirm: async () => {
          signals.emit("warning", new Error("11 listeners\u001B[2J"));
          return false;
        },
      },
    );
    expect(stderr).toContain("warning: Error: 11 listeners\\x1b[2J\n");
    expect(signals.eventNames()).toEqual([]);
  });

  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("is ended by %s in its own words, not by the system", async (name, code) => {
    const signals = new EventEmitter();
    const { code: ended, stderr } = await runMain(
      "cluster start --module vacancy --clean-up-flg true --config-dir /no-such".split(" "),
      {
        environment: { ENVIRONMENT: "development" },
        signals,
        confirm: (_question, signal) =>
          new Promise((_resolve, reject) => {
            signal.addEventListener("abort", () => reject(signal.reason as Error));
            if (!signals.emit(name)) reject(new Error("nobody listens: the process would be gone"));
          }),
      },
    );
    expect({ code: ended, stderr }).toEqual({
      code,
      stderr: expect.stringContaining(`adg: Ended by ${name}`),
    });
    expect(signals.eventNames()).toEqual([]);
  });

  it.each(["cluster --help", "cluster start --help", "help cluster", "cluster wait --help"])(
    "%s: has examples and exit codes",
    async (line) => {
      const { code, stdout } = await adg(line);
      expect(code).toBe(0);
      expect(stdout).toContain("adg cluster start --module vacancy --wait");
      expect(stdout).toContain("Exit codes: ");
    },
  );

  it("says in JSON what it refused, and no more", async () => {
    const { stdout } = await adg("cluster start --module vacancy --json --e2e-test-flg true", {
      ENVIRONMENT: "production",
    });
    expect(JSON.parse(stdout)).toEqual({
      command: "cluster start",
      status: "refused",
      exit_code: 3,
      error: { code: "E2E_REFUSED", message: expect.stringContaining("refused in production") },
    });
  });
});

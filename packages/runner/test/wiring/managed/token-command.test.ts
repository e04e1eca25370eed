import { describe, expect, it } from "@jest/globals";
import { SparkUnavailableError } from "../../../src/errors.ts";
import { tokenByCommand } from "../../../src/wiring/managed/token-command.ts";

const prints = (text: string, code = 0): string[] => [
  process.execPath,
  "-e",
  `process.stdout.write(${JSON.stringify(text)}); process.stderr.write("hidden"); process.exitCode = ${code};`,
];

const ask = (command: readonly string[], signal = new AbortController().signal) =>
  tokenByCommand({ command, remote: "sc://host:443/;use_ssl=true", environment: process.env, signal });

describe("a program that prints tokens", () => {
  it("is asked for token and time", async () => {
    const printed = '{"token": "abc", "expiresAt": "2026-11-23T12:00:00Z", "kind": "more is passed over"}';
    expect(await ask(prints(printed))).toEqual({
      token: "abc",
      expiresAt: new Date("2026-11-23T12:00:00Z"),
      remote: "sc://host:443/;use_ssl=true",
    });
  });

  it.each([
    ["no JSON", prints("hidden"), "it must print"],
    ["no token", prints('{"expiresAt": "2026-11-23T12:00:00Z"}'), "token: expected a text"],
    ["an empty token", prints('{"token": "", "expiresAt": "2026-11-23T12:00:00Z"}'), "that is not empty"],
    ["no time", prints('{"token": "hidden"}'), "expiresAt: expected a time"],
    ["a time that is none", prints('{"token": "hidden", "expiresAt": "soon"}'), "expiresAt: expected a time"],
    ["seconds", prints('{"token": "hidden", "expiresAt": 1795435200}'), "expiresAt: expected a time"],
    ["null", prints('{"token": "hidden", "expiresAt": null}'), "expiresAt: expected a time"],
    ["a failure", prints("hidden", 3), "it ended with 3"],
    ["too much", prints("x".repeat(100_000)), "ERR_CHILD_PROCESS_STDIO_MAXBUFFER"],
    [
      "a program that is not there",
      ["/no/such/program"],
      "/no/such/program: it could not be run to its end (ENOENT)",
    ],
  ])("%s: an error with the reason, and nothing of what was printed", async (_what, command, message) => {
    const error = await ask(command).then(
      () => new Error("a token"),
      (cause: unknown) => cause as Error,
    );
    expect(error).toBeInstanceOf(SparkUnavailableError);
    expect(error.message).toContain(message);
    expect(error.message).not.toContain("hidden");
  });

  it("ends with the run", async () => {
    const run = new AbortController();
    const asked = ask([process.execPath, "-e", "setInterval(() => {}, 1000)"], run.signal);
    run.abort(new Error("ended by SIGTERM"));
    await expect(asked).rejects.toThrow("ended by SIGTERM");
  });
});

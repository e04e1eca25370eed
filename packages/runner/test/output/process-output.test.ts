import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { spawn, spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { logOutput } from "../../src/log/log-output.ts";
import { createLogger } from "../../src/log/logger.ts";
import { Scrubber } from "../../src/log/scrubber.ts";
import { processOutput, type ProcessStream } from "../../src/output/process-output.ts";
import { Terminal } from "../../src/report/terminal.ts";
import { CLI } from "../support/command.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "adg-output-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A device on which every write meets a full disk. */
const FULL = "/dev/full";
const onLinux = existsSync(FULL) ? describe : describe.skip;

onLinux("a full disk", () => {
  it("under the log file: the line and those after it go to stderr, which says so once", () => {
    let stderr = "";
    const stream = { write: (text: string) => (stderr += text) };
    const scrubber = new Scrubber();
    const output = logOutput({ file: FULL, level: null }, stream, new Terminal(stream, scrubber));
    const log = createLogger({ ...output, scrubber, fields: {} });
    log.info("first");
    log.info("second");
    const lines = stderr
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as { level: string; msg: string });
    expect(lines.map(({ level, msg }) => [level, msg])).toEqual([
      ["warn", expect.stringMatching(/the log file \/dev\/full cannot be written: .*ENOSPC.*go to stderr/)],
      ["info", "first"],
      ["info", "second"],
    ]);
  });

  it.each<[string, readonly string[], "stdout" | "stderr", number]>([
    ["stdout, help", ["--help"], "stdout", 4],
    ["stdout, a document", ["run", "--module_name", "vacancy", "--json"], "stdout", 2],
    ["stderr, the last line", ["walk"], "stderr", 2],
  ])("under %s: the exit code tells", (_where, args, stream, code) => {
    const full = openSync(FULL, "w");
    const { status, stderr } = spawnSync(process.execPath, [CLI, ...args], {
      stdio: ["ignore", stream === "stdout" ? full : "pipe", stream === "stderr" ? full : "pipe"],
      encoding: "utf8",
    });
    closeSync(full);
    expect(status).toBe(code);
    if (stream === "stdout") expect(stderr).toMatch(/^adg: [^\n]*\n$/);
    if (code === 4) expect(stderr).toContain("could not be written to stdout and is incomplete: ENOSPC");
  });
});

describe("a stream of the process", () => {
  it("writes all of a text to a file, in order", async () => {
    const file = join(folder, "out");
    const fd = openSync(file, "w");
    const output = processOutput({ fd, write: () => {}, on: () => {} });
    output.write("a\n");
    output.write("漢".repeat(100_000));
    expect(await output.settled()).toBeUndefined();
    closeSync(fd);
    expect(readFileSync(file, "utf8")).toBe(`a\n${"漢".repeat(100_000)}`);
  });

  it.each<[string, string | undefined]>([
    ["EIO", "EIO"],
    // Its reader has gone, and seen what it wanted.
    ["EPIPE", undefined],
  ])("is left alone after %s", async (code, told) => {
    const written: string[] = [];
    const pipe: ProcessStream = {
      fd: 0,
      isTTY: true,
      write: (text, callback) => {
        written.push(text);
        callback(Object.assign(new Error(code), { code }));
      },
      on: () => {},
    };
    const output = processOutput(pipe);
    output.write("a");
    await output.settled();
    output.write("b");
    expect([written, (await output.settled())?.message]).toEqual([["a"], told]);
  });

  it("may lose its reader: the command ends as it would have", async () => {
    const child = spawn(process.execPath, [CLI, "--help"], { stdio: ["ignore", "pipe", "pipe"] });
    child.stdout.destroy();
    let stderr = "";
    child.stderr.setEncoding("utf8").on("data", (part: string) => (stderr += part));
    const code = await new Promise((resolve) => child.once("close", resolve));
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  });
});

it("ends what nobody foresaw as a failure, with the stack in a log line and one last line", () => {
  const throws =
    "process.on('newListener', (name) => { if (name === 'uncaughtException') setImmediate(() => { throw new Error('a\\nb') }) })";
  const { status, stderr } = spawnSync(
    process.execPath,
    ["--import", `data:text/javascript,${encodeURIComponent(throws)}`, CLI, "--help"],
    { encoding: "utf8" },
  );
  const [logged = "", ...last] = stderr.trimEnd().split("\n");
  expect([status, last]).toEqual([4, ["adg: Error: a. b"]]);
  expect(JSON.parse(logged)).toMatchObject({
    level: "fatal",
    err: { type: "Error", stack: expect.any(String) },
  });
});

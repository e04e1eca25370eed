import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { createServer } from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { CancelledError, LocalServerError } from "../../src/errors.ts";
import { spawnGuarded } from "../../src/local-server/guarded-child.ts";
import { accepts, freePort } from "../../src/local-server/port.ts";
import { startLocalServer } from "../../src/local-server/start.ts";
import { FakeServer } from "../client/fake-server.ts";
import { Folder } from "../session/stack.ts";
import { fakeJava, fakeSpark } from "./fake-spark.ts";

let folder: Folder;
let javaHome: string;
let count = 0;

const fresh = (): string => path.join(folder.path, `f${(count += 1)}`);
const environment = { PATH: process.env["PATH"] };

async function sparkThat(submit: string): Promise<{ sparkHome: string; javaHome: string; logFile: string }> {
  return { sparkHome: await fakeSpark(fresh(), { submit }), javaHome, logFile: `${fresh()}.log` };
}

/** Waits for a condition; the test's own time limit ends it. */
async function until(condition: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await condition())) await sleep(20);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

const firstNumber = async (file: string): Promise<number> =>
  Number(/\d+/.exec(await readFile(file, "utf8").catch(() => ""))?.[0] ?? Number.NaN);

beforeAll(async () => {
  folder = await Folder.create();
  javaHome = await fakeJava(path.join(folder.path, "java"), "17.0.1");
});

afterAll(async () => {
  await folder[Symbol.asyncDispose]();
});

describe("startLocalServer", () => {
  it("shows the end of the log of a server that ends while it starts, without Java's stack frames", async () => {
    const options = await sparkThat("echo 'ERROR no memory'; printf '\\tat a.b.C\\n'; exit 7");
    const failure = startLocalServer(options, environment);
    await expect(failure).rejects.toThrow(LocalServerError);
    await expect(failure).rejects.toThrow(/ended while it started \(exit code 7\)[^]*\| ERROR no memory$/);
  });

  it("ends what takes too long", async () => {
    const options = await sparkThat("echo pid $$; exec sleep 600");
    const failure = startLocalServer({ ...options, startTimeoutMs: 2_000 }, environment);
    await expect(failure).rejects.toThrow(/did not answer within 2 s/);
    expect(isAlive(await firstNumber(options.logFile))).toBe(false);
  });

  it("ends what it started when its signal is aborted", async () => {
    const options = await sparkThat("echo pid $$; exec sleep 600");
    const controller = new AbortController();
    const start = startLocalServer({ ...options, signal: controller.signal }, environment);
    const settled = expect(start).rejects.toThrow(CancelledError);
    await until(async () => (await firstNumber(options.logFile)) > 0);
    controller.abort();
    await settled;
    expect(isAlive(await firstNumber(options.logFile))).toBe(false);
  });

  it("gives token and settings by environment and file, never on the command line", async () => {
    const options = await sparkThat(
      'echo "args: $*"; echo "home: $SPARK_HOME java: $JAVA_HOME ip: $SPARK_LOCAL_IP remote: $SPARK_REMOTE"; ' +
        'echo "token: ${#SPARK_CONNECT_AUTHENTICATE_TOKEN}"; cat "$2"; exit 1',
    );
    const config = { "spark.hadoop.fs.s3a.secret.key": "s3cret" };
    await expect(
      startLocalServer({ ...options, config }, { ...environment, SPARK_REMOTE: "sc://other" }),
    ).rejects.toThrow(LocalServerError);
    const log = await readFile(options.logFile, "utf8");
    const [args = "", ...rest] = log.split("\n");
    expect(args).toMatch(
      /^args: --properties-file \S+server\.properties --class org\.apache\.spark\.sql\.connect\.service\.SparkConnectServer spark-internal$/,
    );
    expect(rest[0]).toBe(`home: ${options.sparkHome} java: ${javaHome} ip: 127.0.0.1 remote: `);
    expect(rest[1]).toBe("token: 48");
    expect(log).toContain("spark.hadoop.fs.s3a.secret.key=s3cret");
    // The file with the settings is gone with the server.
    const [, properties = ""] = /--properties-file (\S+)/.exec(args) ?? [];
    await expect(readFile(properties)).rejects.toMatchObject({ code: "ENOENT" });
  });

  it("takes another port when its own was taken meanwhile", async () => {
    const options = await sparkThat(
      "echo 'java.net.BindException: Address already in use'; grep binding.port \"$2\"; exit 1",
    );
    await expect(startLocalServer(options, environment)).rejects.toThrow(LocalServerError);
    const tries = (await readFile(options.logFile, "utf8")).match(/binding\.port=\d+/g) ?? [];
    expect(tries.length).toBe(3);
    const fixed = await sparkThat("echo 'java.net.BindException: Address already in use'; exit 1");
    await expect(startLocalServer({ ...fixed, port: 15009 }, environment)).rejects.toThrow(/BindException/);
    expect((await readFile(fixed.logFile, "utf8")).match(/BindException/g)).toHaveLength(1);
  });

  it("takes no server that another program runs for its own", async () => {
    await using other = await FakeServer.start();
    const options = await sparkThat("exec sleep 600");
    const failure = startLocalServer({ ...options, port: other.port }, environment);
    await expect(failure).rejects.toThrow(LocalServerError);
    await expect(failure).rejects.toThrow(`port ${other.port} is in use by another program`);
    expect(other.calls).toEqual([]);
  });

  it.each<[string, RegExp | undefined]>([
    ["stopped", undefined],
    ["killed", /server from \S+ has ended \(exit code 137\), and its sessions with it[^]*\| pid \d+/],
  ])("tells that it has ended, and why: %s", async (how, message) => {
    const options = await sparkThat("echo pid $$; exec sleep 600");
    const port = await freePort();
    const start = startLocalServer({ ...options, port }, environment);
    await until(async () => (await firstNumber(options.logFile)) > 0);
    await using answering = await FakeServer.start({}, port);
    const server = await start;
    if (how === "stopped") await server.stop();
    else process.kill(await firstNumber(options.logFile), "SIGKILL");
    const ended = await server.ended;
    expect(answering.methods()).toEqual(["AnalyzePlan"]);
    if (message === undefined) expect(ended).toBeUndefined();
    else expect(ended?.message).toMatch(message);
    await server.stop();
  });

  it("says which log file it cannot write", async () => {
    const options = await sparkThat("exec sleep 600");
    const logFile = path.join(fresh(), "missing", "server.log");
    const failure = startLocalServer({ ...options, logFile }, environment);
    await expect(failure).rejects.toThrow(LocalServerError);
    await expect(failure).rejects.toThrow(`The log file ${logFile} cannot be written`);
  });
});

describe("a guarded child", () => {
  it("is ended with all that belongs to it, its folder too", async () => {
    const own = await Folder.create();
    const logFile = `${fresh()}.log`;
    const child = await spawnGuarded(["sh", "-c", "echo $$; exec sleep 600"], {
      environment,
      folder: own.path,
      logFile,
    });
    await until(async () => (await firstNumber(logFile)) > 0);
    await child.stop();
    await child.stop();
    expect(isAlive(await firstNumber(logFile))).toBe(false);
    await expect(readdir(own.path)).rejects.toMatchObject({ code: "ENOENT" });
  });

  it("says how it ended by itself, and leaves its folder", async () => {
    const own = await Folder.create();
    const child = await spawnGuarded(["sh", "-c", "exit 3"], {
      environment,
      folder: own.path,
      logFile: `${fresh()}.log`,
    });
    expect(await child.ended).toEqual({ how: "exit code 3" });
    expect(child.ending()).toEqual({ how: "exit code 3" });
    expect(await readdir(own.path)).toEqual([]);
    await own[Symbol.asyncDispose]();
  });

  it("does not outlive the program that started it, even one that was killed", async () => {
    const logFile = `${fresh()}.log`;
    const own = await Folder.create();
    const module = new URL("../../dist/local-server/guarded-child.js", import.meta.url).href;
    const program = `
      const { spawnGuarded } = await import(${JSON.stringify(module)});
      await spawnGuarded(["sh", "-c", "echo $$; exec sleep 600"],
        { environment: process.env, folder: ${JSON.stringify(own.path)}, logFile: ${JSON.stringify(logFile)} });
      setInterval(() => undefined, 1000);`;
    const parent = execFile(process.execPath, ["--input-type=module", "-e", program]);
    await until(async () => (await firstNumber(logFile)) > 0);
    const pid = await firstNumber(logFile);
    expect(isAlive(pid)).toBe(true);
    parent.kill("SIGKILL");
    await until(() => !isAlive(pid));
    await until(async () => (await readdir(own.path).catch(() => undefined)) === undefined);
  });
});

describe("ports", () => {
  it("are free, and known to be taken", async () => {
    const port = await freePort();
    expect(await accepts(port)).toBe(false);
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
    expect(await accepts(port)).toBe(true);
    await new Promise((resolve) => server.close(resolve));
  });
});

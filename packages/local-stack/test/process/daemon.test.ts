import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type DaemonCommand, startDaemon } from "../../src/process/daemon.ts";
import { isRunning, type ProcessIdentity } from "../../src/process/identity.ts";
import { terminate } from "../../src/process/terminate.ts";

describe("starting a service", () => {
  let folder = "";
  const spawned: ProcessIdentity[] = [];
  const hooks = {
    onSpawn: (identity: ProcessIdentity): Promise<void> => {
      spawned.push(identity);
      return Promise.resolve();
    },
    ready: (log: string): Promise<true | undefined> =>
      Promise.resolve(log.includes("ready") ? true : undefined),
  };
  const service = (program: string, startTimeoutMs = 10_000): DaemonCommand => ({
    title: "the service",
    command: process.execPath,
    args: ["-e", program],
    env: process.env,
    cwd: folder,
    logFile: join(folder, "service.log"),
    startTimeoutMs,
  });

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "daemon-"));
    spawned.length = 0;
  });
  afterEach(async () => {
    for (const identity of spawned) await terminate(identity);
    await rm(folder, { recursive: true });
  });

  it("waits until it is ready and leaves it running", async () => {
    const program = "setTimeout(() => console.log('ready'), 50); setInterval(() => {}, 1000)";
    const { identity } = await startDaemon(service(program), hooks);
    expect(spawned).toEqual([identity]);
    expect(await isRunning(identity)).toBe(true);
  });

  it("shows the log's end when it ends while starting", async () => {
    const start = startDaemon(service("console.error('no such jar'); process.exit(3)"), hooks);
    await expect(start).rejects.toMatchObject({
      code: "START_FAILED",
      message: expect.stringMatching(
        /^the service ended while starting[^]*service\.log:\n {2}\| no such jar$/,
      ),
    });
  });

  it("does not take an earlier start's log for this one's", async () => {
    await startDaemon(service("console.log('ready'); setInterval(() => {}, 1000)"), hooks);
    await expect(startDaemon(service("process.exit(1)"), hooks)).rejects.toMatchObject({
      code: "START_FAILED",
    });
  });

  it("ends one that is not ready in time", async () => {
    const start = startDaemon(service("setInterval(() => {}, 1000)", 300), hooks);
    await expect(start).rejects.toThrow("was not ready after 0.3 s");
    expect(await Promise.all(spawned.map(isRunning))).toEqual([false]);
  });

  it("ends it when cancelled half-way", async () => {
    const interruption = new AbortController();
    const start = startDaemon(service("setInterval(() => {}, 1000)"), {
      ...hooks,
      signal: interruption.signal,
      onSpawn: (identity) => {
        spawned.push(identity);
        interruption.abort();
        return Promise.resolve();
      },
    });
    await expect(start).rejects.toMatchObject({ code: "CANCELLED" });
    expect(await Promise.all(spawned.map(isRunning))).toEqual([false]);
  });

  it("says that there is no such program", async () => {
    await expect(startDaemon({ ...service(""), command: "/nowhere/program" }, hooks)).rejects.toMatchObject({
      code: "START_FAILED",
      message: expect.stringContaining("ENOENT"),
    });
  });
});

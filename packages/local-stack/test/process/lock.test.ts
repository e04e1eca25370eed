import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { withLock } from "../../src/process/lock.ts";

describe("the lock", () => {
  let folder = "";
  const quiet = { report: () => undefined };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "lock-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it("lets one in at a time", async () => {
    let inside = 0;
    let most = 0;
    const work = async (): Promise<void> => {
      inside += 1;
      most = Math.max(most, inside);
      await sleep(20);
      inside -= 1;
    };
    await Promise.all([1, 2, 3].map(() => withLock(join(folder, "x.lock"), quiet, work)));
    expect(most).toBe(1);
    expect(await readdir(folder)).toEqual([]);
  });

  it.each([
    ["a dead process's", JSON.stringify({ pid: process.pid, startedAt: "an earlier boot" })],
    ["a half-written one", '{"pid": 1'],
  ])("is taken over from %s", async (_, content) => {
    const file = join(folder, "x.lock");
    await writeFile(file, content);
    await expect(withLock(file, quiet, () => Promise.resolve("in"))).resolves.toBe("in");
    expect(await readdir(folder)).toEqual([]);
  });

  it("is released when the work fails", async () => {
    const file = join(folder, "x.lock");
    await expect(withLock(file, quiet, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(await readdir(folder)).toEqual([]);
  });

  it("stops waiting when cancelled", async () => {
    const file = join(folder, "x.lock");
    const interruption = new AbortController();
    const told: string[] = [];
    await withLock(file, quiet, async () => {
      const second = withLock(file, { report: (line) => told.push(line), signal: interruption.signal }, () =>
        Promise.resolve(),
      );
      while (told.length === 0) await sleep(5);
      interruption.abort();
      await expect(second).rejects.toMatchObject({ code: "CANCELLED" });
    });
    expect(told).toEqual([expect.stringContaining(`waiting for process ${process.pid}`)]);
  });
});

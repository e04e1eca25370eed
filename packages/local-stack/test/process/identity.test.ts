import { describe, expect, it } from "@jest/globals";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { identify, isRunning, startTimeOfStat } from "../../src/process/identity.ts";
import { terminate } from "../../src/process/terminate.ts";

const stat = (name: string, state: string, start: string, threads = 1): string =>
  `4711 (${name}) ${state} 1 4711 4711 0 -1 4194560 1 0 0 0 1 2 3 4 20 0 ${threads} 0 ${start} 5 6 7`;

describe("the start time in /proc/{pid}/stat", () => {
  it.each([
    ["a plain name", stat("java", "S", "123456"), "123456"],
    ["spaces and parentheses in the name", stat("a) R (b c", "R", "99"), "99"],
    ["a zombie, which is dead", stat("java", "Z", "123456"), undefined],
    ["one whose other threads are still ending", stat("java", "Z", "123456", 30), "123456"],
  ])("%s", (_, line, expected) => {
    expect(startTimeOfStat(line)).toBe(expected);
  });
});

describe("a process's identity", () => {
  it("is itself as long as it runs", async () => {
    const self = await identify(process.pid);
    expect(self).toBeDefined();
    expect(self !== undefined && (await isRunning(self))).toBe(true);
  });

  it("is not that of another process with the same pid", async () => {
    expect(await isRunning({ pid: process.pid, startedAt: "another boot:1" })).toBe(false);
  });

  it("is not running once it has ended", async () => {
    const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { detached: true });
    await once(child, "spawn");
    const identity = await identify(child.pid ?? 0);
    if (identity === undefined) throw new Error("the child has no identity");
    expect(await terminate(identity)).toBe(true);
    expect(await isRunning(identity)).toBe(false);
    expect(await terminate(identity)).toBe(false);
  });

  it("keeps a process that took over the pid from being signalled", async () => {
    const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { detached: true });
    await once(child, "spawn");
    const identity = await identify(child.pid ?? 0);
    if (identity === undefined) throw new Error("the child has no identity");
    expect(await terminate({ pid: identity.pid, startedAt: "long ago" })).toBe(false);
    expect(await isRunning(identity)).toBe(true);
    await terminate(identity);
  });

  it("ends one that ignores SIGTERM, after the grace", async () => {
    const program = "process.on('SIGTERM', () => {}); console.log('up'); setInterval(() => {}, 1000)";
    const child = spawn(process.execPath, ["-e", program], { detached: true });
    await once(child.stdout, "data");
    const identity = await identify(child.pid ?? 0);
    if (identity === undefined) throw new Error("the child has no identity");
    expect(await terminate(identity, 200)).toBe(true);
    expect(await isRunning(identity)).toBe(false);
  });
});

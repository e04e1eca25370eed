import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { endAll } from "../../src/lifecycle/down.ts";
import { identify, isRunning, type ProcessIdentity } from "../../src/process/identity.ts";
import { terminate } from "../../src/process/terminate.ts";
import { statePaths } from "../../src/state/paths.ts";
import { readProcesses, recordProcess } from "../../src/state/processes.ts";

describe("taking an instance down", () => {
  let folder = "";
  const children: ProcessIdentity[] = [];

  async function child(): Promise<ProcessIdentity> {
    const process_ = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { detached: true });
    await once(process_, "spawn");
    const identity = await identify(process_.pid ?? 0);
    if (identity === undefined) throw new Error("the child has no identity");
    children.push(identity);
    return identity;
  }

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "down-"));
  });
  afterEach(async () => {
    for (const identity of children) await terminate(identity);
    await rm(folder, { recursive: true });
  });

  it("ends what was recorded, and not one that merely has a recorded pid", async () => {
    const paths = statePaths("mine", { ADG_STACK_DIR: folder });
    const ours = await child();
    const strangers = await child();
    await recordProcess(paths.processesFile, "spark", ours);
    await recordProcess(paths.processesFile, "moto", { pid: strangers.pid, startedAt: "before" });

    const told: string[] = [];
    const ended = await endAll(paths, (line) => told.push(line));

    expect(ended).toEqual(["spark"]);
    expect(told).toEqual([`spark stopped (pid ${ours.pid})`]);
    expect(await isRunning(ours)).toBe(false);
    expect(await isRunning(strangers)).toBe(true);
    expect(await readProcesses(paths.processesFile)).toEqual({});
    expect(await endAll(paths, () => undefined)).toEqual([]);
  });

  it.each(["../up", "", "a b", ".hidden"])("refuses the name %j", (name) => {
    expect(() => statePaths(name, { ADG_STACK_DIR: folder })).toThrow("an instance's name");
  });
});

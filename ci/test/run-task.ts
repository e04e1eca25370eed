import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TaskConfig } from "../src/schema.ts";
import { text } from "../src/text.ts";

/** Programs that only write down how they were called; for `node -p` the id that is asked of it. */
const STUB = `#!/usr/bin/env bash
{ printf '%s\\0' "\${0##*/}" "$@"; printf '\\036'; } >> "$CALLS"
echo j-1ABCDEFGHIJKL
`;
const STUBBED = ["node", "npx", "apt-get"];

export interface TaskRun {
  readonly code: number | null;
  readonly stderr: string;
  /** Each program that was called, with its arguments. */
  readonly calls: readonly (readonly string[])[];
}

/** Runs a task's script as Concourse would, with its params and no other variable, in a folder with its inputs. */
export function runTask({ run, params = {} }: TaskConfig, given: Readonly<Record<string, string>>): TaskRun {
  const folder = mkdtempSync(join(tmpdir(), "adg-task-"));
  try {
    for (const place of ["repo/.ci", "repo/.git", "built/.git", "cluster", "pipeline", "bin"])
      mkdirSync(join(folder, place), { recursive: true });
    for (const checkout of ["repo", "built"])
      writeFileSync(join(folder, checkout, ".git/short_ref"), "0a1b2c3\n");
    for (const stub of [...STUBBED.map((name) => `bin/${name}`), "repo/.ci/run"])
      writeFileSync(join(folder, stub), STUB, { mode: 0o755 });
    const defaults = Object.entries(params).map(([name, value]) => [name, text(value)]);
    const calls = join(folder, "calls");
    writeFileSync(calls, "");
    const { status, stderr } = spawnSync(run.path, [...(run.args ?? [])], {
      cwd: folder,
      encoding: "utf8",
      // Bash takes a socket for a network's login, and reads files of the machine.
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        PATH: `${join(folder, "bin")}:/usr/bin:/bin`,
        CALLS: calls,
        ...(Object.fromEntries(defaults) as Record<string, string>),
        ...given,
      },
    });
    const written = readFileSync(calls, "utf8").split("\u001e").slice(0, -1);
    return { code: status, stderr, calls: written.map((call) => call.split("\0").slice(0, -1)) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

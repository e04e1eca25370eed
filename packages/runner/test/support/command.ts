import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const BUILT = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));

/** The command: the bundle, as it runs on the cluster, where whoever runs the tests has made one; else as it is built. */
export const CLI: string = process.env["ADG_BUNDLE"] ?? BUILT;

/** Commands for people and pipelines, which the bundle leaves out. */
const NOT_ON_THE_CLUSTER = ["cluster", "generate-test-data"];

/** What a finished process leaves. */
export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts the command, as a process of its own. */
export function start(args: readonly string[], environment: NodeJS.ProcessEnv = {}): ChildProcess {
  const program = NOT_ON_THE_CLUSTER.includes(args[0] ?? "") ? BUILT : CLI;
  if (!existsSync(program)) throw new Error(`${program} is not built: npx tsc -b packages/runner`);
  return spawn(process.execPath, [program, ...args], {
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

/** Waits for a process to end, listening to it from now on. */
export function finished(child: ChildProcess): Promise<Finished> {
  const text = { stdout: "", stderr: "" };
  child.stdout?.setEncoding("utf8").on("data", (part: string) => (text.stdout += part));
  child.stderr?.setEncoding("utf8").on("data", (part: string) => (text.stderr += part));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, ...text }));
  });
}

/** Runs the command to its end. */
export function adg(args: readonly string[], environment?: NodeJS.ProcessEnv): Promise<Finished> {
  return finished(start(args, environment));
}

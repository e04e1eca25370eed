import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { readInfo, type StackInfo } from "@dataworks/local-stack";

const CLI = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));

/** The instance of the stack that these tests run on. */
export async function instance(): Promise<StackInfo> {
  const info = await readInfo(process.env["ADG_STACK_INFO"] ?? "");
  if (info === undefined) throw new Error("ADG_STACK_INFO names no running stack: evaluate its env first");
  return info;
}

/** The cluster's step, as a process of its own. */
export function adg(
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }> {
  const child = spawn(process.execPath, [CLI, ...args], {
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const text = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (part: string) => (text.stdout += part));
  child.stderr.setEncoding("utf8").on("data", (part: string) => (text.stderr += part));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, ...text }));
  });
}

/** `run` for days of a module, on the instance's own configuration. */
export function step(module: string, start: string, end: string, ...more: string[]): string[] {
  return ["run", "--module_name", module, "--start_dt", start, "--end_dt", end, ...more];
}

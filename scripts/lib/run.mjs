// Starting the tools that the workspace's scripts are made of.
import { spawn, spawnSync } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

// Known, and pinned for: see docs/decisions/dependencies.md. Without this each child says it again.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** The file behind a dependency's command, so that no shell and no PATH are needed. */
export function binOf(dependency, command = dependency) {
  const folder = join(root, "node_modules", dependency);
  const { bin } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  return join(folder, typeof bin === "string" ? bin : bin[command]);
}

/**
 * Runs Node on a file and resolves to its exit code (128 + n after a signal).
 * With `capture`, resolves to `{ code, stdout }` instead. With `log`, stderr goes to that file, whose end is shown when the
 * child fails. Ctrl-C reaches the child by the terminal, SIGTERM by us.
 */
export function node(args, { env, capture = false, cwd = root, quiet = false, log } = {}) {
  return new Promise((resolve, reject) => {
    const logFile = log === undefined ? undefined : openSync(log, "w");
    const child = spawn(process.execPath, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ["inherit", capture || quiet ? "pipe" : "inherit", logFile ?? "inherit"],
    });
    let stdout = "";
    child.stdout?.setEncoding("utf8").on("data", (text) => {
      stdout += text;
    });
    const terminate = () => child.kill("SIGTERM");
    const ignore = () => {};
    process.on("SIGTERM", terminate);
    process.on("SIGINT", ignore);
    child.on("error", reject);
    child.on("close", (status, signal) => {
      process.off("SIGTERM", terminate);
      process.off("SIGINT", ignore);
      if (logFile !== undefined) {
        closeSync(logFile);
        if (status !== 0)
          console.error(readFileSync(log, "utf8").trimEnd().split("\n").slice(-10).join("\n"));
      }
      const code = status ?? 128 + (signal === "SIGINT" ? 2 : 15);
      resolve(capture ? { code, stdout } : code);
    });
  });
}

/** Runs Node on a file; ends this process with the child's code when that is not 0. */
export async function must(args, options) {
  const result = await node(args, options);
  const code = typeof result === "number" ? result : result.code;
  if (code !== 0) process.exit(code);
  return result;
}

/** A package's built command line. */
export const cli = (name) => join(root, "packages", name, "dist", "cli.js");

/** How Node is started for the cluster's step: see packages/runner/README.md. */
export const STEP_FLAG = "--max-semi-space-size=4";

/** The cluster's step as it is started there. */
export const step = (...args) => [STEP_FLAG, cli("runner"), ...args];

/** Runs pnpm itself (the one that started this script). */
export function pnpm(args, { cwd = root, quiet = true } = {}) {
  const executable = process.env.npm_execpath;
  if (!executable) throw new Error("start this through pnpm, for example `npx pnpm@12 check`");
  const [command, first] = /\.[cm]?js$/.test(executable)
    ? [process.execPath, [executable]]
    : [executable, []];
  const { status, stdout, stderr } = spawnSync(command, [...first, ...args], {
    cwd,
    encoding: "utf8",
    stdio: ["ignore", quiet ? "pipe" : "inherit", quiet ? "pipe" : "inherit"],
  });
  if (status !== 0) throw new Error(`pnpm ${args.join(" ")} failed:\n${stdout ?? ""}${stderr ?? ""}`);
  return stdout ?? "";
}

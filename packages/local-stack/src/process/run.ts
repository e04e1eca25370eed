import { spawn } from "node:child_process";
import { mkdir, open } from "node:fs/promises";
import { dirname } from "node:path";
import { StackError } from "../errors.ts";
import { reportWhileBusy } from "./busy.ts";
import { tailOf } from "./log-tail.ts";
import { signalGroup } from "./terminate.ts";

/** Says one line of progress. The stack's own commands send it to stderr. */
export type Report = (line: string) => void;

export interface RunOptions {
  /** What is being done, for progress and errors, as in "installing pyspark". */
  readonly title: string;
  readonly env: NodeJS.ProcessEnv;
  /** Receives stdout and stderr; its end is shown when the command fails. */
  readonly logFile: string;
  readonly report: Report;
  readonly signal?: AbortSignal | undefined;
}

const STILL_BUSY_MS = 20_000;

/**
 * Runs a command to its end, its output in a log file.
 * @throws StackError INSTALL_FAILED with the log's end, CANCELLED when the signal fires (the command is killed)
 */
export async function run(command: string, args: readonly string[], options: RunOptions): Promise<void> {
  const { title, env, logFile, report, signal } = options;
  throwIfCancelled(signal);
  await mkdir(dirname(logFile), { recursive: true });
  const log = await open(logFile, "w");
  using _busy = reportWhileBusy(report, title, STILL_BUSY_MS);
  try {
    // A group of its own, so that whatever the command starts ends with it on cancellation.
    const child = spawn(command, args, { env, detached: true, stdio: ["ignore", log.fd, log.fd] });
    const cancel = (): void => {
      if (child.pid !== undefined) signalGroup(child.pid, "SIGKILL");
    };
    signal?.addEventListener("abort", cancel, { once: true });
    const ended = await new Promise<string | undefined>((resolve) => {
      child.on("error", (error) => resolve(error.message));
      child.on("close", (code, by) => resolve(code === 0 ? undefined : `ended with ${code ?? by}`));
    });
    signal?.removeEventListener("abort", cancel);
    throwIfCancelled(signal);
    if (ended !== undefined) {
      throw new StackError(
        "INSTALL_FAILED",
        `${title} failed: ${command} ${ended}. The end of ${logFile}:\n${await tailOf(logFile)}`,
      );
    }
  } finally {
    await log.close();
  }
}

export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw new StackError("CANCELLED", "cancelled");
}

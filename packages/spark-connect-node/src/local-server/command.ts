import { execFile } from "node:child_process";

/** What a short command said. */
export interface CommandOutput {
  /** The exit code; undefined when the command could not be started at all. */
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a short command to its end. Never rejects. */
export type RunCommand = (command: string, args: readonly string[]) => Promise<CommandOutput>;

const TIMEOUT_MS = 30_000;

export const runCommand: RunCommand = (command, args) =>
  new Promise((resolve) => {
    execFile(command, args, { timeout: TIMEOUT_MS }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === "number" ? error.code : undefined;
      resolve({ code, stdout, stderr });
    });
  });

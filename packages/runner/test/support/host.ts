import { EventEmitter } from "node:events";
import { type ExitCode, type Host, main } from "../../src/index.ts";

/** How a command ended that ran in this process. */
export interface Ended {
  readonly code: ExitCode;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command line in this process: starting one would take longer than most commands do. */
export async function runMain(argv: readonly string[], host: Partial<Host> = {}): Promise<Ended> {
  const text = { stdout: "", stderr: "" };
  const code = await main({
    argv,
    environment: {},
    stdout: { write: (part) => (text.stdout += part) },
    stderr: { write: (part) => (text.stderr += part) },
    signals: new EventEmitter(),
    now: () => new Date(),
    exitNow: () => {},
    ...host,
  });
  return { code, ...text };
}

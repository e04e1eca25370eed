import { type ChildProcess, spawn } from "node:child_process";
import { open } from "node:fs/promises";
import { Socket } from "node:net";
import { LocalServerError } from "../errors.ts";
import type { Environment } from "./options.ts";

/**
 * Runs a command and ends it when standard input is closed, which the kernel does however the process at the other
 * end dies, SIGKILL included: so no server outlives the program that started it, and no signal handler is needed.
 * First argument: a folder to remove then; the rest is the command.
 */
const GUARD = `
folder=$1; shift
exec 3<&0
"$@" </dev/null 3<&- &
server=$!
{
  read -r _ <&3
  : >"$folder/stopping"
  kill "$server" 2>/dev/null && sleep 10 && kill -9 "$server" 2>/dev/null
} 2>/dev/null &
guard=$!
exec 3<&-
wait "$server"
code=$?
if [ -e "$folder/stopping" ]; then rm -rf "$folder"; fi
kill "$guard" 2>/dev/null
exit "$code"
`;

/** Time for Spark to end by itself before it is killed. */
const GRACE_MS = 12_000;

/** How a process ended. */
export interface Ending {
  /** For messages: `exit code 1`, `SIGKILL`, or why it could not be started. */
  readonly how: string;
}

/** A process that cannot outlive this one. */
export interface GuardedChild {
  /** Set once it has ended. */
  readonly ending: () => Ending | undefined;
  /** Resolves when it has ended. */
  readonly ended: Promise<Ending>;
  /** Ends it, with all that it started. Resolves when it is gone. */
  stop(): Promise<void>;
}

/** Starts a command under guard, its output appended to a log file. It does not keep this program from ending. */
export async function spawnGuarded(
  command: readonly string[],
  options: {
    readonly environment: Environment;
    /** Removed when the child was ended from here, or with this program. */
    readonly folder: string;
    readonly logFile: string;
  },
): Promise<GuardedChild> {
  const log = await open(options.logFile, "a", 0o600).catch((cause: unknown) => {
    throw new LocalServerError(`The log file ${options.logFile} cannot be written`, { cause });
  });
  let child: ChildProcess;
  let ended: Promise<Ending>;
  let ending: Ending | undefined;
  try {
    child = spawn("/bin/sh", ["-c", GUARD, "spark-connect-node", options.folder, ...command], {
      env: { ...options.environment },
      // A group of its own: Ctrl-C in a terminal reaches this program alone, and the group can be killed whole.
      detached: true,
      stdio: ["pipe", log.fd, log.fd],
    });
    ended = new Promise((resolve) => {
      child.once("error", (error) => resolve({ how: error.message }));
      child.once("exit", (code, signal) => resolve({ how: signal ?? `exit code ${code}` }));
    });
  } finally {
    await log.close();
  }
  const settled = ended.then((how) => (ending = how));
  unref(child);
  return {
    ending: () => ending,
    ended: settled,
    async stop() {
      if (ending !== undefined) return;
      child.stdin?.end();
      // Held here, or the program could end while it waits.
      child.ref();
      const kill = setTimeout(() => killGroup(child), GRACE_MS);
      await settled;
      clearTimeout(kill);
    },
  };
}

/** Neither the process nor the pipe to it keeps this program running. */
function unref(child: ChildProcess): void {
  child.unref();
  // A guard that is gone already reads nothing; that is no error of ours.
  child.stdin?.on("error", () => undefined);
  if (child.stdin instanceof Socket) child.stdin.unref();
}

function killGroup(child: ChildProcess): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
  } catch {
    // Gone in the meantime.
  }
}

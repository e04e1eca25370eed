import { setTimeout as sleep } from "node:timers/promises";
import { hasErrno } from "../errors.ts";
import { isRunning, type ProcessIdentity } from "./identity.ts";

const POLL_MS = 50;

/** Signals the group of a process started `detached`, whose group id is its pid. */
export function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (!hasErrno(error, "ESRCH")) throw error; // gone already, as wanted
  }
}

async function endsWithin(identity: ProcessIdentity, ms: number): Promise<boolean> {
  const deadline = Date.now() + ms;
  while (await isRunning(identity)) {
    if (Date.now() >= deadline) return false;
    await sleep(POLL_MS);
  }
  return true;
}

/**
 * Ends one process (and the group it leads): SIGTERM, then SIGKILL after `graceMs` (default 10,000).
 * A process of the same pid that is not the recorded one is never signalled.
 * @returns whether it was running when asked
 */
export async function terminate(identity: ProcessIdentity, graceMs = 10_000): Promise<boolean> {
  if (!(await isRunning(identity))) return false;
  signalGroup(identity.pid, "SIGTERM");
  if (await endsWithin(identity, graceMs)) return true;
  if (await isRunning(identity)) signalGroup(identity.pid, "SIGKILL");
  await endsWithin(identity, graceMs);
  return true;
}

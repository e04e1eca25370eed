import { randomUUID } from "node:crypto";
import { link, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { hasErrno, StackError } from "../errors.ts";
import { identify, isRunning, type ProcessIdentity } from "./identity.ts";
import { type Report, throwIfCancelled } from "./run.ts";

const POLL_MS = 200;

export interface LockOptions {
  readonly report: Report;
  readonly signal?: AbortSignal | undefined;
}

async function ownerOf(file: string): Promise<ProcessIdentity | undefined> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as ProcessIdentity;
  } catch (error) {
    if (hasErrno(error, "ENOENT") || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Creates the lock with its content in one step: `link` fails when the name exists, and no reader sees half of it. */
async function take(file: string, owner: ProcessIdentity): Promise<boolean> {
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, JSON.stringify(owner), { mode: 0o600 });
  try {
    await link(draft, file);
    return true;
  } catch (error) {
    if (hasErrno(error, "EEXIST")) return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

/** Removes a dead owner's lock, unless another waiter was quicker and the lock is a living one's by now. */
async function breakLock(file: string): Promise<void> {
  const aside = `${file}.${randomUUID()}.stale`;
  try {
    await rename(file, aside);
  } catch (error) {
    if (hasErrno(error, "ENOENT")) return;
    throw error;
  }
  const owner = await ownerOf(aside);
  if (owner !== undefined && (await isRunning(owner))) await link(aside, file).catch(() => undefined);
  await rm(aside, { force: true });
}

/**
 * Runs `work` while holding a lock file that names its owner by pid and start time.
 * Waits for a living owner; takes the lock over from a dead one.
 */
export async function withLock<T>(file: string, options: LockOptions, work: () => Promise<T>): Promise<T> {
  const self = await identify(process.pid);
  if (self === undefined) throw new StackError("SETUP_FAILED", "cannot read this process's own start time");
  await mkdir(dirname(file), { recursive: true });
  let told = false;
  while (!(await take(file, self))) {
    const owner = await ownerOf(file);
    if (owner === undefined || !(await isRunning(owner))) {
      await breakLock(file);
      continue;
    }
    if (!told) options.report(`waiting for process ${owner.pid}, which holds ${file}`);
    told = true;
    await sleep(POLL_MS);
    throwIfCancelled(options.signal);
  }
  try {
    return await work();
  } finally {
    await rm(file, { force: true });
  }
}

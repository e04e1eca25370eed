import { spawn } from "node:child_process";
import { mkdir, open } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { StackError } from "../errors.ts";
import { identify, isRunning, type ProcessIdentity } from "./identity.ts";
import { readFrom, sizeOf, tailOf } from "./log-tail.ts";
import { throwIfCancelled } from "./run.ts";
import { terminate } from "./terminate.ts";

const POLL_MS = 100;

export interface DaemonCommand {
  /** Its name in errors, such as "Spark Connect". */
  readonly title: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  /** stdout and stderr are appended here. */
  readonly logFile: string;
  /** Milliseconds the service may take until it answers. */
  readonly startTimeoutMs: number;
}

export interface DaemonHooks<T> {
  /** Called as soon as the process exists, so that a start cut short leaves a trace to clean up by. */
  readonly onSpawn: (identity: ProcessIdentity) => Promise<void>;
  /** Looks at what the log holds since the start; `undefined` while the service is not ready. */
  readonly ready: (log: string) => Promise<T | undefined>;
  readonly signal?: AbortSignal | undefined;
}

export interface StartedDaemon<T> {
  readonly identity: ProcessIdentity;
  readonly value: T;
}

/**
 * Starts a process that outlives this one, in a session of its own (Ctrl-C in our terminal does not reach it),
 * and waits until it is ready. A start that fails or is cancelled leaves nothing running.
 * @throws StackError START_FAILED with the log's end; CANCELLED
 */
export async function startDaemon<T>(
  service: DaemonCommand,
  hooks: DaemonHooks<T>,
): Promise<StartedDaemon<T>> {
  throwIfCancelled(hooks.signal);
  await mkdir(dirname(service.logFile), { recursive: true });
  const from = await sizeOf(service.logFile);
  const identity = await spawnDetached(service);
  try {
    await hooks.onSpawn(identity);
    const value = await untilReady(service, identity, from, hooks);
    return { identity, value };
  } catch (error) {
    await terminate(identity);
    throw error;
  }
}

async function spawnDetached(service: DaemonCommand): Promise<ProcessIdentity> {
  const log = await open(service.logFile, "a", 0o600);
  try {
    const child = spawn(service.command, service.args, {
      cwd: service.cwd,
      env: service.env,
      detached: true,
      stdio: ["ignore", log.fd, log.fd],
    });
    const failed = new Promise<Error | undefined>((resolve) => {
      child.once("error", resolve);
      child.once("spawn", () => resolve(undefined));
    });
    const error = await failed;
    child.unref();
    const identity = child.pid === undefined ? undefined : await identify(child.pid);
    if (error !== undefined || identity === undefined) {
      const why = error?.message ?? `it ended at once:\n${await tailOf(service.logFile)}`;
      throw new StackError("START_FAILED", `${service.title} did not start: ${why}`);
    }
    return identity;
  } finally {
    await log.close();
  }
}

async function untilReady<T>(
  service: DaemonCommand,
  identity: ProcessIdentity,
  from: number,
  hooks: DaemonHooks<T>,
): Promise<T> {
  const deadline = Date.now() + service.startTimeoutMs;
  for (;;) {
    throwIfCancelled(hooks.signal);
    const value = await hooks.ready(await readFrom(service.logFile, from));
    if (value !== undefined) return value;
    const running = await isRunning(identity);
    if (!running || Date.now() > deadline) {
      const what = running
        ? `was not ready after ${service.startTimeoutMs / 1000} s`
        : "ended while starting";
      throw new StackError(
        "START_FAILED",
        `${service.title} ${what}. The end of ${service.logFile}:\n${await tailOf(service.logFile)}`,
      );
    }
    await sleep(POLL_MS);
  }
}

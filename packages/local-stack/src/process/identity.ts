import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";

/**
 * A process as it can be recognised later. Pids are recycled; a pid together with its start time is not.
 * `startedAt` is opaque: ticks since boot with the boot's id on Linux, `ps`'s start time elsewhere.
 */
export interface ProcessIdentity {
  readonly pid: number;
  readonly startedAt: string;
}

/**
 * Start time out of one line of `/proc/{pid}/stat`, or `undefined` for a zombie, which is dead to us. A zombie with
 * more than one thread is not: a JVM that is ending looks so for a moment, and still has its ports.
 * The command's name is in parentheses and may itself hold spaces and parentheses, so count from the last one.
 * @see https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
 */
export function startTimeOfStat(stat: string): string | undefined {
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [state] = fields;
  const threads = Number(fields[17]);
  if (state === undefined || state === "X" || (state === "Z" && threads <= 1)) return undefined;
  return fields[19];
}

async function startTimeOnLinux(pid: number): Promise<string | undefined> {
  try {
    const [stat, boot] = await Promise.all([
      readFile(`/proc/${pid}/stat`, "utf8"),
      readFile("/proc/sys/kernel/random/boot_id", "utf8"),
    ]);
    const ticks = startTimeOfStat(stat);
    return ticks === undefined ? undefined : `${boot.trim()}:${ticks}`;
  } catch {
    return undefined; // no such process (or one that ended between the two reads)
  }
}

async function startTimeByPs(pid: number): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)("ps", ["-o", "state=,lstart=", "-p", String(pid)], {
      env: { ...process.env, LC_ALL: "C" },
    });
    const [state, ...start] = stdout.trim().split(/\s+/);
    return state === undefined || state.startsWith("Z") || start.length === 0 ? undefined : start.join(" ");
  } catch {
    return undefined; // ps exits 1 when there is no such process
  }
}

async function startTime(pid: number): Promise<string | undefined> {
  return process.platform === "linux" ? startTimeOnLinux(pid) : startTimeByPs(pid);
}

/** The identity of a living process; `undefined` when there is none of that pid. */
export async function identify(pid: number): Promise<ProcessIdentity | undefined> {
  const startedAt = await startTime(pid);
  return startedAt === undefined ? undefined : { pid, startedAt };
}

/** Whether this very process still runs: a process that merely took over its pid does not count. */
export async function isRunning(identity: ProcessIdentity): Promise<boolean> {
  return (await startTime(identity.pid)) === identity.startedAt;
}

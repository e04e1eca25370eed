import { rm } from "node:fs/promises";
import { withLock } from "../process/lock.ts";
import type { Report } from "../process/run.ts";
import { terminate } from "../process/terminate.ts";
import { type StatePaths, statePaths } from "../state/paths.ts";
import { readProcesses, type ServiceName } from "../state/processes.ts";
import { type StackOptions, settle } from "./context.ts";

/**
 * Ends what an instance started, and nothing else: each process is known by its pid and start time.
 * Logs, event logs and `info.json` stay for reading; what was in moto's memory is gone.
 * @returns the services that were running
 */
export async function down(options: StackOptions = {}): Promise<ServiceName[]> {
  const { name, report, signal } = settle(options);
  const paths = statePaths(name);
  return withLock(paths.lockFile, { report, signal }, () => endAll(paths, report));
}

/** Ends the recorded processes, Spark first since it uses the others. Call it holding the instance's lock. */
export async function endAll(paths: StatePaths, report: Report): Promise<ServiceName[]> {
  const processes = await readProcesses(paths.processesFile);
  const ended: ServiceName[] = [];
  for (const service of ["spark", "dks", "versitygw", "moto"] as const) {
    const identity = processes[service];
    if (identity === undefined || !(await terminate(identity))) continue;
    report(`${service} stopped (pid ${identity.pid})`);
    ended.push(service);
  }
  await rm(paths.processesFile, { force: true });
  return ended;
}

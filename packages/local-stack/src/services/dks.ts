import { rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Installation } from "../install/install.ts";
import { type DaemonHooks, startDaemon } from "../process/daemon.ts";
import { cleanEnvironment } from "../process/environment.ts";
import { type Report, run } from "../process/run.ts";
import type { DksInfo } from "../state/info.ts";
import type { StatePaths } from "../state/paths.ts";

const START_TIMEOUT_MS = 30_000;

// src/services/ and dist/services/ are equally deep; Node runs what is compiled, whoever starts it.
const program = fileURLToPath(new URL("../../dist/dks/main.js", import.meta.url));
const keyMaker = fileURLToPath(new URL("../../python/make_dks_keys.py", import.meta.url));

/** The port in the service's own words. */
export function portOfDksLog(log: string): number | undefined {
  const port = /DKS serves https:\/\/localhost:(\d+)/.exec(log)?.[1];
  return port === undefined ? undefined : Number(port);
}

/** Makes an instance's certificates and master key, in place of any before. @throws StackError INSTALL_FAILED, CANCELLED */
export async function makeDksKeys(
  installation: Installation,
  paths: StatePaths,
  context: { readonly report: Report; readonly signal: AbortSignal | undefined },
): Promise<void> {
  await rm(paths.dks, { recursive: true, force: true });
  await run(installation.python, [keyMaker, paths.dks], {
    title: "making the Data Key Service's keys",
    env: cleanEnvironment({}),
    logFile: join(paths.logs, "dks-keys.log"),
    ...context,
  });
}

/**
 * Starts the Data Key Service on 127.0.0.1, with the keys that {@link makeDksKeys} made. It answers nobody without a
 * certificate of its authority.
 * @param port - another one is used when it is taken; 0 lets the system choose.
 */
export async function startDks(
  paths: StatePaths,
  port: number,
  hooks: Pick<DaemonHooks<number>, "onSpawn" | "signal">,
): Promise<DksInfo> {
  const logFile = join(paths.logs, "dks.log");
  const started = await startDaemon(
    {
      title: "the Data Key Service",
      command: process.execPath,
      args: [program, paths.dks, String(port)],
      env: cleanEnvironment({}),
      cwd: paths.directory,
      logFile,
      startTimeoutMs: START_TIMEOUT_MS,
    },
    { ...hooks, ready: (log) => Promise.resolve(portOfDksLog(log)) },
  );
  const file = (name: string): string => join(paths.dks, name);
  const baseUrl = `https://localhost:${started.value}`;
  return {
    url: `${baseUrl}/datakey/actions/decrypt`,
    baseUrl,
    caFile: file("ca.crt"),
    certFile: file("client.crt"),
    keyFile: file("client.key"),
    strangerCertFile: file("stranger.crt"),
    strangerKeyFile: file("stranger.key"),
    logFile,
    process: started.identity,
  };
}

import type { Installation } from "../install/install.ts";
import { type DaemonHooks, startDaemon } from "../process/daemon.ts";
import { cleanEnvironment } from "../process/environment.ts";
import type { MotoInfo } from "../state/info.ts";
import type { StatePaths } from "../state/paths.ts";

const START_TIMEOUT_MS = 60_000;

/** The port in moto's first words, which it took from the system since it was asked to bind port 0. */
export function portOfMotoLog(log: string): number | undefined {
  const match = /Running on http:\/\/127\.0\.0\.1:(\d+)/.exec(log);
  return match?.[1] === undefined ? undefined : Number(match[1]);
}

/** Starts moto: S3, STS, IAM, DynamoDB, Secrets Manager in one process, in memory, on 127.0.0.1. */
export async function startMoto(
  installation: Installation,
  paths: StatePaths,
  hooks: Pick<DaemonHooks<number>, "onSpawn" | "signal">,
): Promise<MotoInfo> {
  const logFile = `${paths.logs}/moto.log`;
  const { identity, value: port } = await startDaemon(
    {
      title: "moto",
      command: installation.python,
      args: ["-m", "moto.server", "-H", "127.0.0.1", "-p", "0"],
      env: cleanEnvironment({ PYTHONUNBUFFERED: "1" }),
      cwd: paths.directory,
      logFile,
      startTimeoutMs: START_TIMEOUT_MS,
    },
    {
      ...hooks,
      ready: (log) => Promise.resolve(portOfMotoLog(log)),
    },
  );
  return { endpoint: `http://127.0.0.1:${port}`, port, logFile, process: identity };
}

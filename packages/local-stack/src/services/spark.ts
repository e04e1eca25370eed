import { chmod, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { names } from "../config/names.ts";
import type { Installation } from "../install/install.ts";
import { reportWhileBusy } from "../process/busy.ts";
import { type DaemonHooks, startDaemon } from "../process/daemon.ts";
import { cleanEnvironment } from "../process/environment.ts";
import { accepts } from "../process/port.ts";
import type { Report } from "../process/run.ts";
import type { Keys, SparkInfo } from "../state/info.ts";
import type { StatePaths } from "../state/paths.ts";
import { formatProperties, type SparkEndpoints, sparkSettings } from "./spark-settings.ts";

const START_TIMEOUT_MS = 180_000;
const STILL_STARTING_MS = 5_000;

export interface SparkPorts {
  readonly port: number;
  readonly uiPort: number;
}

/** The ports the server took, once it says that it has started: Connect's line is the last of its start. */
export function portsOfSparkLog(log: string): SparkPorts | undefined {
  const connect = /Spark Connect server started at: [^\s]*:(\d+)/.exec(log)?.[1];
  const ui = /Successfully started service 'SparkUI' on port (\d+)/.exec(log)?.[1];
  if (connect === undefined || ui === undefined) return undefined;
  return { port: Number(connect), uiPort: Number(ui) };
}

/** Whether a start failed because another process had the port. */
export function lostThePort(log: string): boolean {
  return /Address already in use|BindException/.test(log);
}

/**
 * Starts the Connect server on 127.0.0.1, with the cluster's keys in its environment, and waits until it both says
 * that it has started and accepts connections.
 */
export async function startSpark(
  installation: Installation,
  paths: StatePaths,
  endpoints: SparkEndpoints,
  clusterKeys: Keys,
  hooks: Pick<DaemonHooks<SparkPorts>, "onSpawn" | "signal"> & { readonly report: Report },
): Promise<SparkInfo> {
  const logFile = join(paths.logs, "spark.log");
  hooks.report("starting Spark Connect");
  using _busy = reportWhileBusy(hooks.report, "starting Spark Connect", STILL_STARTING_MS);
  await rm(paths.temporary, { recursive: true, force: true }); // a killed server leaves its working files
  for (const folder of [
    paths.temporary,
    paths.eventLog,
    paths.metastore,
    paths.warehouse,
    paths.sparkConfig,
  ]) {
    await mkdir(folder, { recursive: true });
  }
  const properties = join(paths.sparkConfig, "spark.properties");
  await writeFile(properties, formatProperties(sparkSettings(installation, paths, endpoints)), {
    mode: 0o600,
  });
  await chmod(properties, 0o600);
  const { identity, value } = await startDaemon(
    {
      title: "Spark Connect",
      command: join(installation.sparkHome, "bin", "spark-submit"),
      args: [
        "--properties-file",
        properties,
        "--class",
        "org.apache.spark.sql.connect.service.SparkConnectServer",
        "spark-internal",
      ],
      env: cleanEnvironment({
        SPARK_HOME: installation.sparkHome,
        SPARK_CONF_DIR: paths.sparkConfig,
        SPARK_LOCAL_IP: "127.0.0.1",
        SPARK_CONNECT_AUTHENTICATE_TOKEN: endpoints.token,
        AWS_ACCESS_KEY_ID: clusterKeys.accessKeyId,
        AWS_SECRET_ACCESS_KEY: clusterKeys.secretAccessKey,
        AWS_REGION: names.region,
        AWS_EC2_METADATA_DISABLED: "true",
      }),
      cwd: paths.temporary,
      logFile,
      startTimeoutMs: START_TIMEOUT_MS,
    },
    {
      ...hooks,
      ready: async (log) => {
        const ports = portsOfSparkLog(log);
        return ports !== undefined && (await accepts(ports.port)) ? ports : undefined;
      },
    },
  );
  return {
    remote: `sc://localhost:${value.port}/;token=${endpoints.token}`,
    port: value.port,
    token: endpoints.token,
    uiUrl: `http://127.0.0.1:${value.uiPort}`,
    logFile,
    eventLogDir: paths.eventLog,
    warehouseDir: paths.warehouse,
    process: identity,
  };
}

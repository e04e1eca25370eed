import { isRunning } from "../process/identity.ts";
import { accepts } from "../process/port.ts";
import { isCurrent, readInfo, type StackInfo } from "../state/info.ts";
import { statePaths } from "../state/paths.ts";
import type { ServiceName } from "../state/processes.ts";
import { settle, type StackOptions } from "./context.ts";

/** `up`: the process that was started runs and answers. `down`: anything less. */
export interface ServiceStatus {
  readonly service: ServiceName;
  readonly state: "up" | "down";
  readonly pid: number;
  readonly address: string;
  readonly logFile: string;
}

export interface StackStatus {
  readonly name: string;
  /** Whether every service is up. */
  readonly up: boolean;
  /** Empty when the instance never came up. */
  readonly services: readonly ServiceStatus[];
  readonly info: StackInfo | undefined;
}

/** How an instance is: each service by its recorded process and its port. */
export async function status(options: StackOptions = {}): Promise<StackStatus> {
  const { name } = settle(options);
  const info = await readInfo(statePaths(name).infoFile);
  const services = info === undefined || !isCurrent(info) ? [] : await servicesOf(info);
  const up = services.length > 0 && services.every(({ state }) => state === "up");
  return { name, up, services, info };
}

/** The services of an instance, looked at now. */
export async function servicesOf(info: StackInfo): Promise<ServiceStatus[]> {
  const { moto, spark, s3, dks } = info;
  const parts = [
    { service: "moto", address: moto.endpoint, ...pick(moto) },
    ...(s3.gateway === undefined
      ? []
      : [{ service: "versitygw", address: s3.endpoint, ...pick(s3.gateway) } as const]),
    { service: "dks", address: dks.baseUrl, ...pick(dks) },
    { service: "spark", address: `sc://localhost:${spark.port}`, ...pick(spark) },
  ] as const;
  return Promise.all(
    parts.map(async ({ service, address, logFile, process }) => {
      const port = Number(address.slice(address.lastIndexOf(":") + 1));
      const up = (await isRunning(process)) && (await accepts(port));
      return { service, state: up ? "up" : "down", pid: process.pid, address, logFile } as const;
    }),
  );
}

function pick<T extends { readonly logFile: string; readonly process: StackInfo["spark"]["process"] }>(
  part: T,
): Pick<T, "logFile" | "process"> {
  return { logFile: part.logFile, process: part.process };
}

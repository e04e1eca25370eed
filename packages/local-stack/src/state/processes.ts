import type { ProcessIdentity } from "../process/identity.ts";
import { readJson, writePrivateJson } from "./private-json.ts";

export type ServiceName = "moto" | "versitygw" | "dks" | "spark";

/** What was started under an instance's name, by service. Kept apart from `info.json`, which tells of a whole instance only. */
export type Processes = Partial<Record<ServiceName, ProcessIdentity>>;

export async function readProcesses(file: string): Promise<Processes> {
  return (await readJson<Processes>(file)) ?? {};
}

/** Records a service as soon as its process exists. */
export async function recordProcess(
  file: string,
  service: ServiceName,
  identity: ProcessIdentity,
): Promise<void> {
  await writePrivateJson(file, { ...(await readProcesses(file)), [service]: identity });
}

import { runnerConfig } from "../config/runner-config.ts";
import { terminate } from "../process/terminate.ts";
import { startDks } from "../services/dks.ts";
import { type StackInfo, writeInfo } from "../state/info.ts";
import { statePaths } from "../state/paths.ts";
import { writePrivateJson } from "../state/private-json.ts";
import { type StackOptions, settle } from "./context.ts";
import { spawnHooks } from "./start.ts";

/**
 * Starts an instance's Data Key Service anew (ending it first when it runs): same keys, and the same port unless
 * somebody took it meanwhile; then the runner's configuration is written again.
 * @returns the instance's new description, also written to `info.json`
 */
export async function restartDks(
  info: StackInfo,
  options: Omit<StackOptions, "name"> = {},
): Promise<StackInfo> {
  const { report, signal } = settle(options);
  await terminate(info.dks.process);
  const paths = statePaths(info.name);
  report("starting the Data Key Service");
  const port = Number(new URL(info.dks.baseUrl).port);
  const dks = await startDks(paths, port, spawnHooks({ paths, signal }, "dks"));
  if (dks.url !== info.dks.url) await writePrivateJson(info.configFile, runnerConfig(dks));
  const renewed: StackInfo = { ...info, dks };
  await writeInfo(renewed);
  return renewed;
}

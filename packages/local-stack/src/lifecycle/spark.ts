import { StackError } from "../errors.ts";
import { install } from "../install/install.ts";
import { readFrom, sizeOf } from "../process/log-tail.ts";
import { terminate } from "../process/terminate.ts";
import { lostThePort, startSpark } from "../services/spark.ts";
import { type StackInfo, writeInfo } from "../state/info.ts";
import { statePaths } from "../state/paths.ts";
import { settle, type StackOptions } from "./context.ts";
import { spawnHooks } from "./start.ts";

/** Ends an instance's Spark server only. `up` and {@link restartSpark} start it again. */
export async function stopSpark(info: StackInfo): Promise<void> {
  await terminate(info.spark.process);
}

export interface RestartOptions extends Omit<StackOptions, "name"> {
  /** Spark properties besides the instance's own, until the next restart: what a server reads only as it starts. */
  readonly conf?: Readonly<Record<string, string>> | undefined;
}

/**
 * Starts an instance's Spark server anew (ending it first when it runs): same metastore, same token, and the same
 * ports unless somebody took them meanwhile.
 * @returns the instance's new description, also written to `info.json`
 */
export async function restartSpark(info: StackInfo, options: RestartOptions = {}): Promise<StackInfo> {
  const { report, signal } = settle(options);
  await stopSpark(info);
  const installation = await install({ report, signal });
  const paths = statePaths(info.name);
  const start = (port: number, uiPort: number): ReturnType<typeof startSpark> =>
    startSpark(
      installation,
      paths,
      { port, uiPort, token: info.spark.token, s3Endpoint: info.s3.endpoint, conf: options.conf },
      info.clusterKeys,
      { ...spawnHooks({ paths, signal }, "spark"), report },
    );
  const uiPort = Number(new URL(info.spark.uiUrl).port);
  const logged = await sizeOf(info.spark.logFile);
  const spark = await start(info.spark.port, uiPort).catch(async (error: unknown) => {
    const lost = error instanceof StackError && lostThePort(await readFrom(info.spark.logFile, logged));
    if (!lost) throw error;
    report(`port ${info.spark.port} is taken meanwhile; using another`);
    return start(0, 0);
  });
  const renewed: StackInfo = { ...info, spark };
  await writeInfo(renewed);
  return renewed;
}

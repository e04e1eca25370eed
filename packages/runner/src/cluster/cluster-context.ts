import type { EmrClient } from "@dataworks/launcher";
import type * as Launcher from "@dataworks/launcher";
import type { LauncherErrorCode } from "@dataworks/launcher";
import type { RawClusterArguments } from "../args/cluster-arguments.ts";
import { loadConfigIfNamed } from "../config/load-config.ts";
import { LaunchFailedError } from "../errors.ts";
import { type Environment, environmentNamed } from "../modules/environment.ts";
import { loadLauncher } from "../tool/optional-packages.ts";
import type { ToolContext } from "../tool/tool-context.ts";
import { proxyAgents } from "../wiring/proxy.ts";

/** Where a cluster command works. */
export interface ClusterPlace {
  readonly environment: Environment;
  /** Undefined: the environment's, as every AWS tool takes it. */
  readonly region: string | undefined;
}

/** @throws InvalidArgumentError when nothing says where. */
export async function clusterPlace(
  { environment }: RawClusterArguments,
  context: Pick<ToolContext, "config" | "environment">,
): Promise<ClusterPlace> {
  const config = await loadConfigIfNamed(context.config, context.environment);
  return {
    environment: environmentNamed(environment, context.environment["ENVIRONMENT"], config?.environment),
    region: context.environment["AWS_REGION"] ? undefined : config?.region,
  };
}

/** Does something with EMR; what the launcher throws comes out as this package's error, under the launcher's code. */
export async function withEmr<T>(
  { region }: ClusterPlace,
  work: (emr: EmrClient, launcher: typeof Launcher) => Promise<T>,
): Promise<T> {
  return withLauncher(async (launcher) => {
    using emr = launcher.createEmr({ ...(region === undefined ? {} : { region }), agents: proxyAgents });
    return await work(emr, launcher);
  });
}

/** As {@link withEmr}, without EMR. */
export async function withLauncher<T>(work: (launcher: typeof Launcher) => Promise<T>): Promise<T> {
  const launcher = await loadLauncher();
  try {
    return await work(launcher);
  } catch (error) {
    if (!(error instanceof launcher.LauncherError)) throw error;
    const code: LauncherErrorCode = error.code;
    throw new LaunchFailedError(code, error.message, { cause: error });
  }
}

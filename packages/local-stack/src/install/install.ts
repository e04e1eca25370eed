import { withLock } from "../process/lock.ts";
import { type CachePaths, cachePaths } from "./cache.ts";
import type { InstallContext } from "./context.ts";
import { checkJava, checkNode } from "./prerequisites.ts";
import { areS3aJarsInstalled, buildS3aJars, s3aJars } from "./s3a-jars.ts";
import { buildVenv, connectJar, installedSparkHome } from "./venv.ts";

/** What an instance is started from. */
export interface Installation {
  readonly python: string;
  readonly sparkHome: string;
  /** Folder of S3A's jars. */
  readonly s3aJars: string;
  /** Spark Connect's own jar. */
  readonly connectJar: string;
}

/**
 * Sees to Spark, moto and S3A in the user's cache, installing what is missing or damaged. Two callers do not collide.
 * @throws StackError PREREQUISITE, INSTALL_FAILED or CANCELLED
 */
export async function install(context: InstallContext): Promise<Installation> {
  checkNode();
  await checkJava();
  const cache = cachePaths();
  const present = await installed(cache);
  if (present !== undefined) return present;
  return withLock(cache.lockFile, context, async () => {
    const sparkHome = (await installedSparkHome(cache)) ?? (await buildVenv(cache, context));
    if (!(await areS3aJarsInstalled(cache))) await buildS3aJars(cache, sparkHome, context);
    return describe(cache, sparkHome);
  });
}

/**
 * Sees to Spark alone, for what only needs its jars (generating the protocol's code needs neither Java nor S3A).
 * @returns path of Spark Connect's own jar
 */
export async function installConnectJar(context: InstallContext): Promise<string> {
  checkNode();
  const cache = cachePaths();
  const present = await installedSparkHome(cache);
  if (present !== undefined) return connectJar(present);
  return withLock(cache.lockFile, context, async () =>
    connectJar((await installedSparkHome(cache)) ?? (await buildVenv(cache, context))),
  );
}

async function installed(cache: CachePaths): Promise<Installation | undefined> {
  const sparkHome = await installedSparkHome(cache);
  if (sparkHome === undefined || !(await areS3aJarsInstalled(cache))) return undefined;
  return describe(cache, sparkHome);
}

function describe(cache: CachePaths, sparkHome: string): Installation {
  return {
    python: cache.python,
    sparkHome,
    s3aJars: s3aJars(cache),
    connectJar: connectJar(sparkHome),
  };
}

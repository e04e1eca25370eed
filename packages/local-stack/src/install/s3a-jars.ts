import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { StackError } from "../errors.ts";
import { cleanEnvironment } from "../process/environment.ts";
import { run } from "../process/run.ts";
import type { CachePaths } from "./cache.ts";
import type { InstallContext } from "./context.ts";
import { readMarker, writeMarker } from "./marker.ts";
import { S3A_EXCLUSIONS, S3A_PACKAGES } from "./requirements.ts";

const ivyFolder = (cache: CachePaths): string => join(cache.s3a, "ivy");

/** The folder of S3A's jars. */
export function s3aJars(cache: CachePaths): string {
  return join(ivyFolder(cache), "jars");
}

export async function areS3aJarsInstalled(cache: CachePaths): Promise<boolean> {
  return (await readMarker(cache.s3a)) !== undefined;
}

/**
 * Lets spark-submit resolve S3A once, from wherever this machine is set up to get Maven artefacts, so that servers
 * start from files and without the network. A half-filled Ivy cache is never resumed: Ivy believes what it finds
 * there. Call it holding the cache's lock.
 */
export async function buildS3aJars(
  cache: CachePaths,
  sparkHome: string,
  context: InstallContext,
): Promise<void> {
  const { report, signal } = context;
  report(`fetching S3A's jars into ${cache.s3a} (15 MB, once)`);
  await rm(cache.s3a, { recursive: true, force: true });
  await mkdir(cache.s3a, { recursive: true });
  const args = [
    "--conf",
    `spark.jars.ivy=${ivyFolder(cache)}`,
    "--packages",
    S3A_PACKAGES.join(","),
    "--exclude-packages",
    S3A_EXCLUSIONS.join(","),
    // A main class that prints a version and ends: resolving is all that is wanted.
    "--class",
    "org.apache.hadoop.util.VersionInfo",
    "spark-internal",
  ];
  await run(join(sparkHome, "bin", "spark-submit"), args, {
    title: "fetching S3A's jars",
    env: cleanEnvironment({ SPARK_HOME: sparkHome }),
    logFile: join(cache.logs, "ivy.log"),
    report,
    signal,
  });
  const jars = (await readdir(s3aJars(cache))).filter((name) => name.endsWith(".jar"));
  const missing = S3A_PACKAGES.filter((coordinates) => {
    const [group, artifact, version] = coordinates.split(":");
    return !jars.includes(`${group}_${artifact}-${version}.jar`);
  });
  if (missing.length > 0) {
    throw new StackError(
      "INSTALL_FAILED",
      `spark-submit left no jar of ${missing.join(", ")}; see ${cache.logs}`,
    );
  }
  await writeMarker(
    cache.s3a,
    jars.map((name) => join(s3aJars(cache), name)),
  );
}

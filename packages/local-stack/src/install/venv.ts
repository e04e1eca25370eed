import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { StackError } from "../errors.ts";
import { cleanEnvironment } from "../process/environment.ts";
import { run } from "../process/run.ts";
import type { CachePaths } from "./cache.ts";
import type { InstallContext } from "./context.ts";
import { readMarker, writeMarker } from "./marker.ts";
import { findPython } from "./prerequisites.ts";
import { PYTHON_REQUIREMENTS, SPARK_VERSION } from "./requirements.ts";

/** Spark's home inside a virtual environment; `undefined` when pyspark is not there. */
async function sparkHomeIn(venv: string): Promise<string | undefined> {
  const lib = join(venv, "lib");
  const versions = await readdir(lib).catch(() => []);
  const python = versions.find((name) => name.startsWith("python3"));
  return python === undefined ? undefined : join(lib, python, "site-packages", "pyspark");
}

/** The jar of the Connect server, which also holds the protocol's definitions. */
export function connectJar(sparkHome: string): string {
  return join(sparkHome, "jars", `spark-connect_2.13-${SPARK_VERSION}.jar`);
}

/** Spark's home of a whole environment; `undefined` when it must be built. */
export async function installedSparkHome(cache: CachePaths): Promise<string | undefined> {
  return (await readMarker(cache.venv)) === undefined ? undefined : sparkHomeIn(cache.venv);
}

/**
 * Builds the environment in place (its scripts name their own path, so it cannot be renamed into place) and seals it
 * with a marker; whatever an earlier, interrupted build left is removed first. Call it holding the cache's lock.
 */
export async function buildVenv(cache: CachePaths, context: InstallContext): Promise<string> {
  const { report, signal } = context;
  const python = await findPython();
  await rm(cache.venv, { recursive: true, force: true });
  report(
    `installing ${PYTHON_REQUIREMENTS.join(" and ")} into ${cache.venv} (510 MB to download, 810 MB on disk, once)`,
  );
  const env = cleanEnvironment({ PIP_DISABLE_PIP_VERSION_CHECK: "1", PIP_NO_INPUT: "1" });
  const logFile = join(cache.logs, "pip.log");
  await run(python, ["-m", "venv", cache.venv], {
    title: "making the Python environment",
    env,
    logFile: join(cache.logs, "venv.log"),
    report,
    signal,
  });
  await run(cache.python, ["-m", "pip", "install", ...PYTHON_REQUIREMENTS], {
    title: "installing Spark and moto",
    env,
    logFile,
    report,
    signal,
  });
  const sparkHome = await sparkHomeIn(cache.venv);
  if (sparkHome === undefined) {
    throw new StackError("INSTALL_FAILED", `pip left no pyspark in ${cache.venv}; see ${logFile}`);
  }
  await writeMarker(cache.venv, [connectJar(sparkHome), cache.python]);
  return sparkHome;
}

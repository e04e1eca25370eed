import { rm } from "node:fs/promises";
import { join } from "node:path";
import { StackError } from "../errors.ts";
import { cleanEnvironment } from "../process/environment.ts";
import { withLock } from "../process/lock.ts";
import { run } from "../process/run.ts";
import { cachePaths } from "./cache.ts";
import type { InstallContext } from "./context.ts";
import { install } from "./install.ts";
import { readMarker, writeMarker } from "./marker.ts";
import { findPython } from "./prerequisites.ts";
import { SPARK_VERSION } from "./requirements.ts";

/** Older releases of Spark that the client is tried against, pinned. */
const RELEASES: Readonly<Record<string, string>> = {
  "3.5": "3.5.5",
  "4.0": "4.0.5",
  "4.1": "4.1.4",
  "4.2": "4.2.1",
};

/** Releases that {@link installSparkRelease} knows, oldest first; the last is the stack's own. */
export const SPARK_RELEASES: readonly string[] = [
  ...Object.keys(RELEASES),
  SPARK_VERSION.split(".").slice(0, 2).join("."),
];

/**
 * Sees to a Python that has this release of pyspark, and so of Spark's server, in the user's cache.
 *
 * @param release - Such as `4.1`.
 * @returns the Python
 * @throws StackError INVALID_ARGUMENT for a release that is not pinned; PREREQUISITE, INSTALL_FAILED or CANCELLED
 */
export async function installSparkRelease(release: string, context: InstallContext): Promise<string> {
  if (SPARK_VERSION.startsWith(`${release}.`)) return (await install(context)).python;
  const version = Object.hasOwn(RELEASES, release) ? RELEASES[release] : undefined;
  if (version === undefined) {
    throw new StackError(
      "INVALID_ARGUMENT",
      `there is no Spark ${release} to install; there are ${SPARK_RELEASES.join(", ")}`,
    );
  }
  const cache = cachePaths();
  const folder = join(cache.root, `pyspark-${version}`);
  const python = join(folder, "bin", "python");
  if ((await readMarker(folder)) !== undefined) return python;
  return withLock(cache.lockFile, context, async () => {
    if ((await readMarker(folder)) !== undefined) return python;
    const { report, signal } = context;
    report(`installing Spark ${version} into ${folder} (about 0.5 GB, once)`);
    await rm(folder, { recursive: true, force: true });
    const env = cleanEnvironment({ PIP_DISABLE_PIP_VERSION_CHECK: "1", PIP_NO_INPUT: "1" });
    const logFile = join(cache.logs, `pyspark-${version}.log`);
    const settings = { env, logFile, report, signal };
    await run(await findPython(), ["-m", "venv", folder], {
      title: "making the Python environment",
      ...settings,
    });
    // Only its jars are wanted: nothing that pyspark itself asks for.
    await run(python, ["-m", "pip", "install", "--no-deps", `pyspark==${version}`], {
      title: `installing Spark ${version}`,
      ...settings,
    });
    await writeMarker(folder, [python]);
    return python;
  });
}

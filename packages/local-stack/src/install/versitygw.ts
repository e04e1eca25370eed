import { access, constants, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { StackError } from "../errors.ts";
import { cleanEnvironment } from "../process/environment.ts";
import { withLock } from "../process/lock.ts";
import { run } from "../process/run.ts";
import { cachePaths } from "./cache.ts";
import type { InstallContext } from "./context.ts";
import { VERSITYGW_MODULE } from "./requirements.ts";

async function isExecutable(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Builds versitygw with Go, once, into the cache (`go install` puts the finished binary there in one step).
 * @returns path of the executable
 * @throws StackError PREREQUISITE when there is no Go
 */
export async function installVersitygw(context: InstallContext): Promise<string> {
  const cache = cachePaths();
  const executable = join(cache.versitygw, "versitygw");
  if (await isExecutable(executable)) return executable;
  return withLock(cache.lockFile, context, async () => {
    if (await isExecutable(executable)) return executable;
    await mkdir(cache.versitygw, { recursive: true });
    context.report(`building ${VERSITYGW_MODULE} into ${cache.versitygw} (a minute or two, once)`);
    try {
      await run("go", ["install", VERSITYGW_MODULE], {
        title: "building versitygw",
        env: cleanEnvironment({ GOBIN: cache.versitygw }),
        logFile: join(cache.logs, "versitygw.log"),
        report: context.report,
        signal: context.signal,
      });
    } catch (error) {
      if (!(error instanceof StackError) || !error.message.includes("ENOENT")) throw error;
      throw new StackError(
        "PREREQUISITE",
        "the benchmark's quick S3 (versitygw) is built with Go, and there is no `go` on the path. Install Go from your system's packages, or run the benchmark on moto.",
        { cause: error },
      );
    }
    return executable;
  });
}

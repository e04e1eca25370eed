import { mkdir } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { names } from "../config/names.ts";
import { StackError } from "../errors.ts";
import { type DaemonHooks, startDaemon } from "../process/daemon.ts";
import { cleanEnvironment } from "../process/environment.ts";
import { accepts } from "../process/port.ts";
import type { Keys, S3Info } from "../state/info.ts";
import type { StatePaths } from "../state/paths.ts";

const START_TIMEOUT_MS = 30_000;
const ATTEMPTS = 3;

/** A port that was free a moment ago. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

/**
 * Starts versitygw over a folder of the instance. It knows one key pair, which may do everything; it is given the
 * cluster's, so that the cluster's environment fits it and moto alike. It has no STS and no roles.
 * Unlike the others it cannot be asked for port 0 and say what it got, so a lost race is tried again.
 */
export async function startVersitygw(
  executable: string,
  paths: StatePaths,
  keys: Keys,
  hooks: Pick<DaemonHooks<true>, "onSpawn" | "signal">,
): Promise<S3Info> {
  const logFile = join(paths.logs, "versitygw.log");
  const data = join(paths.objects, "data");
  const metadata = join(paths.objects, "metadata");
  const versions = join(paths.objects, "versions");
  for (const folder of [data, metadata, versions]) await mkdir(folder, { recursive: true });
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    try {
      const { identity } = await startDaemon<true>(
        {
          title: "versitygw",
          command: executable,
          args: [
            "-r",
            names.region,
            "-p",
            `127.0.0.1:${port}`,
            "-q",
            "posix",
            "--sidecar",
            metadata,
            "--versioning-dir",
            versions,
            data,
          ],
          // By environment, not by -a and -s: other users can read a command line.
          env: cleanEnvironment({
            ROOT_ACCESS_KEY: keys.accessKeyId,
            ROOT_SECRET_KEY: keys.secretAccessKey,
          }),
          cwd: paths.directory,
          logFile,
          startTimeoutMs: START_TIMEOUT_MS,
        },
        {
          ...hooks,
          ready: async () => {
            if (!(await accepts(port))) return undefined;
            await sleep(100); // one that lost the port to another ends at once; the next look notices
            return true;
          },
        },
      );
      return {
        kind: "versitygw",
        endpoint: `http://127.0.0.1:${port}`,
        adminKeys: keys,
        gateway: { logFile, process: identity },
      };
    } catch (error) {
      const lost = error instanceof StackError && /address already in use/i.test(error.message);
      if (!lost || attempt === ATTEMPTS) throw error;
    }
  }
}

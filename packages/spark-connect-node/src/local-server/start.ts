import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { SparkConnectClient } from "../client/spark-connect-client.ts";
import { abortedError } from "../connection/aborted-error.ts";
import { LocalServerError, UnsupportedError } from "../errors.ts";
import { runCommand } from "./command.ts";
import { findJava } from "./find-java.ts";
import { findSpark, type SparkInstallation } from "./find-spark.ts";
import { type GuardedChild, spawnGuarded } from "./guarded-child.ts";
import { readTail, tellingLines } from "./log-tail.ts";
import {
  checkOptions,
  DEFAULT_START_TIMEOUT_MS,
  type Environment,
  type LocalServerOptions,
} from "./options.ts";
import { accepts, freePort } from "./port.ts";
import { formatProperties, serverSettings, takesToken } from "./properties.ts";

const SERVER_CLASS = "org.apache.spark.sql.connect.service.SparkConnectServer";
const POLL_MS = 100;
/** Starts that lost their port to another program before Spark took it. */
const MAX_LOST_PORTS = 3;

/** A Spark Connect server on this machine. */
export interface LocalSparkServer extends AsyncDisposable {
  /** Where to connect to, with the token: as `remote()` and `SPARK_REMOTE` take it. */
  readonly remote: string;
  /** The version of Spark, as the server says it. */
  readonly version: string;
  /** The server's output. */
  readonly logFile: string;
  /** Resolves when the server has ended: to nothing after `stop()`, else to an error with the end of its log. */
  readonly ended: Promise<LocalServerError | undefined>;
  /** Ends the server and removes its temporary files; resolves when it is gone. */
  stop(): Promise<void>;
}

/**
 * Starts a Spark Connect server on this machine and waits until it answers.
 *
 * It listens on the loopback interface and wants a random token that only `remote` holds; Spark 3.5 can do neither,
 * and serves whoever reaches its port: a warning says so. It ends with `stop()` and together with this program, however that ends. Relative paths are those of this program's
 * folder; tables without a path are gone with the server, unless `spark.sql.warehouse.dir` says where they are.
 *
 * @throws LocalServerError when there is no Spark or no Java (says what to install), or the server does not start
 *   (with the end of its log); InvalidArgumentError; CancelledError by the option `signal`; UnsupportedError on Windows.
 */
export async function startLocalServer(
  options: LocalServerOptions = {},
  environment: Environment = process.env,
): Promise<LocalSparkServer> {
  checkOptions(options);
  if (process.platform === "win32") {
    throw new UnsupportedError(
      "A local server cannot be started on Windows: run this program inside WSL, or start Spark there and use remote()",
    );
  }
  throwIfAborted(options.signal);
  // What listens there already would be taken for the server that is being started.
  if (options.port !== undefined && (await accepts(options.port))) {
    throw new LocalServerError(
      `The port ${options.port} is in use by another program: choose another, or leave the option port out for a free one`,
    );
  }
  const spark = await findSpark(options, environment, runCommand);
  const javaHome = await findJava(options, spark.version, environment, runCommand);
  if (!takesToken(spark.version)) {
    process.emitWarning(
      `Spark ${spark.version} serves whoever reaches its port, on all network interfaces: tokens and addresses came with 4.0`,
      "SparkConnectWarning",
    );
  }
  const started = { spark, javaHome, environment };
  for (let lost = 1; ; lost += 1) {
    try {
      return await startOnce(options, started);
    } catch (error) {
      if (!(error instanceof LostPort)) throw error;
      if (options.port !== undefined || lost >= MAX_LOST_PORTS) throw error.error;
    }
  }
}

/** The port was free when it was chosen, and taken when Spark came to it. */
class LostPort extends Error {
  readonly error: LocalServerError;

  constructor(error: LocalServerError) {
    super(error.message, { cause: error });
    this.error = error;
  }
}

async function startOnce(
  options: LocalServerOptions,
  found: {
    readonly spark: SparkInstallation;
    readonly javaHome: string | undefined;
    readonly environment: Environment;
  },
): Promise<LocalSparkServer> {
  const { spark, javaHome, environment } = found;
  // Readable by this user only, as mkdtemp makes it: the settings may hold secrets.
  const folder = await mkdtemp(path.join(tmpdir(), "spark-connect-node-"));
  const logFile = options.logFile ?? path.join(folder, "server.log");
  let child: GuardedChild | undefined;
  try {
    const port = options.port ?? (await freePort());
    const token = takesToken(spark.version) ? randomBytes(24).toString("hex") : undefined;
    const ivyFolder = await writableFolder(ivyCache(environment), path.join(folder, "ivy"));
    const propertiesFile = path.join(folder, "server.properties");
    const settings = serverSettings(spark, options, { port, folder, ivyFolder });
    await writeFile(propertiesFile, formatProperties(settings), { mode: 0o600 });
    child = await spawnGuarded(
      [
        path.join(spark.home, "bin", "spark-submit"),
        "--properties-file",
        propertiesFile,
        "--class",
        SERVER_CLASS,
        "spark-internal",
      ],
      { environment: serverEnvironment(environment, { spark, javaHome, token }), folder, logFile },
    );
    const remote = `sc://localhost:${port}/${token === undefined ? "" : `;token=${token}`}`;
    const version = await untilItAnswers(child, { remote, port, logFile, spark }, options);
    return serverOf({ remote, version, logFile }, { child, folder, spark });
  } catch (error) {
    await child?.stop();
    // A server that ended by itself is explained by its log, which the message names: that alone is kept.
    const keepsLog =
      (error instanceof LocalServerError || error instanceof LostPort) && options.logFile === undefined;
    for (const entry of keepsLog ? ["server.properties", "work", "warehouse", "ivy"] : ["."]) {
      await rm(path.resolve(folder, entry), { recursive: true, force: true });
    }
    throw error;
  }
}

function serverOf(
  about: Pick<LocalSparkServer, "remote" | "version" | "logFile">,
  {
    child,
    folder,
    spark,
  }: { readonly child: GuardedChild; readonly folder: string; readonly spark: SparkInstallation },
): LocalSparkServer {
  let stopping = false;
  const ended = child.ended.then(async ({ how }) => {
    if (stopping) return undefined;
    const log = await readTail(about.logFile);
    return failureOf(spark, `has ended (${how}), and its sessions with it`, about.logFile, log);
  });
  const stop = async (): Promise<void> => {
    stopping = true;
    await child.stop();
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  return { ...about, ended, stop, [Symbol.asyncDispose]: stop };
}

/** What a server did that it should not, with the end of its log. */
function failureOf(
  { version, home }: SparkInstallation,
  what: string,
  logFile: string,
  log: string,
): LocalServerError {
  return new LocalServerError(
    `The Spark ${version} server from ${home} ${what}. The end of its log, ${logFile}:\n${tellingLines(log)}`,
  );
}

/** Variables of another Spark's client that would make this server something else. */
const FOREIGN = new Set([
  "SPARK_REMOTE",
  "SPARK_LOCAL_REMOTE",
  "SPARK_CONNECT_MODE_ENABLED",
  "SPARK_API_MODE",
  "SPARK_CONNECT_AUTHENTICATE_TOKEN",
  "MASTER",
]);

function serverEnvironment(
  environment: Environment,
  own: {
    readonly spark: SparkInstallation;
    readonly javaHome: string | undefined;
    readonly token: string | undefined;
  },
): Environment {
  return {
    ...Object.fromEntries(Object.entries(environment).filter(([name]) => !FOREIGN.has(name))),
    SPARK_HOME: own.spark.home,
    // Also what the UI listens on, when it is switched on.
    SPARK_LOCAL_IP: "127.0.0.1",
    ...(own.javaHome === undefined ? {} : { JAVA_HOME: own.javaHome }),
    // By the environment: a command line can be read by everyone on the machine.
    ...(own.token === undefined ? {} : { SPARK_CONNECT_AUTHENTICATE_TOKEN: own.token }),
  };
}

async function untilItAnswers(
  child: GuardedChild,
  server: {
    readonly remote: string;
    readonly port: number;
    readonly logFile: string;
    readonly spark: SparkInstallation;
  },
  options: Pick<LocalServerOptions, "signal" | "startTimeoutMs">,
): Promise<string> {
  const { startTimeoutMs = DEFAULT_START_TIMEOUT_MS, signal } = options;
  const deadline = Date.now() + startTimeoutMs;
  for (;;) {
    throwIfAborted(signal);
    const ending = child.ending();
    if (ending !== undefined || Date.now() > deadline) {
      const what =
        ending === undefined
          ? `did not answer within ${startTimeoutMs / 1000} s`
          : `ended while it started (${ending.how})`;
      const log = await readTail(server.logFile);
      const error = failureOf(server.spark, what, server.logFile, log);
      throw ending !== undefined && /BindException|Address already in use/.test(log)
        ? new LostPort(error)
        : error;
    }
    const version = (await accepts(server.port)) ? await askVersion(server.remote) : undefined;
    if (version !== undefined) return version;
    await sleep(POLL_MS, undefined, signal === undefined ? {} : { signal }).catch(() => undefined);
  }
}

/** The server's version; undefined when it does not answer (yet). */
async function askVersion(remote: string): Promise<string | undefined> {
  const client = SparkConnectClient.connect({
    remote,
    environment: {},
    retryPolicy: { maxRetries: 0 },
    deadlines: { analyzePlan: 30_000 },
  });
  try {
    return await client.serverVersion();
  } catch {
    return undefined;
  } finally {
    await client.close();
  }
}

function ivyCache(environment: Environment): string {
  const cache = environment["XDG_CACHE_HOME"] || path.join(homedir(), ".cache");
  return path.join(cache, "spark-connect-node", "ivy");
}

async function writableFolder(wanted: string, otherwise: string): Promise<string> {
  try {
    await mkdir(wanted, { recursive: true });
    return wanted;
  } catch {
    return otherwise;
  }
}

function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) {
    throw abortedError("The start of the local server", signal);
  }
}

import { InvalidArgumentError } from "../errors.ts";

/** A value of a Spark setting; Spark takes them as text. */
export type LocalConfigValue = string | number | boolean;

/** Which Spark to start on this machine, and how. */
export interface LocalServerOptions {
  /** `local`, `local[4]`, `local[*]`: how many cores Spark uses. Default `local[*]`. */
  readonly master?: string | undefined;
  /** The folder of a Spark distribution. Default: what `python` says, then the environment's `SPARK_HOME`. */
  readonly sparkHome?: string | undefined;
  /** A Python that has `pyspark` installed, such as `/my/venv/bin/python`. Default: `python3` on the path. */
  readonly python?: string | undefined;
  /** The folder of a Java 17 or later. Default: the environment's `JAVA_HOME`, then `java` on the path. */
  readonly javaHome?: string | undefined;
  /** The version wanted, such as `4.1` or `4.1.0`: finding another one is an error. Default: any. */
  readonly version?: string | undefined;
  /** Settings of the server, also those that cannot change later, such as `spark.driver.memory`. */
  readonly config?: Readonly<Record<string, LocalConfigValue>> | undefined;
  /**
   * Jar files for the server's class path, besides those of the Spark that was found. For Spark 3.5, which comes
   * without Connect, the spark-connect jar may be among them; else it is loaded from Maven Central.
   */
  readonly jars?: readonly string[] | undefined;
  /** The port on the loopback interface. Default: a free one. */
  readonly port?: number | undefined;
  /** Where the server's output is appended. Default: a file in a temporary folder, removed by `stop()`. */
  readonly logFile?: string | undefined;
  /** How long the server may take until it answers. Default 180,000 ms: a first start of 3.5 loads jars. */
  readonly startTimeoutMs?: number | undefined;
  /** Aborting it ends the start, and what was started. */
  readonly signal?: AbortSignal | undefined;
}

/** The environment that a start looks at; passed in by tests. */
export type Environment = Readonly<Record<string, string | undefined>>;

export const DEFAULT_MASTER = "local[*]";
export const DEFAULT_START_TIMEOUT_MS = 180_000;

/** Settings that say where the server listens; they are the start's own business. */
const OWN_SETTINGS: Readonly<Record<string, string>> = {
  "spark.master": "the option master",
  "spark.remote": "builder().remote()",
  "spark.connect.grpc.binding.port": "the option port",
  "spark.connect.grpc.binding.address": "nothing: a local server listens on the loopback interface only",
  "spark.driver.bindAddress": "nothing: a local server listens on the loopback interface only",
  "spark.driver.host": "nothing: a local server listens on the loopback interface only",
  "spark.connect.authenticate.token": "nothing: the token is made at random",
};

/** @throws InvalidArgumentError naming the option that cannot be right. */
export function checkOptions(options: LocalServerOptions): void {
  const { master = DEFAULT_MASTER, port, startTimeoutMs, config = {} } = options;
  if (!/^local(\[[^\]]+\])?$/.test(master)) {
    throw new InvalidArgumentError(
      `The master of a local server is local, local[n] or local[*], not "${master}"; a cluster's server is reached by remote()`,
    );
  }
  if (port !== undefined && (!Number.isInteger(port) || port < 1 || port > 65_535)) {
    throw new InvalidArgumentError(`The option port takes a whole number from 1 to 65535, not ${port}`);
  }
  if (startTimeoutMs !== undefined && !(startTimeoutMs > 0)) {
    throw new InvalidArgumentError(
      `The option startTimeoutMs takes milliseconds above 0, not ${startTimeoutMs}`,
    );
  }
  for (const key of Object.keys(config)) {
    const instead = Object.hasOwn(OWN_SETTINGS, key) ? OWN_SETTINGS[key] : undefined;
    if (instead !== undefined) {
      throw new InvalidArgumentError(`The setting ${key} cannot be given to a local server; use ${instead}`);
    }
  }
}

import { SparkConnectError, SparkSession } from "spark-connect-node";
import type { RunnerConfig } from "../config/runner-config.ts";
import { InvalidConfigError, RunnerError, SparkUnavailableError } from "../errors.ts";
import type { Scrubber } from "../log/scrubber.ts";
import type { Terminal } from "../report/terminal.ts";
import { showWaiting } from "../report/waiting.ts";
import { VERSION } from "../version.ts";
import { managedServer } from "./managed/managed-server.ts";
import type { SparkServer } from "./spark-server.ts";

/** How the client waits between attempts; also for a call that is dropped mid-day. */
const BACKOFF = { initialBackoffMs: 250, backoffMultiplier: 2, maxBackoffMs: 5_000 };

export interface SparkConnectionOptions {
  readonly server: SparkServer;
  readonly connectTimeoutSeconds: number;
  readonly signal: AbortSignal;
  /** Where people see that Spark is being waited for. */
  readonly terminal: Pick<Terminal, "print">;
}

/** The run's one connection to Spark, made when the first day asks for it and ended with the run. */
export class SparkConnection implements AsyncDisposable {
  readonly #options: SparkConnectionOptions;
  #session: SparkSession | undefined;

  constructor(options: SparkConnectionOptions) {
    this.#options = options;
  }

  /**
   * The session; every day of a run shares it.
   *
   * @throws SparkUnavailableError
   */
  async session(): Promise<SparkSession> {
    this.#session ??= await connect(this.#options);
    return this.#session;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // Ending a session that is lost already fails, and must not hide why.
    await this.#session?.stop().catch(() => undefined);
  }
}

/**
 * The server of the configuration, or of the environment.
 *
 * @throws InvalidConfigError when neither says it.
 */
export function sparkServer(
  { spark, region }: Pick<RunnerConfig, "spark" | "region">,
  options: {
    readonly environment: Readonly<Record<string, string | undefined>>;
    readonly scrubber: Scrubber;
    readonly signal: AbortSignal;
  },
): SparkServer {
  const { environment, scrubber } = options;
  if (spark.managed !== null) {
    if (spark.managed.kind === "command") scrubTokens(spark.managed.endpoint, scrubber);
    return managedServer(spark.managed, { ...options, region });
  }
  const remote = sparkRemote(spark, environment, scrubber);
  return { remote: () => Promise.resolve(remote) };
}

/**
 * Where Spark is, from the configuration or the environment. Its token is scrubbed from then on.
 *
 * @throws InvalidConfigError when neither says it.
 */
export function sparkRemote(
  config: Pick<RunnerConfig["spark"], "remote">,
  environment: Readonly<Record<string, string | undefined>>,
  scrubber: Scrubber,
): string {
  const remote = config.remote ?? environment["SPARK_REMOTE"] ?? "";
  if (!remote.startsWith("sc://")) {
    throw new InvalidConfigError(
      remote === ""
        ? "Where Spark is, is not said. Set spark.remote in the configuration, or SPARK_REMOTE, to sc://host:port."
        : "SPARK_REMOTE is not the address of a Spark Connect server. Set it to sc://host:port.",
    );
  }
  scrubTokens(remote, scrubber);
  return remote;
}

function scrubTokens(remote: string, scrubber: Scrubber): void {
  for (const [, token] of remote.matchAll(/;token=([^;]*)/g)) scrubber.add(token, decode(token));
}

async function connect({
  server,
  connectTimeoutSeconds,
  signal,
  terminal,
}: SparkConnectionOptions): Promise<SparkSession> {
  const remote = await server.remote();
  // Not AbortSignal.timeout: inside AbortSignal.any, the garbage collector of Node 20 takes it, and nothing gives up.
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), connectTimeoutSeconds * 1000);
  const builder = SparkSession.builder()
    .remote(remote)
    .userAgent(`dataworks-adg/${VERSION}`)
    .retryPolicy({ ...BACKOFF, maxRetries: retriesWithin(connectTimeoutSeconds * 1000) });
  const connecting = (
    server.metadata === undefined ? builder : builder.metadataProvider(server.metadata)
  ).getOrCreate();
  try {
    const connected = Promise.race([connecting, rejectOn(AbortSignal.any([signal, late.signal]))]);
    return await showWaiting(terminal, `waiting for Spark at ${addressOf(remote)}`, connected);
  } catch (cause) {
    // It may still come about: then nobody wants it any more.
    connecting.then((late) => late.stop()).catch(() => undefined);
    if (signal.aborted) throw signal.reason;
    // No token: ours says why.
    if (cause instanceof SparkConnectError && cause.cause instanceof RunnerError) throw cause.cause;
    throw unavailable(remote, server.metadata !== undefined, connectTimeoutSeconds, cause);
  } finally {
    clearTimeout(timer);
  }
}

/** How many waits of the backoff fit into a time, so that the client's own error comes before we lose patience. */
export function retriesWithin(ms: number): number {
  let retries = 0;
  let wait = BACKOFF.initialBackoffMs;
  for (let waited = wait; waited <= ms; waited += wait) {
    retries++;
    wait = Math.min(wait * BACKOFF.backoffMultiplier, BACKOFF.maxBackoffMs);
  }
  return retries;
}

/** What stands in messages: the address, without the parameters, the token among them. */
export function addressOf(remote: string): string {
  const [address = remote] = remote.split(/\/?;/);
  return address;
}

function unavailable(
  remote: string,
  managed: boolean,
  seconds: number,
  cause: unknown,
): SparkUnavailableError {
  const why =
    cause instanceof SparkConnectError
      ? cause.message
      : `Spark Connect at ${addressOf(remote)} did not answer in ${seconds} s. See that the server runs there`;
  const said = managed
    ? "The endpoint and its tokens are said by spark.managed of the configuration."
    : "The address is spark.remote of the configuration, or SPARK_REMOTE.";
  return new SparkUnavailableError(`${why}. ${said}`, { cause });
}

function rejectOn(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const fail = (): void => reject(signal.reason);
    if (signal.aborted) fail();
    else signal.addEventListener("abort", fail, { once: true });
  });
}

function decode(token: string | undefined): string | undefined {
  try {
    return token === undefined ? undefined : decodeURIComponent(token);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}

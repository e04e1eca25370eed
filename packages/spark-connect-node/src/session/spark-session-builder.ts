import { create } from "@bufbuild/protobuf";
import { ConfigRequest_SetSchema } from "#gen/spark/connect/base_pb.js";
import type { ClientOptions } from "../client/client-options.ts";
import { SparkConnectClient } from "../client/spark-connect-client.ts";
import type { TlsOptions } from "../connection/tls.ts";
import { InvalidArgumentError } from "../errors.ts";
import type { LocalServerOptions } from "../local-server/options.ts";
import type { ConfigValue } from "./runtime-config.ts";
import type { ConnectClient } from "./session-runtime.ts";
import type { SparkSession } from "./spark-session.ts";

type Connection = Omit<ClientOptions, "remote">;

interface Settings {
  readonly remote?: string;
  readonly local?: LocalServerOptions;
  readonly appName?: string;
  readonly connection: Connection;
  readonly config: Readonly<Record<string, ConfigValue>>;
}

type MakeSession = (client: ConnectClient) => SparkSession;

let construct: (makeSession: MakeSession, settings: Settings) => SparkSessionBuilder;

/** Makes a builder. Internal. */
export function sparkSessionBuilder(makeSession: MakeSession): SparkSessionBuilder {
  return construct(makeSession, { connection: {}, config: {} });
}

/** How to connect. Immutable: each setting gives a new builder. */
export class SparkSessionBuilder {
  readonly #makeSession: MakeSession;
  readonly #settings: Settings;

  static {
    construct = (makeSession, settings) => new SparkSessionBuilder(makeSession, settings);
  }

  private constructor(makeSession: MakeSession, settings: Settings) {
    this.#makeSession = makeSession;
    this.#settings = settings;
  }

  /**
   * Where the server is: `sc://host[:15002]/;token=…`. Default: the environment variable `SPARK_REMOTE`.
   *
   * The connection goes through an HTTP proxy when `grpc_proxy`, `https_proxy` or `http_proxy` names one and `no_proxy`
   * (or `no_grpc_proxy`) does not name the host; never for this machine itself.
   */
  remote(url: string): SparkSessionBuilder {
    return this.#with({ remote: url });
  }

  /**
   * A Spark server of its own on this machine, in place of {@link SparkSessionBuilder.remote}: `getOrCreate()` starts
   * it, and it ends with the last of its sessions, or with this program. It needs Java 17 or later, and a Spark: that
   * of `pip install pyspark`, or a distribution. What {@link SparkSessionBuilder.config} says are settings of that
   * server, so that also those may be given that a session cannot change, such as `spark.driver.memory`.
   */
  local(options: LocalServerOptions = {}): SparkSessionBuilder {
    return this.#with({ local: options });
  }

  /** A name for the application; servers that fix their own keep it. */
  appName(name: string): SparkSessionBuilder {
    return this.#with({ appName: name });
  }

  /** A setting that the session begins with. */
  config(key: string, value: ConfigValue): SparkSessionBuilder;
  config(settings: Readonly<Record<string, ConfigValue>>): SparkSessionBuilder;
  config(first: string | Readonly<Record<string, ConfigValue>>, value?: ConfigValue): SparkSessionBuilder {
    if (typeof first !== "string") {
      return this.#with({ config: { ...this.#settings.config, ...first } });
    }
    if (value === undefined) {
      throw new InvalidArgumentError(`The setting ${first} has no value`);
    }
    return this.#with({ config: { ...this.#settings.config, [first]: value } });
  }

  /** Who asks, as the server's logs show it. */
  userAgent(userAgent: string): SparkSessionBuilder {
    return this.#connection({ userAgent });
  }

  /** The user the session belongs to. */
  userId(userId: string): SparkSessionBuilder {
    return this.#connection({ userId });
  }

  /** The id of the session, a UUID, to go on with one that exists. Default: a new one. */
  sessionId(sessionId: string): SparkSessionBuilder {
    return this.#connection({ sessionId });
  }

  /**
   * Speaks TLS with certificates of one's own: an authority to trust, a client certificate for servers that ask for
   * one. Without it TLS (which a token or `use_ssl=true` asks for) trusts what Node trusts, `NODE_EXTRA_CA_CERTS`
   * included.
   *
   * @throws InvalidArgumentError from `getOrCreate` for what is no PEM, or half of a pair.
   */
  tls(options: TlsOptions): SparkSessionBuilder {
    return this.#connection({ tls: options });
  }

  /**
   * Metadata made for each call, retries and reattaches included, for tokens that expire. When it fails, so does the
   * call, with its error as cause; nothing is sent.
   */
  metadataProvider(provider: NonNullable<ClientOptions["metadataProvider"]>): SparkSessionBuilder {
    return this.#connection({ metadataProvider: provider });
  }

  /** Differences from the default policy of retries. */
  retryPolicy(policy: NonNullable<ClientOptions["retryPolicy"]>): SparkSessionBuilder {
    return this.#connection({ retryPolicy: policy });
  }

  /** Differences from the default deadlines of calls. */
  deadlines(deadlines: NonNullable<ClientOptions["deadlines"]>): SparkSessionBuilder {
    return this.#connection({ deadlines });
  }

  /** See every call, retries included, outermost first: for tracing and metrics. */
  interceptors(interceptors: NonNullable<ClientOptions["interceptors"]>): SparkSessionBuilder {
    return this.#connection({ interceptors });
  }

  /**
   * Releases the session when this program ends, which stops what runs in it: by itself, by SIGINT, SIGTERM or SIGHUP, or by
   * an error that nobody caught. Default: a query goes on without its program, until the server drops it after some minutes.
   *
   * A program that listens for the signal itself decides how it ends; it calls `stop()`, and so does one before
   * `process.exit()`. Nothing can be done on SIGKILL.
   */
  releaseSessionOnExit(on = true): SparkSessionBuilder {
    return this.#connection({ releaseSessionOnExit: on });
  }

  /**
   * Connects, and asks the server for its version, so that a wrong address or token shows here. Each call makes a
   * session of its own, unless {@link SparkSessionBuilder.sessionId} names one.
   *
   * @throws InvalidArgumentError when there is no address, or it is malformed; ConnectionError when nobody answers;
   *   LocalServerError when a local server cannot be started.
   */
  async getOrCreate(): Promise<SparkSession> {
    const { local, remote, appName, config, connection } = this.#settings;
    if (local === undefined) {
      return this.#connect({ ...connection, remote });
    }
    if (remote !== undefined) {
      throw new InvalidArgumentError(
        "A session is either on a server of its own, local(), or on a remote() one",
      );
    }
    if (connection.tls !== undefined) {
      throw new InvalidArgumentError(
        "tls() is for servers elsewhere: one of local() is reached on this machine alone",
      );
    }
    // Loaded here only, so that who connects to a server elsewhere loads nothing that starts processes.
    const { startLocalServer } = await import("../local-server/start.ts");
    const server = await startLocalServer({
      ...local,
      config: { ...(appName === undefined ? {} : { "spark.app.name": appName }), ...config, ...local.config },
    });
    const session = new SparkSessionBuilder(this.#makeSession, { connection, config: {} });
    try {
      return await session.#connect({
        ...connection,
        remote: server.remote,
        serverEnded: server.ended,
        afterClose: () => server.stop(),
      });
    } catch (error) {
      await server.stop();
      throw error;
    }
  }

  async #connect(options: ClientOptions): Promise<SparkSession> {
    const client = SparkConnectClient.connect(options);
    try {
      await client.serverVersion();
      await this.#configure(client);
    } catch (error) {
      // The first failure is the one to tell; that the session could not be ended either follows from it.
      await client.close().catch(() => undefined);
      throw error;
    }
    return this.#makeSession(client);
  }

  async #configure(client: ConnectClient): Promise<void> {
    const { appName, config } = this.#settings;
    if (appName !== undefined) {
      // Silent: whether a session may have a name of its own differs from server to server, and nothing hangs on it.
      const pairs = [{ key: "spark.app.name", value: appName }];
      await client.config({ case: "set", value: create(ConfigRequest_SetSchema, { pairs, silent: true }) });
    }
    const pairs = Object.entries(config).map(([key, value]) => ({ key, value: String(value) }));
    if (pairs.length > 0) {
      await client.config({ case: "set", value: create(ConfigRequest_SetSchema, { pairs }) });
    }
  }

  #with(change: Partial<Settings>): SparkSessionBuilder {
    return new SparkSessionBuilder(this.#makeSession, { ...this.#settings, ...change });
  }

  #connection(change: Connection): SparkSessionBuilder {
    return this.#with({ connection: { ...this.#settings.connection, ...change } });
  }
}

import type { CallInterceptor } from "../connection/call-interceptor.ts";
import type { ConnectionEnvironment } from "../connection/connection-string.ts";
import type { RpcDeadlines } from "../connection/deadlines.ts";
import type { MetadataProvider } from "../connection/metadata.ts";
import type { RetryPolicy } from "../connection/retry-policy.ts";
import type { SparkConnectError } from "../errors.ts";
import type { TlsOptions } from "../connection/tls.ts";
import type { Runtime } from "../connection/runtime.ts";

/** The environment variables that a client looks at. */
export interface ClientEnvironment extends ConnectionEnvironment {
  readonly SPARK_USER?: string | undefined;
  readonly USER?: string | undefined;
}

/** How to reach a server and how to behave when it does not answer. */
export interface ClientOptions {
  /** `sc://host[:port]/;key=value;…` (see `parseConnectionString`). Default: `SPARK_REMOTE`. */
  readonly remote?: string | undefined;
  /** How this program calls itself to the server. Wins over the connection string's `user_agent`. */
  readonly userAgent?: string | undefined;
  /** A UUID. Default: the connection string's `session_id`, else a random one. */
  readonly sessionId?: string | undefined;
  /** Default: the connection string's `user_id`, else `SPARK_USER`, else `USER`. */
  readonly userId?: string | undefined;
  /** Certificates of one's own. Default: those that Node trusts. */
  readonly tls?: TlsOptions | undefined;
  /** Asked before each call: for tokens that expire. */
  readonly metadataProvider?: MetadataProvider | undefined;
  /** Differences from `defaultRetryPolicy`. */
  readonly retryPolicy?: Partial<RetryPolicy> | undefined;
  /** Differences from `defaultDeadlines`. */
  readonly deadlines?: Partial<RpcDeadlines> | undefined;
  /** See every call, outermost first. */
  readonly interceptors?: readonly CallInterceptor[] | undefined;
  /** Whether executions survive a broken connection. Default true; false only for servers before 3.5. */
  readonly reattachable?: boolean | undefined;
  /** Consumed bytes after which the server may drop them. Default 1 MiB. */
  readonly releaseThresholdBytes?: number | undefined;
  /** How often a server is shown that a result is wanted which nobody reads at the moment. Default 120,000 ms. */
  readonly touchEveryMs?: number | undefined;
  /** Resolves to an error when the server is known to have ended for good: nothing is retried any more. */
  readonly serverEnded?: Promise<SparkConnectError | undefined> | undefined;
  /** Whether the session is released when the program ends. Default false. */
  readonly releaseSessionOnExit?: boolean | undefined;
  /** Runs when the last session of the connection was closed, and is waited for by its `close`. */
  readonly afterClose?: (() => Promise<void>) | undefined;
  /** Default: the process's environment. */
  readonly environment?: ClientEnvironment | undefined;
  /** Time and chance; tests replace them. */
  readonly runtime?: Runtime | undefined;
}

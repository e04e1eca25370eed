import type { Interceptor } from "@grpc/grpc-js";
import type { MetadataProvider } from "../connection/metadata.ts";
import type { RetryPolicy } from "../connection/retry-policy.ts";

/** How to reach a server and how to behave when it does not answer. */
export interface ClientOptions {
  /** `sc://host[:port]/;key=value;…` (see `parseConnectionString`). */
  readonly remote: string;
  /** Part of the user agent sent to the server. Wins over the connection string's. */
  readonly userAgent?: string | undefined;
  /** A UUID. Default: the connection string's `session_id`, else a random one. */
  readonly sessionId?: string | undefined;
  /** Default: the connection string's `user_id`, else none. */
  readonly userId?: string | undefined;
  /** Asked before each call: for tokens that expire. */
  readonly metadataProvider?: MetadataProvider | undefined;
  /** Differences from the default policy. */
  readonly retryPolicy?: Partial<RetryPolicy> | undefined;
  /** grpc-js interceptors, outermost first. */
  readonly interceptors?: readonly Interceptor[] | undefined;
}

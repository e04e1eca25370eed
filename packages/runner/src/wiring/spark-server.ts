import type { MetadataProvider } from "spark-connect-node";

/** Where Spark is, and what is said to it. */
export interface SparkServer {
  /** `sc://…`; a managed one's is asked for. */
  readonly remote: () => Promise<string>;
  /** Goes with each call. */
  readonly metadata?: MetadataProvider;
}

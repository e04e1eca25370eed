import type { SparkSession } from "spark-connect-node";
import type { SourceCredentials } from "../credentials/source-credentials.ts";
import { sourceSessionConfig, uniqueScheme } from "../credentials/session-config.ts";
import type { CollectionSpec } from "../model/collection.ts";
import type { Output } from "../model/layout.ts";
import type { ObjectStore } from "../model/object-store.ts";

/** A Spark session that can read one collection's rows, and the scheme its source's paths have there. */
export interface SourceSession {
  readonly spark: SparkSession;
  readonly scheme: string;
  /** Ends the session, and with it what it knew. */
  close(): Promise<void>;
}

/** How the sources are reached: by the object store for listing and headers, by Spark for rows. */
export interface SourceAccess {
  readonly store: ObjectStore;
  /** @param n - Which collection of the run, from 0. */
  open(spec: CollectionSpec, n: number): Promise<SourceSession>;
}

/** What {@link chainedSource} needs. */
export interface ChainedSourceOptions {
  /** A session of the server; each collection gets a new one of its own beside it. */
  readonly spark: Pick<SparkSession, "newSession">;
  /** Reads the source with the same credentials. */
  readonly store: ObjectStore;
  readonly credentials: SourceCredentials;
  readonly runId: number;
}

/**
 * What is encrypted at the source is opened by this process, and read by Spark from the staging area, by the cluster's
 * own right: its session holds no keys. JSON tells names apart by case.
 */
const OPENED_HERE: Readonly<Record<string, string>> = { "spark.sql.caseSensitive": "true" };

/**
 * What every session of a day is told. Times are UTC's whatever the server's zone; and dates before 1582 are written
 * as they are, which servers before 4.0 refuse to decide by themselves.
 */
const SESSION_CONFIG: Readonly<Record<string, string>> = {
  "spark.sql.session.timeZone": "UTC",
  "spark.sql.parquet.datetimeRebaseModeInWrite": "CORRECTED",
  "spark.sql.parquet.int96RebaseModeInWrite": "CORRECTED",
  // A method of more than 8,000 bytes of code is never compiled by the JVM. A row's conversions fused into one soon are;
  // from that size on Spark then leaves them apart.
  "spark.sql.codegen.hugeMethodLimit": "8000",
};

/**
 * Sources of another account. Each collection is read in a Connect session of its own that holds the keys, under a
 * URI scheme of its own: Hadoop keeps file systems by user and scheme, so a shared one would outlive its keys.
 */
export function chainedSource({ spark, store, credentials, runId }: ChainedSourceOptions): SourceAccess {
  return {
    store,
    open: async ({ bucket, format }, n) => {
      if (format === "encrypted-json") {
        return openSession(spark, "", OPENED_HERE);
      }
      const scheme = uniqueScheme(runId, n);
      const keys = await credentials.lasting();
      return openSession(spark, scheme, sourceSessionConfig(bucket, keys, scheme));
    },
  };
}

/** Sources that the cluster reads by its own right, such as the E2E folder of the output bucket. */
export function ownSource(options: {
  readonly spark: Pick<SparkSession, "newSession">;
  readonly store: ObjectStore;
  readonly scheme: Output["scheme"];
}): SourceAccess {
  return {
    store: options.store,
    open: ({ format }) =>
      openSession(options.spark, options.scheme, format === "encrypted-json" ? OPENED_HERE : {}),
  };
}

async function openSession(
  parent: Pick<SparkSession, "newSession">,
  scheme: string,
  config: Readonly<Record<string, string>>,
): Promise<SourceSession> {
  const spark = await parent.newSession();
  try {
    await spark.conf.setAll({ ...SESSION_CONFIG, ...config });
  } catch (error) {
    await spark.stop().catch(() => undefined);
    throw error;
  }
  return { spark, scheme, close: () => spark.stop() };
}

import {
  chainedSource,
  cleanUp,
  type CollectionSpec,
  type DataKeyService,
  fencedMetastore,
  findLeftovers,
  followDay,
  type Followed,
  hiveName,
  locate,
  newRunRef,
  type ObjectStore,
  type Output,
  ownSource,
  removeStaged,
  runDay,
  s3ObjectStore,
  type SourceAccess,
  sparkMetastore,
} from "@dataworks/etl-core";
import type { SparkSession } from "spark-connect-node";
import type {
  CleanUpContext,
  CleanUpResult,
  CollectionResult,
  DayContext,
  DayJob,
  FollowContext,
} from "../run/day-job.ts";
import type { Removed, StagingArea } from "../run/remove-leftovers.ts";
import type { Aws } from "./aws.ts";
import type { SparkConnection } from "./spark.ts";

export interface EtlJobOptions {
  readonly aws: Pick<Aws, "s3" | "sourceS3" | "sourceCredentials">;
  readonly spark: Pick<SparkConnection, "session">;
  readonly collections: readonly CollectionSpec[];
  /** Templates of what the keys of other modules begin with. */
  readonly elsewhere: readonly string[];
  readonly output: Output;
  /** Opens the keys of encrypted collections. */
  readonly dataKeys: DataKeyService | undefined;
  readonly concurrency: number;
  /** Read the E2E folder of the Output bucket, with the cluster's own keys. */
  readonly e2e: boolean;
}

/** The job of etl-core, wired to real Spark and S3. */
export class EtlJob implements DayJob, StagingArea {
  readonly #options: EtlJobOptions;
  /** The Output bucket's. */
  readonly #store: ObjectStore;
  /** Where the day's files are listed and their headers read. */
  readonly #sourceStore: ObjectStore;

  constructor(options: EtlJobOptions) {
    const { aws, e2e } = options;
    this.#options = options;
    this.#store = s3ObjectStore(aws.s3);
    this.#sourceStore = e2e ? this.#store : s3ObjectStore(aws.sourceS3);
  }

  async run({ day, runId, signal, fence, log, onEvent }: DayContext): Promise<readonly CollectionResult[]> {
    const { collections, elsewhere, output, dataKeys, concurrency } = this.#options;
    const spark = await this.#options.spark.session();
    const outcome = await runDay({
      day,
      run: newRunRef(runId),
      collections,
      elsewhere,
      output,
      metastore: sparkMetastore(spark),
      source: this.#source(spark, runId),
      store: this.#store,
      ...(dataKeys === undefined ? {} : { dataKeys }),
      fence,
      log,
      concurrency,
      signal,
      onEvent,
    });
    return outcome.collections.map(({ name, rows, badRows, changes, location, unread }) => ({
      name,
      rows,
      badRows,
      changes,
      location,
      unread: unread.map(({ key }) => key),
    }));
  }

  async follow(context: FollowContext): Promise<readonly Followed[]> {
    const { collections, output } = this.#options;
    const spark = await this.#options.spark.session();
    const tables = collections.map(({ name }) => hiveName(name));
    return followTables({ spark, store: this.#store, database: output.database, tables })(context);
  }

  async leftoverDays(signal: AbortSignal): Promise<readonly string[]> {
    return [...new Set((await this.#leftovers(signal)).map(({ day }) => day))].sort();
  }

  async removeLeftovers(day: string, signal: AbortSignal): Promise<readonly Removed[]> {
    const { output } = this.#options;
    const removed: Removed[] = [];
    for (const { prefix, run, ...leftover } of await this.#leftovers(signal)) {
      if (leftover.day === day) {
        const objects = await removeStaged(this.#store, output.bucket, prefix, { signal });
        removed.push({ prefix, runId: run.runId, objects });
      }
    }
    return removed;
  }

  #leftovers(signal: AbortSignal): ReturnType<typeof findLeftovers> {
    const { collections, output } = this.#options;
    return findLeftovers(this.#store, output, collections, { signal });
  }

  async cleanUp({ days, signal, log, beforeRemoval }: CleanUpContext): Promise<CleanUpResult> {
    const { collections, output } = this.#options;
    const spark = await this.#options.spark.session();
    return cleanUp({
      metastore: sparkMetastore(spark),
      store: this.#store,
      output,
      collections,
      days,
      locate: (spec, day, options) => locate(this.#sourceStore, spec, day, options),
      beforeRemoval,
      log,
      signal,
    });
  }

  #source(spark: SparkSession, runId: number): SourceAccess {
    const { aws, output, e2e } = this.#options;
    return e2e
      ? ownSource({ spark, store: this.#store, scheme: output.scheme })
      : chainedSource({ spark, store: this.#sourceStore, credentials: aws.sourceCredentials, runId });
  }
}

/** Has a module's tables show a day as the ledger says, while the day is held. */
export function followTables({
  spark,
  ...module
}: {
  readonly spark: SparkSession;
  /** The Output bucket's. */
  readonly store: ObjectStore;
  readonly database: string;
  /** In lower case. */
  readonly tables: readonly string[];
}): DayJob["follow"] {
  return ({ day, target, held, log }) => {
    const metastore = fencedMetastore(sparkMetastore(spark), { held }, { day, runId: undefined });
    return followDay({ ...module, metastore, day, target, log });
  };
}

import { PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import type { SparkSession } from "spark-connect-node";
import { type DayPlan, planDay } from "../../src/day/plan-day.ts";
import { type DayOutcome, type DayRequest, runDay } from "../../src/day/run-day.ts";
import { ownSource, type SourceAccess } from "../../src/day/source-access.ts";
import { type CollectionOptions, type CollectionSpec, collectionSpec } from "../../src/model/collection.ts";
import type { DayEvent } from "../../src/model/day-event.ts";
import { newRunRef, type Output } from "../../src/model/layout.ts";
import { type Log, silentLog } from "../../src/model/log.ts";
import type { ObjectStore } from "../../src/model/object-store.ts";
import { type Metastore, sparkMetastore } from "../../src/publish/metastore.ts";
import { s3ObjectStore } from "../../src/storage/s3-object-store.ts";
import { FakeDataKeys } from "./fake-data-keys.ts";
import { keysUnder, makeBucket, put, stackS3, stackSpark, uniqueName } from "./stack.ts";

/** A source bucket, an output bucket, a database and a session of a test file's own. */
export class DayFixture {
  readonly spark: SparkSession;
  readonly s3: S3Client;
  readonly store: ObjectStore;
  readonly sourceBucket: string;
  readonly output: Output;
  readonly source: SourceAccess;
  readonly metastore: Metastore;
  /** Encrypts what is delivered so, and opens it when a day is run. */
  readonly dataKeys = new FakeDataKeys();
  #runs = 0;

  static async open(head: string): Promise<DayFixture> {
    const s3 = stackS3();
    const spark = await stackSpark();
    return new DayFixture(spark, s3, await makeBucket(s3, `${head}_in`), {
      scheme: "s3a",
      bucket: await makeBucket(s3, `${head}_out`),
      database: uniqueName(head),
    });
  }

  private constructor(spark: SparkSession, s3: S3Client, sourceBucket: string, output: Output) {
    this.spark = spark;
    this.s3 = s3;
    this.store = s3ObjectStore(s3);
    this.sourceBucket = sourceBucket;
    this.output = output;
    this.metastore = sparkMetastore(spark);
    this.source = ownSource({ spark, store: this.store, scheme: output.scheme });
  }

  async close(): Promise<void> {
    await this.spark.sql(`DROP DATABASE IF EXISTS \`${this.output.database}\` CASCADE`);
    await this.spark.stop();
    this.s3.destroy();
  }

  spec(name: string, options: Partial<CollectionOptions> = {}): CollectionSpec {
    return collectionSpec({ name, bucket: this.sourceBucket, ...options });
  }

  /** Delivers a day's file of a collection, lines joined by LF. */
  async deliver(day: string, collection: string, lines: readonly string[], part = "1"): Promise<string> {
    const key = `${day}_${collection}_${part}.csv`;
    await put(this.s3, this.sourceBucket, key, `${lines.join("\n")}\n`);
    return key;
  }

  /** Delivers a day's document of a collection, encrypted; a text as it is, anything else as JSON. */
  async deliverEncrypted(day: string, collection: string, document: unknown, part = "1"): Promise<string> {
    const key = `${day}_${collection}-${part}.json.enc`;
    const { body, metadata } = this.dataKeys.encrypt(
      typeof document === "string" ? document : JSON.stringify(document),
    );
    await this.s3.send(
      new PutObjectCommand({ Bucket: this.sourceBucket, Key: key, Body: body, Metadata: { ...metadata } }),
    );
    return key;
  }

  /** Runs a day under the next run id. */
  run(
    day: string,
    collections: readonly CollectionSpec[],
    overrides: Partial<DayRequest> = {},
  ): Promise<DayOutcome> {
    this.#runs += 1;
    return runDay({
      day,
      run: newRunRef(this.#runs),
      collections,
      output: this.output,
      metastore: this.metastore,
      source: this.source,
      store: this.store,
      dataKeys: this.dataKeys,
      log: silentLog,
      ...overrides,
    });
  }

  /** Plans a day. */
  plan(day: string, collections: readonly CollectionSpec[]): Promise<DayPlan> {
    const { metastore, source, output, store } = this;
    return planDay({ day, collections, output, metastore, store, source, log: silentLog });
  }

  /** The published rows of a table in the order of `date_uploaded` and `id`, without columns that are null. */
  async read(collection: string, where = "true"): Promise<unknown[]> {
    const rows = await (
      await this.spark.sql(
        `SELECT to_json(struct(*)) AS row FROM \`${this.output.database}\`.\`${collection}\` WHERE ${where} ORDER BY date_uploaded, id`,
      )
    ).collect();
    return rows.map((row): unknown => JSON.parse(String(row["row"])));
  }

  async tables(): Promise<string[]> {
    if (!(await this.spark.catalog.databaseExists(this.output.database))) return [];
    const rows = await (await this.spark.sql(`SHOW TABLES IN \`${this.output.database}\``)).collect();
    return rows.map((row) => String(row["tableName"])).sort();
  }

  /** Keys in the output bucket. */
  outputKeys(prefix = ""): Promise<string[]> {
    return keysUnder(this.s3, this.output.bucket, prefix);
  }
}

/** Collects events in the order they come. */
export function eventLog(): { readonly events: DayEvent[]; readonly onEvent: (event: DayEvent) => void } {
  const events: DayEvent[] = [];
  return { events, onEvent: (event) => events.push(event) };
}

/** A log that keeps its warnings, but for those of files that no collection reads: tests share a bucket. */
export function warnings(): { log: Log; warned: Array<{ fields: object; message: string }> } {
  const warned: Array<{ fields: object; message: string }> = [];
  const log: Log = {
    ...silentLog,
    warn: (fields, message) => {
      if (!message.startsWith("files of the day that no collection reads")) warned.push({ fields, message });
    },
    child: () => log,
  };
  return { log, warned };
}

import { type Delivered, formatDelivered, parseDelivered } from "../conform/delivered.ts";
import { type Output, publishedPrefix, runOf } from "../model/layout.ts";
import type { ObjectStore, StoreOptions, WriteOptions } from "../model/object-store.ts";
import { type Metastore, partitionLocation } from "./metastore.ts";
import { showPartitions, type TableName } from "./statements.ts";
import { parsePartitionDay } from "./table-description.ts";

/**
 * Lies in a run's folder, beside the day's. No reader of a table comes there, and who reads by path passes over names that begin
 * with `_`.
 */
const OBJECT_NAME = "_columns.json";

/** Writes what a day's files had into the run's folder; it counts once the partition is moved there. */
export async function writeDelivered(
  store: ObjectStore,
  bucket: string,
  runFolder: string,
  delivered: Delivered,
  options: WriteOptions,
): Promise<void> {
  await store.put(bucket, `${runFolder}${OBJECT_NAME}`, Buffer.from(formatDelivered(delivered)), options);
}

/** What a table's partitions tell of the days up to a day. */
export interface PublishedBefore {
  /**
   * What the files of the last day before had; undefined when no day before is published, or its run did not write it down:
   * older releases and other programs do not.
   */
  readonly delivered: Delivered | undefined;
  /** The last day up to this one, itself included, if that is published as personal data; else undefined. */
  readonly personalOn: string | undefined;
}

/** Reads what the partitions of a table tell of the days up to a day. */
export async function readPublishedBefore(
  metastore: Metastore,
  store: ObjectStore,
  output: Pick<Output, "bucket">,
  name: TableName,
  day: string,
  options: StoreOptions = {},
): Promise<PublishedBefore> {
  const days = await publishedDays(metastore, name, day);
  const last = days.at(-1);
  const before = last === day ? days.at(-2) : last;
  const location = before === undefined ? undefined : await partitionLocation(metastore, name, before);
  const shown = last === day ? await partitionLocation(metastore, name, day) : location;
  const personal = publishedPrefix({ database: name.database, collection: name.table, pii: true });
  return {
    delivered: location === undefined ? undefined : await readDelivered(store, output, location, options),
    personalOn: shown?.includes(`/${personal}`) === true ? last : undefined,
  };
}

async function readDelivered(
  store: ObjectStore,
  output: Pick<Output, "bucket">,
  location: string,
  options: StoreOptions,
): Promise<Delivered | undefined> {
  const [, bucket, folder] = /^[^:]+:\/\/([^/]+)\/(.+\/)[^/]+$/u.exec(location) ?? [];
  if (bucket !== output.bucket || folder === undefined || runOf(location) === undefined) {
    return undefined;
  }
  const key = `${folder}${OBJECT_NAME}`;
  const head = await store.head(bucket, key, options);
  if (head === undefined) {
    return undefined;
  }
  const bytes = await store.read(bucket, key, { from: 0, to: head.size - 1, etag: head.etag }, options);
  return parseDelivered(Buffer.from(bytes).toString("utf8"));
}

/** In their order. */
async function publishedDays(metastore: Metastore, name: TableName, upTo: string): Promise<string[]> {
  const rows = await metastore.run(showPartitions(name));
  return rows
    .flatMap((row) => {
      const published = parsePartitionDay(String(row["partition"]));
      return published !== undefined && published <= upTo ? [published] : [];
    })
    .sort();
}

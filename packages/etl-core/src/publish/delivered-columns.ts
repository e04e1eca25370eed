import {
  type Delivered,
  type DeliveredBefore,
  formatDelivered,
  parseDelivered,
} from "../conform/delivered.ts";
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

/**
 * Reads what the files of the last published day before a day had.
 *
 * @returns undefined when no day before is published, or its run did not write it down: older releases and other
 *   programs do not.
 */
export async function readDelivered(
  metastore: Metastore,
  store: ObjectStore,
  output: Pick<Output, "bucket">,
  name: TableName,
  day: string,
  options: StoreOptions = {},
): Promise<DeliveredBefore | undefined> {
  const before = await lastDayBefore(metastore, name, day);
  const location = before && (await partitionLocation(metastore, name, before));
  if (location === undefined || runOf(location) === undefined) {
    return undefined;
  }
  const [, bucket, folder] = /^[^:]+:\/\/([^/]+)\/(.+\/)[^/]+$/u.exec(location) ?? [];
  if (bucket !== output.bucket || folder === undefined) {
    return undefined;
  }
  const key = `${folder}${OBJECT_NAME}`;
  const head = await store.head(bucket, key, options);
  if (head === undefined) {
    return undefined;
  }
  const bytes = await store.read(bucket, key, { from: 0, to: head.size - 1, etag: head.etag }, options);
  const delivered = parseDelivered(Buffer.from(bytes).toString("utf8"));
  const personal = publishedPrefix({ database: name.database, collection: name.table, pii: true });
  return delivered && { ...delivered, pii: folder.startsWith(personal) };
}

async function lastDayBefore(
  metastore: Metastore,
  name: TableName,
  day: string,
): Promise<string | undefined> {
  const rows = await metastore.run(showPartitions(name));
  const days = rows.flatMap((row) => {
    const published = parsePartitionDay(String(row["partition"]));
    return published !== undefined && published < day ? [published] : [];
  });
  return days.sort().at(-1);
}

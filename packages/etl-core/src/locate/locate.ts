import { SourceDataError, SourceFileMissingError, StorageError } from "../errors.ts";
import type { CollectionSpec } from "../model/collection.ts";
import { checkDay } from "../model/identifiers.ts";
import type { ObjectStore, SourceObject, StoredObject, StoreOptions } from "../model/object-store.ts";
import { sideBySide } from "../concurrency/side-by-side.ts";
import { dayKeys } from "./day-keys.ts";
import { latestFiles } from "./deliveries.ts";
import { similarKeys } from "./similar-keys.ts";
import { getListKeysForPrefix } from "./list-keys.ts";

/** How many objects are looked at side by side. */
const HEADS_AT_ONCE = 8;

/** What there is of a collection for a day. */
export interface Located {
  /** To be read, in key order, pinned. At least one. */
  readonly files: readonly SourceObject[];
  /** The collection's files of the day that will not be read: a later delivery replaced them. For the caller to log. */
  readonly unread: readonly StoredObject[];
  /** Keys under the prefix that are not the collection's by their names, such as another collection's. */
  readonly others: readonly string[];
  readonly prefix: string;
}

/**
 * Finds a day's files of a collection and pins each by its version or ETag.
 *
 * @throws SourceFileMissingError when there is none (exit code 1).
 * @throws SourceDataError when one to be read has no bytes: even an empty extract has a header; when one would be read
 *   twice, as it is and compressed; when nothing tells which of several deliveries is the latest.
 */
export async function locate(
  store: ObjectStore,
  spec: CollectionSpec,
  day: string,
  options: StoreOptions = {},
): Promise<Located> {
  const keys = dayKeys(spec, checkDay(day));
  const listed = await getListKeysForPrefix(store, spec.bucket, keys.prefix, options);
  const own = listed.filter(({ key }) => keys.matches(key));
  const { chosen, unread } =
    spec.select === "all" ? { chosen: own, unread: [] } : latestFiles(spec, keys, own);
  if (chosen.length === 0) {
    const others = listed.map(({ key }) => key);
    const similar = await similarKeys(store, spec, day, others, options);
    throw new SourceFileMissingError(spec.bucket, keys.prefix, similar);
  }
  const empty = chosen.find(({ size }) => size === 0);
  if (empty !== undefined) {
    throw new SourceDataError(
      `s3://${spec.bucket}/${empty.key} of ${spec.name} is empty${spec.format === "csv" ? ": it has not even a header" : ""}. Have it delivered again.`,
    );
  }
  const keysChosen = new Set(chosen.map(({ key }) => key));
  const twin = chosen.find(({ key }) => keysChosen.has(`${key}.gz`));
  if (twin !== undefined) {
    throw new SourceDataError(
      `s3://${spec.bucket}/${twin.key} and the same name with .gz are both there, and ${spec.name} reads all of a day's files: ` +
        `its rows would count twice. Remove one.`,
    );
  }
  return {
    files: await sideBySide(chosen, { concurrency: HEADS_AT_ONCE, ...options }, (object) =>
      pin(store, spec.bucket, object, options),
    ),
    unread,
    others: listed.filter(({ key }) => !keys.matches(key)).map(({ key }) => key),
    prefix: keys.prefix,
  };
}

/**
 * Checks that what was read by key is still what was located: Spark reads by key, so a file replaced meanwhile
 * would have been read in its place, or half of each.
 *
 * @throws StorageError naming the file that changed or went.
 */
export async function assertUnchanged(
  store: ObjectStore,
  files: readonly SourceObject[],
  options: StoreOptions = {},
): Promise<void> {
  await sideBySide(
    files,
    { concurrency: HEADS_AT_ONCE, ...options },
    async ({ bucket, key, etag, versionId }) => {
      const head = await store.head(bucket, key, options);
      if (head === undefined || head.etag !== etag || head.versionId !== versionId) {
        throw new StorageError(
          `s3://${bucket}/${key} was ${head === undefined ? "removed" : "replaced"} while it was being read. Run the day again.`,
        );
      }
    },
  );
}

async function pin(
  store: ObjectStore,
  bucket: string,
  { key }: StoredObject,
  options: StoreOptions,
): Promise<SourceObject> {
  const head = await store.head(bucket, key, options);
  if (head === undefined) {
    throw new StorageError(`s3://${bucket}/${key} was listed and is not there any more. Run the day again.`);
  }
  return { bucket, key, ...head };
}

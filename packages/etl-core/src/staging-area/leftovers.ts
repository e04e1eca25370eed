import { deletePrefix } from "../cleanup/delete-prefix.ts";
import type { CollectionSpec } from "../model/collection.ts";
import type { Output, RunRef } from "../model/layout.ts";
import type { ObjectStore, StoreOptions } from "../model/object-store.ts";
import { stagedBy, stagingFolder, stagingPrefix } from "./staging-layout.ts";

/** What a run has left in the staging area. */
export interface Leftover {
  readonly day: string;
  readonly run: RunRef;
  readonly collection: string;
  /** Ends in a slash. */
  readonly prefix: string;
}

/**
 * Finds what runs have left in the staging area: objects, and uploads that never ended. A run that still goes on is
 * found too; who holds the lock of its day knows that it does not.
 */
export async function findLeftovers(
  store: ObjectStore,
  { bucket, database }: Pick<Output, "bucket" | "database">,
  collections: readonly CollectionSpec[],
  options: StoreOptions = {},
): Promise<Leftover[]> {
  const found = new Map<string, Leftover>();
  for (const { name } of collections) {
    const prefix = stagingPrefix(database, name);
    const note = (key: string): void => {
      const by = stagedBy(prefix, key);
      if (by !== undefined) {
        const folder = stagingFolder(database, name, by.day, by.run);
        found.set(folder, { ...by, collection: name, prefix: folder });
      }
    };
    for await (const { key } of store.list(bucket, prefix, options)) {
      note(key);
    }
    for (const key of await store.unfinishedUploads(bucket, prefix, options)) {
      note(key);
    }
  }
  return [...found.values()];
}

/**
 * Empties a folder of the staging area: uploads first, so that none ends up as an object behind our back.
 *
 * @returns how many objects were removed.
 */
export async function removeStaged(
  store: ObjectStore,
  bucket: string,
  prefix: string,
  options: StoreOptions = {},
): Promise<number> {
  await store.abortUploads(bucket, prefix, options);
  return deletePrefix(store, bucket, prefix, options);
}

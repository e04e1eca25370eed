import type { ObjectStore, StoreOptions } from "../model/object-store.ts";
import { sideBySide } from "../concurrency/side-by-side.ts";

/** What S3's policies on published data go by. */
export interface ObjectTags {
  readonly pii: boolean;
  readonly db: string;
  readonly table: string;
}

/** How the tagging goes about it. */
export interface TagOptions extends StoreOptions {
  /** Objects tagged side by side. Default 16. */
  readonly concurrency?: number;
}

/**
 * Tags every object, however many there are. Done before the partition moves: nobody reads an object that has no
 * tags.
 */
export async function tagObjects(
  store: ObjectStore,
  bucket: string,
  keys: readonly string[],
  tags: ObjectTags,
  { concurrency = 16, ...options }: TagOptions = {},
): Promise<void> {
  const values = { pii: String(tags.pii), db: tags.db, table: tags.table };
  await sideBySide(keys, { concurrency, ...options }, (key) => store.putTags(bucket, key, values, options));
}

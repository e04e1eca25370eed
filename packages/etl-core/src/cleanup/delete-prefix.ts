import { RefusedError } from "../errors.ts";
import type { ObjectStore, StoreOptions } from "../model/object-store.ts";

/** Keys that S3 removes with one request. */
const KEYS_PER_REQUEST = 1000;

/** What a removal is careful about. */
export interface DeleteOptions extends StoreOptions {
  /** Objects that stay, by their keys. Default: none. */
  readonly keep?: (key: string) => boolean;
  /** Awaited before each request that removes; nothing more is removed when it rejects. */
  readonly beforeEach?: () => Promise<void>;
}

/**
 * Removes every object under a folder, page by page.
 *
 * @param prefix - Ends in a slash, so that `bids/` never takes `bids_archive/`.
 * @returns how many objects were removed.
 * @throws RefusedError when the prefix is no folder.
 */
export async function deletePrefix(
  store: ObjectStore,
  bucket: string,
  prefix: string,
  { keep = () => false, beforeEach = async () => {}, ...options }: DeleteOptions = {},
): Promise<number> {
  if (!/[^/]\/$/u.test(prefix)) {
    throw new RefusedError(
      `Only the objects of a folder are removed; ${JSON.stringify(prefix)} does not end in a slash.`,
    );
  }
  let removed = 0;
  let batch: string[] = [];
  const flush = async (): Promise<void> => {
    await beforeEach();
    await store.remove(bucket, batch, options);
    removed += batch.length;
    batch = [];
  };
  for await (const { key } of store.list(bucket, prefix, options)) {
    if (keep(key)) {
      continue;
    }
    batch.push(key);
    if (batch.length === KEYS_PER_REQUEST) {
      await flush();
    }
  }
  if (batch.length > 0) {
    await flush();
  }
  return removed;
}

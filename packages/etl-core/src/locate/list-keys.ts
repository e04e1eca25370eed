import type { ObjectStore, StoredObject, StoreOptions } from "../model/object-store.ts";

/**
 * Every object under a prefix, all pages, in key order. A key equal to the prefix is dropped: it is the folder,
 * not a file in it. The original's name is `get_list_keys_for_prefix`.
 */
export async function getListKeysForPrefix(
  store: ObjectStore,
  bucket: string,
  prefix: string,
  options: StoreOptions = {},
): Promise<StoredObject[]> {
  const found: StoredObject[] = [];
  for await (const object of store.list(bucket, prefix, options)) {
    if (object.key !== prefix) {
      found.push(object);
    }
  }
  return found;
}

import { hiveName } from "../model/identifiers.ts";
import { type Output, publishedPrefix } from "../model/layout.ts";
import type { ObjectStore } from "../model/object-store.ts";
import { listTables, type Metastore, partitionDays, partitionLocations } from "./metastore.ts";

/**
 * The days of a collection that its table reads from under `non-pii`. A look into the store saves the metastore's, which
 * tells one day at a time: nearly always there is nothing there.
 */
export async function openDays(
  metastore: Metastore,
  store: ObjectStore,
  output: Output,
  collection: string,
): Promise<string[]> {
  const prefix = publishedPrefix({ database: output.database, collection, pii: false });
  if (!(await hasObjects(store, output.bucket, prefix))) {
    return [];
  }
  const name = { database: hiveName(output.database), table: hiveName(collection) };
  if (!(await listTables(metastore, name.database)).has(name.table)) {
    return [];
  }
  const found = await partitionLocations(metastore, name, await partitionDays(metastore, name));
  // Whatever the scheme: another writer's may differ.
  return found
    .filter(({ location }) => location.includes(`//${output.bucket}/${prefix}`))
    .map(({ day }) => day);
}

async function hasObjects(store: ObjectStore, bucket: string, prefix: string): Promise<boolean> {
  for await (const _object of store.list(bucket, prefix)) {
    return true;
  }
  return false;
}

import { deletePrefix } from "../cleanup/delete-prefix.ts";
import { type Output, runFolder, type RunRef } from "../model/layout.ts";
import type { CollectionSpec } from "../model/collection.ts";
import type { Log } from "../model/log.ts";
import type { ObjectStore } from "../model/object-store.ts";

/** Discarding is a courtesy: it does not keep a failed run waiting longer than this, in ms. */
const DISCARD_TIMEOUT_MS = 30_000;

/**
 * Removes what a failed run has staged of these collections, which nothing refers to. What cannot be removed is
 * logged and stays: the run's own error matters more.
 */
export async function discardStaged(
  store: ObjectStore,
  output: Output,
  run: RunRef,
  collections: readonly CollectionSpec[],
  log: Log,
): Promise<void> {
  const signal = AbortSignal.timeout(DISCARD_TIMEOUT_MS);
  const folders = collections.flatMap(({ name, pii }) =>
    // Where its documents decide, the run may have failed before or after they did.
    (pii === "by fields" ? [false, true] : [pii]).map((each) =>
      runFolder({ database: output.database, collection: name, pii: each }, run),
    ),
  );
  for (const prefix of folders) {
    try {
      const objects = await deletePrefix(store, output.bucket, prefix, { signal });
      if (objects > 0) {
        log.info({ bucket: output.bucket, prefix, objects }, "files of the failed run are removed");
      }
    } catch (error) {
      log.warn({ bucket: output.bucket, prefix, error }, "files of the failed run could not be removed");
    }
  }
}

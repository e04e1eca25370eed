import { setTimeout as sleep } from "node:timers/promises";
import { deletePrefix } from "../cleanup/delete-prefix.ts";
import { type Output, runFolder, type RunRef } from "../model/layout.ts";
import { type CollectionSpec, isDeclaredPersonal } from "../model/collection.ts";
import type { Log } from "../model/log.ts";
import type { ObjectStore } from "../model/object-store.ts";

/** Discarding is a courtesy: it does not keep a failed run waiting longer than this, in ms. */
const DISCARD_TIMEOUT_MS = 30_000;

/** Spark answers an interrupt before its tasks have ended: for so long, in ms, one may still write a file. */
const SETTLE_MS = 1_000;

/** Whether something of the run was stopped while it wrote. */
export interface DiscardOptions {
  readonly interrupted: boolean;
  /** Default: 1 s. */
  readonly settleMs?: number;
}

/**
 * Removes what a failed run has staged of these collections, which nothing refers to. After an interrupt it looks again
 * until nothing new has come for a moment. What cannot be removed is logged and stays: the run's own error matters more.
 */
export async function discardStaged(
  store: ObjectStore,
  output: Output,
  run: RunRef,
  collections: readonly CollectionSpec[],
  log: Log,
  { interrupted, settleMs = SETTLE_MS }: DiscardOptions,
): Promise<void> {
  const signal = AbortSignal.timeout(DISCARD_TIMEOUT_MS);
  const folders = collections.flatMap((spec) =>
    // Where its documents decide, the run may have failed before or after they did.
    (spec.pii === "by fields" ? [false, true] : [isDeclaredPersonal(spec)]).map((pii) =>
      runFolder({ database: output.database, collection: spec.name, pii }, run),
    ),
  );
  const remove = async (prefix: string): Promise<number> => {
    try {
      const objects = await deletePrefix(store, output.bucket, prefix, { signal });
      if (objects > 0) {
        log.info({ bucket: output.bucket, prefix, objects }, "files of the failed run are removed");
      }
      return objects;
    } catch (error) {
      log.warn({ bucket: output.bucket, prefix, error }, "files of the failed run could not be removed");
      return 0;
    }
  };
  const removeAll = async (): Promise<number> => {
    let objects = 0;
    for (const prefix of folders) objects += await remove(prefix);
    return objects;
  };
  await removeAll();
  if (!interrupted) return;
  do await sleep(settleMs);
  while ((await removeAll()) > 0 && !signal.aborted);
}

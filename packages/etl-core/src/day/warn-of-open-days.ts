import type { Output } from "../model/layout.ts";
import type { Log } from "../model/log.ts";
import type { ObjectStore } from "../model/object-store.ts";
import type { Metastore } from "../publish/metastore.ts";
import { openDays } from "../publish/open-days.ts";
import type { StagedCollection } from "./stage-collection.ts";

/**
 * Warns when a collection is personal data today and has days that were published as not: those stay where they are, for
 * whoever decides about them.
 */
export async function warnOfOpenDays(
  {
    metastore,
    output,
    store,
  }: { readonly metastore: Metastore; readonly output: Output; readonly store: ObjectStore },
  staged: readonly StagedCollection[],
  log: Log,
): Promise<void> {
  for (const { collection, pii } of staged) {
    if (!pii) {
      continue;
    }
    const days = await openDays(metastore, store, output, collection.spec.name);
    if (days.length > 0) {
      log.warn(
        { collection: collection.spec.name, days },
        "personal data from this day on; days published before lie under non-pii, and stay there until they are run again or removed",
      );
    }
  }
}

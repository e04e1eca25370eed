import type { Log } from "../model/log.ts";
import { openDays } from "../publish/open-days.ts";
import type { DayRequest } from "./run-day.ts";
import type { StagedCollection } from "./stage-collection.ts";

/**
 * Warns when a collection is personal data today and has days that were published as not: those stay where they are, for
 * whoever decides about them.
 */
export async function warnOfOpenDays(
  { metastore, output, store }: Pick<DayRequest, "metastore" | "output" | "store">,
  staged: readonly StagedCollection[],
  log: Log,
): Promise<void> {
  for (const { collection, pii } of staged) {
    if (!pii || collection.spec.pii === true) {
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

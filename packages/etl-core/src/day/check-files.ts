import { gather, throwFaults } from "../model/file-faults.ts";
import { sideBySide } from "../concurrency/side-by-side.ts";
import type { CollectionSpec } from "../model/collection.ts";
import type { DayEvent } from "../model/day-event.ts";
import { hiveName } from "../model/identifiers.ts";
import {
  describeUnclaimed,
  type Unclaimed,
  unclaimedKeys,
  type UnclaimedRequest,
} from "../locate/unclaimed-keys.ts";
import type { Log } from "../model/log.ts";
import type { ObjectStore } from "../model/object-store.ts";
import { readPublishedBefore } from "../publish/delivered-columns.ts";
import { listTables, readColumns } from "../publish/metastore.ts";
import { fencedMetastore } from "../publish/publish-fence.ts";
import { readableTable, recoverTable } from "../publish/recover-table.ts";
import { type LocatedCollection, locateCollection, locatedEvent } from "./located-collection.ts";
import type { DayRequest } from "./run-day.ts";
import { compareShape, guardedFiles, type TableBefore } from "./table-before.ts";

/** A day's files that may be read, and what the tables show before. */
export interface CheckedFiles {
  readonly located: readonly LocatedCollection[];
  readonly before: (spec: CollectionSpec) => TableBefore;
  /** Files of the day that no collection reads. */
  readonly unclaimed: Unclaimed;
}

/**
 * Locates the files of every collection and compares their columns with the tables.
 *
 * @throws SourceFileMissingError, SourceDataError or SourceFaultsError: all that is wrong with any of the files, before a
 *   row is read.
 */
export async function checkFiles(
  request: DayRequest,
  log: Log,
  onEvent: (event: DayEvent) => void,
): Promise<CheckedFiles> {
  const { day, collections, source, signal } = request;
  const options = { concurrency: collections.length, ...(signal === undefined ? {} : { signal }) };
  const unclaimed = await reportUnclaimed(source.store, request, log, signal);
  const { results: located, faults } = await gather(collections, options, async (spec, either) => {
    const found = await locateCollection(source.store, spec, day, log.child({ collection: spec.name }), {
      signal: either,
    });
    onEvent(locatedEvent(day, found));
    return found;
  });
  const unreadable = [...faults, ...located.flatMap((each) => each.faults)];
  const tables = await tablesBefore(request, log).catch((error: unknown) => {
    // A table that cannot be read must not hide what is wrong with the files.
    throwFaults(unreadable);
    throw error;
  });
  const before = (spec: CollectionSpec): TableBefore => tables.get(spec.name) ?? newTable(spec);
  const wrong = located.flatMap(({ spec, source: looked }) => [
    ...compareShape(spec, guardedFiles(looked), before(spec)).faults,
  ]);
  throwFaults([...unreadable, ...wrong]);
  return { located, before, unclaimed };
}

/** Files that nobody reads fail no day, nor does a listing that tells of them. */
export async function reportUnclaimed(
  store: Pick<ObjectStore, "list">,
  request: UnclaimedRequest,
  log: Log,
  signal: AbortSignal | undefined,
): Promise<Unclaimed> {
  try {
    const unclaimed = await unclaimedKeys(store, request, signal === undefined ? {} : { signal });
    if (unclaimed.keys.length > 0) {
      log.warn(
        { ...unclaimed },
        `files of the day that no collection reads: ${describeUnclaimed(unclaimed)}`,
      );
    }
    return unclaimed;
  } catch (error) {
    signal?.throwIfAborted();
    log.warn({ error }, "files of the day that no collection reads could not be listed");
    return { keys: [], more: 0 };
  }
}

function newTable({ initialSchema }: CollectionSpec): TableBefore {
  return { table: "new", columns: initialSchema, delivered: undefined, personalOn: undefined };
}

/** What each table shows that is there, once every rename that was interrupted is seen to. */
async function tablesBefore(request: DayRequest, log: Log): Promise<ReadonlyMap<string, TableBefore>> {
  const { day, run, output, store, collections, fence, signal } = request;
  const metastore = fencedMetastore(request.metastore, fence, { day, runId: run.runId });
  const existing = await listTables(metastore, hiveName(output.database));
  const options = signal === undefined ? {} : { signal };
  const tables = new Map<string, TableBefore>();
  const present = collections.flatMap((spec) => {
    const table = readableTable(spec.name, existing);
    return table === undefined ? [] : [{ spec, database: hiveName(output.database), table }];
  });
  // All tables are looked at before any is changed; only then is an interrupted rename of one seen to.
  const columns = await sideBySide(present, { concurrency: present.length, ...options }, (name) =>
    readColumns(metastore, name, day),
  );
  await sideBySide(
    present,
    { concurrency: present.length, ...options },
    async ({ spec, database }, either, n) => {
      const name = { database, table: hiveName(spec.name) };
      await recoverTable(metastore, name, existing, log.child({ collection: spec.name }), fence?.target);
      const published = await readPublishedBefore(metastore, store, output, name, day, { signal: either });
      const shown = columns[n];
      if (shown !== undefined) tables.set(spec.name, { table: "exists", columns: shown, ...published });
    },
  );
  return tables;
}

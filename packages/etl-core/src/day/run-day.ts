import type { DataKeyService } from "../decrypt/data-key-service.ts";
import { DataKeys } from "../decrypt/data-keys.ts";
import { InvalidConfigurationError } from "../errors.ts";
import type { CollectionSpec } from "../model/collection.ts";
import type { DayEvent } from "../model/day-event.ts";
import type { Unclaimed } from "../locate/unclaimed-keys.ts";
import { checkDay, checkIdentifier } from "../model/identifiers.ts";
import type { Output, RunRef } from "../model/layout.ts";
import type { Log } from "../model/log.ts";
import { nameOf, type ObjectStore, type StoredObject } from "../model/object-store.ts";
import { checkTableNames } from "../publish/helper-tables.ts";
import type { Metastore } from "../publish/metastore.ts";
import type { Published, PublishRequest } from "../publish/publish.ts";
import { publishDay } from "../publish/publish-day.ts";
import type { PublishFence } from "../publish/publish-fence.ts";
import type { ConversionErrors } from "../stage/conversion-errors.ts";
import type { RoundedColumn } from "../stage/rounded-counts.ts";
import { assertStillStaged } from "../verify/assert-still-staged.ts";
import { checkFiles } from "./check-files.ts";
import { describeChanges } from "./describe-changes.ts";
import { discardStaged } from "./discard-staged.ts";
import { gather, throwFaults } from "../model/file-faults.ts";
import { keepAwake } from "./keep-awake.ts";
import { sideBySide } from "../concurrency/side-by-side.ts";
import type { SourceAccess } from "./source-access.ts";
import { type StagedCollection, stageCollection } from "./stage-collection.ts";
import { Turns } from "../concurrency/turns.ts";
import { warnOfOpenDays } from "./warn-of-open-days.ts";

/** How many collections are worked on at once unless said otherwise. */
export const DEFAULT_CONCURRENCY = 2;

/** What a day needs to know and to reach. */
export interface DayRequest {
  /** YYYY-MM-DD */
  readonly day: string;
  /** The run of the ledger that does it. */
  readonly run: RunRef;
  readonly collections: readonly CollectionSpec[];
  /** Templates of what the keys begin with that other jobs read, so that they are not reported as read by nobody: `{date}_payment-`. */
  readonly elsewhere?: readonly string[];
  readonly output: Output;
  /** Where tables are published. */
  readonly metastore: Metastore;
  readonly source: SourceAccess;
  /** The output's object store. */
  readonly store: ObjectStore;
  /** Opens the data keys of encrypted collections, which cannot do without. */
  readonly dataKeys?: DataKeyService;
  readonly log: Log;
  /**
   * Tells whether the day is still this run's, where several runners share the tables. Default: none; then whoever calls makes
   * sure that nobody else runs the day.
   */
  readonly fence?: PublishFence;
  /** Collections worked on at once. Default 2. */
  readonly concurrency?: number;
  /** Stops the day. Heeded until the first table is published; from there on finishing is the shortest way to peace. */
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: DayEvent) => void;
}

/** What became of one collection. */
export interface CollectionOutcome {
  readonly name: string;
  /** Rows published. */
  readonly rows: number;
  /** Rows left out. */
  readonly badRows: number;
  /** Values that became null because they would not convert, by column. */
  readonly conversions: readonly ConversionErrors[];
  /** Numbers kept as the nearest double to what was written, by column. */
  readonly rounded: readonly RoundedColumn[];
  /** The schema's changes and the conversions as a short diff; empty when there are none. */
  readonly changes: string;
  /** URI of the folder the day is read from now. */
  readonly location: string;
  /** Where it was read from before; undefined when the table had no such day. */
  readonly previousLocation: string | undefined;
  /** Keys that were read. */
  readonly files: readonly string[];
  /** Files of the day that were not. */
  readonly unread: readonly StoredObject[];
}

/** What became of a day: all of it is published. */
export interface DayOutcome {
  readonly day: string;
  readonly run: RunRef;
  /** In the order of the request. */
  readonly collections: readonly CollectionOutcome[];
  /** Files of the day that no collection reads. */
  readonly unclaimed: Unclaimed;
}

/**
 * Runs a day: every collection is located before Spark does anything, staged and verified side by side, and only when
 * all of them are is the first published.
 *
 * When anything fails before that, or the signal aborts, nothing of the day is visible and what was staged is removed.
 * The tables are published side by side. A failure there leaves some on the new run and others on the old; the day run
 * again finishes.
 *
 * @throws EtlError saying what and where; or the signal's reason.
 */
export async function runDay(request: DayRequest): Promise<DayOutcome> {
  const {
    day,
    run,
    collections,
    output,
    metastore,
    store,
    signal,
    concurrency = DEFAULT_CONCURRENCY,
  } = request;
  const log = request.log.child({ day, runId: run.runId });
  const onEvent = request.onEvent ?? (() => {});
  checkDay(day);
  checkIdentifier("database", output.database);
  checkTableNames(collections.map((spec) => spec.name));

  const { located, before, unclaimed } = await checkFiles(request, log, onEvent);

  let discardable: readonly CollectionSpec[] = collections;
  using _awake = keepAwake(metastore);
  await using keys = new DataKeys(request.dataKeys ?? noDataKeys);
  const opening = new Turns();
  let interrupted = false;
  try {
    const { results: staged, faults } = await gather(
      located,
      { concurrency, ...(signal === undefined ? {} : { signal }) },
      (collection, either, n) =>
        stageCollection({
          collection,
          n,
          day,
          run,
          output,
          source: request.source,
          keys,
          opening,
          store,
          before: before(collection.spec),
          log: log.child({ collection: collection.spec.name }),
          signal: either,
          onEvent,
        }).catch((error: unknown) => {
          // Its own failure has not aborted the others yet.
          interrupted ||= either.aborted;
          throw error;
        }),
    );
    throwFaults(faults);
    await warnOfOpenDays(request, staged, log);
    const outcomes: CollectionOutcome[] = [];
    await publishDay({
      metastore,
      tables: staged.map((collection) => publishRequest(day, output, collection)),
      fence: request.fence,
      async lastLook() {
        await checkStaged(request, staged);
        // A table whose publishing has begun may refer to its run already: from here on all files stay.
        discardable = [];
      },
      onPublished(published, index) {
        const collection = staged[index];
        if (collection !== undefined) outcomes[index] = outcomeOf(day, collection, published, onEvent);
      },
      log,
    });
    return { day, run, collections: outcomes, unclaimed };
  } catch (error) {
    await discardStaged(store, output, run, discardable, log, { interrupted });
    throw error;
  }
}

/** What a day of collections in the clear is given. */
const noDataKeys: DataKeyService = {
  open: async ({ object }) => {
    throw new InvalidConfigurationError(
      `${nameOf(object)} is encrypted, and no Data Key Service is configured that opens its key. Give dataKeys.`,
    );
  },
};

/** The last look before publishing. Throws the signal's reason as well. */
async function checkStaged(
  { output, store, signal }: DayRequest,
  staged: readonly StagedCollection[],
): Promise<void> {
  const options = { concurrency: staged.length, ...(signal === undefined ? {} : { signal }) };
  await sideBySide(staged, options, ({ collection, folder, keys }, either) =>
    assertStillStaged(
      store,
      output.bucket,
      { collection: collection.spec.name, folder, keys },
      { signal: either },
    ),
  );
}

function outcomeOf(
  day: string,
  { collection, conformed, accepted, rows, badRows, conversions, rounded }: StagedCollection,
  { change, brokenViews, location, previousLocation }: Published,
  onEvent: (event: DayEvent) => void,
): CollectionOutcome {
  const { name } = collection.spec;
  const changes = describeChanges({ ...conformed, accepted }, conversions, rounded, { change, brokenViews });
  onEvent({ kind: "published", day, collection: name, rows, badRows, changes, location });
  return {
    name,
    rows,
    badRows,
    conversions,
    rounded,
    changes,
    location,
    previousLocation,
    files: collection.located.files.map(({ key }) => key),
    unread: collection.located.unread,
  };
}

function publishRequest(
  day: string,
  output: Output,
  { collection, conformed, pii, location }: StagedCollection,
): PublishRequest {
  return { output, collection: collection.spec.name, pii, day, columns: conformed.columns, location };
}

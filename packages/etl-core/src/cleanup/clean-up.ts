import { EtlError, PublishError, RefusedError, SourceFileMissingError, SupersededError } from "../errors.ts";
import type { CollectionSpec } from "../model/collection.ts";
import { hiveName } from "../model/identifiers.ts";
import { type Output, publishedPrefixes, runOf } from "../model/layout.ts";
import type { Log } from "../model/log.ts";
import type { ObjectStore } from "../model/object-store.ts";
import { checkTableNames, helperTables, isHelperTable, prevName } from "../publish/helper-tables.ts";
import { checkTable, listTables, type Metastore, partitionDays } from "../publish/metastore.ts";
import { assertHeld, fencedMetastore, type PublishFence } from "../publish/publish-fence.ts";
import { recoverTable } from "../publish/recover-table.ts";
import { dropTable, renameTable, type TableName } from "../publish/statements.ts";
import { type DeleteOptions, deletePrefix } from "./delete-prefix.ts";

/** What clean-up needs to know and to reach. */
export interface CleanUpRequest {
  readonly metastore: Metastore;
  /** The output's object store. */
  readonly store: ObjectStore;
  readonly output: Output;
  /** The module's collections, all of them. */
  readonly collections: readonly CollectionSpec[];
  /** The days that will be run after it, YYYY-MM-DD. */
  readonly days: readonly string[];
  /** Finds a day's source files; throws SourceFileMissingError when there are none. */
  readonly locate: (spec: CollectionSpec, day: string, options: { signal?: AbortSignal }) => Promise<unknown>;
  /**
   * Told the published days once all else is checked; nothing is removed before it resolves, and nothing if it throws.
   * Whoever shares the tables with others makes sure here that nobody is at one of these days, and gives what tells that it
   * stays so.
   */
  readonly beforeRemoval?: (published: readonly string[]) => Promise<Removal | undefined>;
  readonly log: Log;
  readonly signal?: AbortSignal;
}

/** The run that removes, and whether it still may. */
export interface Removal extends Pick<PublishFence, "held"> {
  /** Its first day, YYYY-MM-DD. */
  readonly day: string;
  /** What later runs have staged or published stays. */
  readonly runId: number;
}

/** What was removed. */
export interface CleanedUp {
  /** `db.table`, in the order dropped. */
  readonly tables: readonly string[];
  readonly objects: number;
}

/**
 * Removes a module's published history before it is made anew: its tables with what renames left of them, and their
 * files under both prefixes. The one place that drops.
 *
 * First every day of the range must have its source files, for what is removed comes back from them alone. Tables go
 * before files, the helpers first: interrupted anywhere, no table is left that another would be recovered from, and
 * running it again finishes.
 *
 * @throws RefusedError (exit 3) naming the days that would be lost, or a table that is not one of ours; nothing is
 * removed then.
 */
export async function cleanUp(request: CleanUpRequest): Promise<CleanedUp> {
  const { metastore, output, collections, log, signal } = request;
  checkTableNames(collections.map((spec) => spec.name));
  await checkSources(request);
  const tables = await tablesOf(metastore, output.database, collections);
  for (const name of tables) {
    await checkTable(metastore, name);
  }
  signal?.throwIfAborted();
  const published = new Set<string>();
  for (const name of tables) {
    const days = await partitionDays(metastore, name);
    days.forEach((day) => published.add(day));
    const outside = days.filter((day) => !request.days.includes(day));
    if (outside.length > 0) {
      log.warn(
        { table: name.table, days: outside },
        "published days outside the range go too and are not made anew",
      );
    }
  }
  const removal = await request.beforeRemoval?.([...published].sort());
  for (const name of tables) {
    await drop(metastore, name, removal, log);
    log.warn({ table: name.table, database: name.database }, "table dropped");
  }
  let objects = 0;
  for (const { name: collection } of collections) {
    for (const prefix of publishedPrefixes({ database: output.database, collection })) {
      const removed = await deletePrefix(request.store, output.bucket, prefix, {
        ...(signal === undefined ? {} : { signal }),
        ...(removal === undefined ? {} : careful(removal)),
      });
      log.warn({ bucket: output.bucket, prefix, objects: removed }, "published files removed");
      objects += removed;
    }
  }
  return { tables: tables.map(({ database, table }) => `${database}.${table}`), objects };
}

/** Every table clean-up may drop, helpers first: exactly those of the collections, whatever else has a like name. */
async function tablesOf(
  metastore: Metastore,
  database: string,
  collections: readonly CollectionSpec[],
): Promise<TableName[]> {
  const existing = await listTables(metastore, hiveName(database));
  return collections
    .flatMap(({ name }) => [
      ...helperTables(name, existing),
      ...(existing.has(hiveName(name)) ? [hiveName(name)] : []),
    ])
    .map((table) => ({ database: hiveName(database), table }));
}

async function checkSources({ collections, days, locate, signal }: CleanUpRequest): Promise<void> {
  const lost: string[] = [];
  for (const day of days) {
    const missing: string[] = [];
    for (const spec of collections) {
      signal?.throwIfAborted();
      try {
        await locate(spec, day, signal === undefined ? {} : { signal });
      } catch (error) {
        if (!(error instanceof SourceFileMissingError)) {
          throw error;
        }
        missing.push(error.prefix);
      }
    }
    if (missing.length > 0) {
      lost.push(`${day} (${missing.join(", ")})`);
    }
  }
  if (lost.length > 0) {
    throw new RefusedError(
      `Clean-up is refused, nothing was removed: these days have no source files and would be lost: ${lost.join("; ")}. ` +
        `Choose days whose files are there, or run without the clean-up flag.`,
    );
  }
}

/** Files are removed while every day is held, and never a later run's. */
function careful(removal: Removal): DeleteOptions {
  return {
    keep: (key) => (runOf(key)?.runId ?? 0) > removal.runId,
    beforeEach: () => assertHeld(removal, removal),
  };
}

/**
 * Drops a table. One of a collection is renamed to its `__prev` first: a statement that comes late, when another run has made
 * the table anew, then drops nothing, and {@link recoverTable} brings that run's table back.
 */
async function drop(
  metastore: Metastore,
  name: TableName,
  removal: Removal | undefined,
  log: Log,
): Promise<void> {
  const fenced = removal === undefined ? metastore : fencedMetastore(metastore, removal, removal);
  try {
    if (removal === undefined || isHelperTable(name.table)) {
      await fenced.run(dropTable(name));
      return;
    }
    const aside = prevName(name.table);
    await fenced.run(renameTable(name, aside));
    await fenced.run(dropTable({ ...name, table: aside }));
  } catch (cause) {
    if (cause instanceof SupersededError && !isHelperTable(name.table)) {
      await recoverTable(metastore, name, await listTables(metastore, name.database), log);
    }
    if (cause instanceof EtlError) {
      throw cause;
    }
    throw new PublishError(`${name.database}.${name.table} could not be dropped. Run the clean-up again.`, {
      cause,
    });
  }
}

import type { StructType } from "spark-connect-node";
import { EtlError, PublishError, RefusedError, SupersededError } from "../errors.ts";
import { type Output, publishedPrefix, runOf, uriOf } from "../model/layout.ts";
import { hiveName } from "../model/identifiers.ts";
import type { Log } from "../model/log.ts";
import { followLedger } from "./follow-ledger.ts";
import {
  checkPartitions,
  listTables,
  type Metastore,
  partitionDays,
  partitionLocation,
  readColumns,
} from "./metastore.ts";
import {
  assertHeld,
  type FencedRun,
  fencedMetastore,
  type PublishFence,
  type TargetOfDay,
} from "./publish-fence.ts";
import { readableTable, recoverTable } from "./recover-table.ts";
import { widenTable } from "./rename-pair.ts";
import {
  addColumns,
  addPartitions,
  createDatabase,
  createTable,
  setLocation,
  type TableName,
  trimLocation,
} from "./statements.ts";
import { brokenViews } from "./views.ts";
import { decideTableChange, type TableChange } from "./table-change.ts";

/** One table and the day's folder that its readers are to see. */
export interface PublishRequest {
  readonly output: Output;
  readonly collection: string;
  readonly pii: boolean;
  /** YYYY-MM-DD */
  readonly day: string;
  /** Columns of the staged files, `error_desc` among them. */
  readonly columns: StructType;
  /** URI of the day's folder. */
  readonly location: string;
}

/** What publishing changed. */
export interface Published {
  readonly change: TableChange["kind"];
  /** Views that can no longer be read since a struct of theirs is wider: `database.view`. */
  readonly brokenViews: readonly string[];
  /** Where the day was read from before; undefined when the table had no such day. */
  readonly previousLocation: string | undefined;
  /** Where it is read from now, without slashes at its end. */
  readonly location: string;
}

/** {@link prepareDatabase}, {@link decideChange}, {@link prepareTable}, then {@link movePartition}: all it takes to show one staged table to its readers. */
export async function publish(metastore: Metastore, request: PublishRequest, log: Log): Promise<Published> {
  const existing = await prepareDatabase(metastore, request.output.database);
  const change = await decideChange(metastore, request, existing);
  const views = await prepareTable(metastore, request, existing, change, log);
  return { change: change.kind, brokenViews: views, ...(await movePartition(metastore, request, log)) };
}

/** The run that a request publishes. */
export function runOfRequest({ day, location }: PublishRequest): FencedRun {
  return { day, runId: runOf(location)?.runId };
}

/**
 * Refuses to publish over a run that is newer than this one and that the ledger does not know: before the first statement, for
 * a table must not be left half changed. Without a fence run ids are the caller's own, in whatever order.
 *
 * @throws RefusedError, or SupersededError when the day is no longer held.
 */
export async function refuseUnknownRun(
  metastore: Metastore,
  request: PublishRequest,
  fence: PublishFence | undefined,
): Promise<void> {
  await publishing(request, async (name) => {
    await checkPresent(request, name, await partitionLocation(metastore, name, request.day), fence);
  });
}

/**
 * Makes the database be there.
 *
 * @returns its tables, as {@link listTables} gives them.
 * @throws PublishError
 */
export async function prepareDatabase(metastore: Metastore, database: string): Promise<ReadonlySet<string>> {
  const name = hiveName(database);
  try {
    await metastore.run(createDatabase(name));
    return await listTables(metastore, name);
  } catch (cause) {
    if (cause instanceof EtlError) {
      throw cause;
    }
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new PublishError(`The database ${name} could not be made ready: ${reason} Run the day again.`, {
      cause,
    });
  }
}

/**
 * Decides what a table needs, whatever an interrupted rename has left. Nothing is changed: all tables of a day are looked at
 * before the first is.
 *
 * @param existing - The tables of the database, see {@link prepareDatabase}.
 * @throws RefusedError when the name belongs to something that is not such a table; PublishError when a column would have to change its
 *   type.
 */
export async function decideChange(
  metastore: Metastore,
  request: PublishRequest,
  existing: ReadonlySet<string>,
): Promise<TableChange> {
  return publishing(request, async (name) => {
    const table = readableTable(name.table, existing);
    if (table === undefined) {
      return decideTableChange(`${name.database}.${name.table}`, undefined, request.columns);
    }
    const readable = { ...name, table };
    const present = await readColumns(metastore, readable, request.day);
    const change = decideTableChange(`${name.database}.${name.table}`, present, request.columns);
    if (change.kind === "widen") {
      // Each partition gets a new one, of the table's format.
      await checkPartitions(metastore, readable, await partitionDays(metastore, readable));
    }
    return change;
  });
}

/**
 * Makes table and columns be there, as the staged files need them. Readers see new columns, null in every
 * row, and nothing else of the run. Doing it again, or going on after a crash anywhere inside, comes to the same end.
 *
 * Nothing is dropped, no file is touched. A table that the original made is taken over as it is, its other days where
 * they are.
 *
 * @param existing - The tables of the database, see {@link prepareDatabase}.
 * @param change - What {@link decideChange} decided.
 * @returns the views that must be made anew.
 * @throws PublishError
 */
export async function prepareTable(
  metastore: Metastore,
  request: PublishRequest,
  existing: ReadonlySet<string>,
  change: TableChange,
  log: Log,
  fence?: PublishFence,
): Promise<readonly string[]> {
  return publishing(request, async (name) => {
    const fenced = fencedMetastore(metastore, fence, runOfRequest(request));
    try {
      await recoverTable(fenced, name, existing, log, fence?.target);
      return await changeTable(fenced, name, change, collectionFolder(request), log, fence?.target);
    } catch (error) {
      throw await leaveInOrder(metastore, request, name, fence, error, log);
    }
  });
}

/**
 * The commit point of one table: moves the day's partition to the staged folder in one statement. Nobody sees a row of
 * the run before that statement, and all of them after. Moving it where it is already is no error.
 *
 * With a fence the statement runs only while the day is held, and never over a newer run. Partition and fence are read again
 * after it: a day that was lost meanwhile goes back to what the newer run shows.
 *
 * @throws PublishError; SupersededError when the day is lost; RefusedError for a newer run that nobody knows.
 */
export async function movePartition(
  metastore: Metastore,
  request: PublishRequest,
  log: Log,
  fence?: PublishFence,
): Promise<Omit<Published, "change" | "brokenViews">> {
  const { day } = request;
  const location = trimLocation(request.location);
  const run = runOfRequest(request);
  return publishing(request, async (name) => {
    const fenced = fencedMetastore(metastore, fence, run);
    try {
      const before = await partitionLocation(metastore, name, day);
      let present = before;
      // A statement of an earlier run may arrive between two looks: the day is moved until it stays.
      for (let attempt = 0; present !== location; attempt += 1) {
        if (attempt === MOVES) {
          throw new PublishError(
            `Day ${day} of ${name.database}.${name.table} is moved elsewhere, to ${present ?? "nowhere"}, each time it is published. See who does, then run the day again.`,
          );
        }
        await checkPresent(request, name, present, fence);
        await fenced.run(
          present === undefined
            ? addPartitions(name, [{ day, location }])
            : setLocation(name, { day, location }),
        );
        present = await partitionLocation(metastore, name, day);
      }
      await assertHeld(fence, run);
      const previousLocation = before === location ? undefined : before;
      log.info({ table: name.table, location, previousLocation }, "published");
      return { previousLocation, location };
    } catch (error) {
      throw await leaveInOrder(metastore, request, name, fence, error, log);
    }
  });
}

/** How often a day is moved before it is given up: each time another's statement came after ours. */
const MOVES = 5;

async function checkPresent(
  request: PublishRequest,
  { database, table }: TableName,
  present: string | undefined,
  fence: PublishFence | undefined,
): Promise<void> {
  const own = runOfRequest(request);
  const shown = present === undefined ? undefined : runOf(present);
  if (fence === undefined || own.runId === undefined || shown === undefined || shown.runId <= own.runId) {
    return;
  }
  // Read after the partition: a newer run that the ledger knows has taken the day from this one.
  await assertHeld(fence, own);
  await fence.unknownRun(shown.runId);
  throw new RefusedError(
    `${database}.${table} shows run ${shown.runId} of ${request.day}, which is newer than this run ${own.runId}, and the ledger does not know it: ` +
      `the ledger was reset, or restored from a backup. Run the day again: run ids now go on above ${shown.runId}.`,
  );
}

/**
 * What is left to do for a run that has lost its day: a statement of its own may have come after the newer run's. Without the
 * lock, therefore only towards what the ledger says.
 *
 * @returns the error to throw.
 */
async function leaveInOrder(
  metastore: Metastore,
  request: PublishRequest,
  name: TableName,
  fence: PublishFence | undefined,
  error: unknown,
  log: Log,
): Promise<unknown> {
  if (fence !== undefined && error instanceof SupersededError) {
    const own = runOfRequest(request);
    const isOwn = (location: string): boolean => runOf(location)?.runId === own.runId;
    await followLedger(metastore, name, own.day, fence.target, log, isOwn).catch((failure: unknown) => {
      log.error({ err: failure, table: name.table }, "the table may show this run: run adg doctor");
    });
  }
  return error;
}

async function changeTable(
  metastore: Metastore,
  name: TableName,
  change: TableChange,
  folder: string,
  log: Log,
  target: TargetOfDay | undefined,
): Promise<readonly string[]> {
  switch (change.kind) {
    case "keep":
      return [];
    case "create":
      await metastore.run(createTable(name, change.columns, folder));
      return [];
    case "add columns":
      await metastore.run(addColumns(name, change.columns));
      return [];
    case "widen":
      log.warn({ table: name.table, columns: change.widened }, "table rename: a struct has new fields");
      await widenTable(metastore, name, change.columns, folder, log, target);
      return warnOfBrokenViews(metastore, name, log);
    default:
      return change satisfies never;
  }
}

async function warnOfBrokenViews(metastore: Metastore, name: TableName, log: Log): Promise<string[]> {
  try {
    const views = await brokenViews(metastore, name);
    if (views.length > 0) {
      log.warn({ table: name.table, views }, "views select a struct that has new fields: make them anew");
    }
    return views;
  } catch (error) {
    // The table itself is ready, and the day must not wait for its views.
    log.warn({ table: name.table, err: error }, "the views of the table could not be looked at");
    return [];
  }
}

/** Runs a part of publishing; what Spark throws in it is said with table, day and remedy. */
async function publishing<Result>(
  { output, collection, day }: PublishRequest,
  work: (name: TableName) => Promise<Result>,
): Promise<Result> {
  const name: TableName = { database: hiveName(output.database), table: hiveName(collection) };
  try {
    return await work(name);
  } catch (cause) {
    if (cause instanceof EtlError) {
      throw cause;
    }
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new PublishError(
      `Day ${day} of ${name.database}.${name.table} could not be published: ${reason} Run the day again: it goes on from where it stopped.`,
      { cause },
    );
  }
}

/** URI of the folder all runs of a collection lie in: the table's location, of which no partition is read. */
function collectionFolder({ output, collection, pii }: PublishRequest): string {
  return uriOf(output, publishedPrefix({ database: output.database, collection, pii }));
}

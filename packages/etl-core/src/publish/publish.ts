import type { StructType } from "spark-connect-node";
import { EtlError, PublishError } from "../errors.ts";
import { type Output, publishedPrefix, uriOf } from "../model/layout.ts";
import { hiveName } from "../model/identifiers.ts";
import type { Log } from "../model/log.ts";
import { listTables, type Metastore, partitionLocation } from "./metastore.ts";
import { recoveredColumns } from "./recover-table.ts";
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
  /** Where the day was read from before; undefined when the table had no such day. */
  readonly previousLocation: string | undefined;
  /** Where it is read from now, without slashes at its end. */
  readonly location: string;
}

/** {@link prepareDatabase}, {@link prepareTable}, then {@link movePartition}: all it takes to show one staged table to its readers. */
export async function publish(metastore: Metastore, request: PublishRequest, log: Log): Promise<Published> {
  const existing = await prepareDatabase(metastore, request.output.database);
  const change = await prepareTable(metastore, request, existing, log);
  return { change, ...(await movePartition(metastore, request, log)) };
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
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new PublishError(`The database ${name} could not be made ready: ${reason} Run the day again.`, {
      cause,
    });
  }
}

/**
 * Makes table and columns be there, as the staged files need them. Readers see new columns, null in every
 * row, and nothing else of the run. Doing it again, or going on after a crash anywhere inside, comes to the same end.
 *
 * Nothing is dropped, no file is touched. A table that the original made is taken over as it is, its other days where
 * they are.
 *
 * @param existing - The tables of the database, see {@link prepareDatabase}.
 * @returns what the table needed.
 * @throws PublishError, or RefusedError when the name belongs to something that is not such a table.
 */
export async function prepareTable(
  metastore: Metastore,
  request: PublishRequest,
  existing: ReadonlySet<string>,
  log: Log,
): Promise<TableChange["kind"]> {
  return publishing(request, async (name) => {
    const present = await recoveredColumns(metastore, name, existing, log);
    const change = decideTableChange(`${name.database}.${name.table}`, present, request.columns);
    await changeTable(metastore, name, change, collectionFolder(request), log);
    return change.kind;
  });
}

/**
 * The commit point of one table: moves the day's partition to the staged folder in one statement. Nobody sees a row of
 * the run before that statement, and all of them after. Moving it where it is already is no error.
 *
 * @throws PublishError
 */
export async function movePartition(
  metastore: Metastore,
  request: PublishRequest,
  log: Log,
): Promise<Omit<Published, "change">> {
  const { day } = request;
  const location = trimLocation(request.location);
  return publishing(request, async (name) => {
    await metastore.run(addPartitions(name, [{ day, location }]));
    const present = await partitionLocation(metastore, name, day);
    // Just added, or published by an earlier attempt: either way there is nothing left to do.
    if (present !== location) {
      await metastore.run(setLocation(name, { day, location }));
    }
    const previousLocation = present === location ? undefined : present;
    log.info({ table: name.table, location, previousLocation }, "published");
    return { previousLocation, location };
  });
}

async function changeTable(
  metastore: Metastore,
  name: TableName,
  change: TableChange,
  folder: string,
  log: Log,
): Promise<void> {
  switch (change.kind) {
    case "keep":
      return;
    case "create":
      await metastore.run(createTable(name, change.columns, folder));
      return;
    case "add columns":
      await metastore.run(addColumns(name, change.columns));
      return;
    case "widen":
      log.warn({ table: name.table, columns: change.widened }, "table rename: a struct has new fields");
      await widenTable(metastore, name, change.columns, folder, log);
      return;
    default:
      change satisfies never;
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

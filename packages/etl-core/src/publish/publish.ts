import type { StructType } from "spark-connect-node";
import { EtlError, PublishError } from "../errors.ts";
import { type Output, type Placement, publishedPrefix, uriOf } from "../model/layout.ts";
import { hiveName } from "../model/identifiers.ts";
import type { Log } from "../model/log.ts";
import { listTables, type Metastore, partitionLocation, readColumns } from "./metastore.ts";
import { recoverTable } from "./recover-table.ts";
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

/**
 * The commit point of one table: makes it and its columns be there, then moves the day's partition to the staged
 * folder in one statement. Nobody sees anything of the run before that statement, and all of it after.
 *
 * Doing it again, or going on after a crash anywhere inside, comes to the same end. Nothing is dropped, no file is
 * touched. A table that the original made is taken over as it is, its other days where they are.
 *
 * @throws PublishError, or RefusedError when the name belongs to something that is not such a table.
 */
export async function publish(metastore: Metastore, request: PublishRequest, log: Log): Promise<Published> {
  const { output, collection, day } = request;
  const name: TableName = { database: hiveName(output.database), table: hiveName(collection) };
  const location = trimLocation(request.location);
  try {
    await metastore.run(createDatabase(name.database));
    const change = await prepareTable(metastore, name, request, log);
    await metastore.run(addPartitions(name, [{ day, location }]));
    const present = await partitionLocation(metastore, name, day);
    // Just added, or published by an earlier attempt: either way there is nothing left to do.
    if (present !== location) {
      await metastore.run(setLocation(name, { day, location }));
    }
    log.info({ table: name.table, change: change.kind, location, previousLocation: present }, "published");
    return { change: change.kind, previousLocation: present === location ? undefined : present, location };
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

async function prepareTable(
  metastore: Metastore,
  name: TableName,
  request: PublishRequest,
  log: Log,
): Promise<TableChange> {
  const existing = await listTables(metastore, name.database);
  const recovery = await recoverTable(metastore, name, existing, log);
  const exists = existing.has(name.table) || recovery.kind === "complete" || recovery.kind === "undo";
  const present = exists ? await readColumns(metastore, name) : undefined;
  const change = decideTableChange(`${name.database}.${name.table}`, present, request.columns);
  const folder = collectionFolder(request.output, request);
  switch (change.kind) {
    case "keep":
      break;
    case "create":
      await metastore.run(createTable(name, change.columns, folder));
      break;
    case "add columns":
      await metastore.run(addColumns(name, change.columns));
      break;
    case "widen":
      log.warn({ table: name.table, columns: change.widened }, "table rename: a struct has new fields");
      await widenTable(metastore, name, change.columns, folder, log);
      break;
    default:
      change satisfies never;
  }
  return change;
}

/** URI of the folder all runs of a collection lie in: the table's location, of which no partition is read. */
function collectionFolder(output: Output, { collection, pii }: Omit<Placement, "database">): string {
  return uriOf(output, publishedPrefix({ database: output.database, collection, pii }));
}

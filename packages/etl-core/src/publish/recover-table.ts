import type { StructType } from "spark-connect-node";
import type { Log } from "../model/log.ts";
import { hiveName } from "../model/identifiers.ts";
import { nextName, prevName } from "./helper-tables.ts";
import { type Metastore, readColumns } from "./metastore.ts";
import { decideRecovery, type Recovery, type TableState } from "./recovery.ts";
import { completeRenames } from "./rename-pair.ts";
import { renameTable, type TableName } from "./statements.ts";

/** What of a table and its helpers is among the tables of its database. */
export function tableState(table: string, existing: ReadonlySet<string>): TableState {
  return {
    table: existing.has(hiveName(table)),
    next: existing.has(nextName(table)),
    prev: existing.has(prevName(table)),
  };
}

/** The table that has the columns and days of `table` now, whatever an interrupted rename has left; undefined when none has. */
export function readableTable(table: string, existing: ReadonlySet<string>): string | undefined {
  const { kind } = decideRecovery(tableState(table, existing));
  switch (kind) {
    case "none":
    case "leftover":
      return existing.has(hiveName(table)) ? hiveName(table) : undefined;
    case "complete":
      return nextName(table);
    case "undo":
      return prevName(table);
    default:
      return kind satisfies never;
  }
}

/**
 * Completes or undoes a pair of renames that was interrupted, so that the table is there again.
 *
 * @param existing - The tables of the database, as {@link listTables} gives them.
 * @returns what was done.
 */
export async function recoverTable(
  metastore: Metastore,
  name: TableName,
  existing: ReadonlySet<string>,
  log: Log,
): Promise<Recovery> {
  const recovery = decideRecovery(tableState(name.table, existing));
  switch (recovery.kind) {
    case "none":
    case "leftover":
      return recovery;
    case "complete":
      log.warn({ table: name.table }, "an interrupted table rename is completed");
      await completeRenames(metastore, name);
      return recovery;
    case "undo":
      log.warn({ table: name.table }, "an interrupted table rename is undone");
      await metastore.run(renameTable({ ...name, table: prevName(name.table) }, hiveName(name.table)));
      return recovery;
    default:
      return recovery satisfies never;
  }
}

/**
 * The data columns of a table, once an interrupted rename of it is seen to ({@link recoverTable}); undefined when there
 * is no such table.
 */
export async function recoveredColumns(
  metastore: Metastore,
  name: TableName,
  existing: ReadonlySet<string>,
  log: Log,
): Promise<StructType | undefined> {
  const { kind } = await recoverTable(metastore, name, existing, log);
  const exists = existing.has(name.table) || kind === "complete" || kind === "undo";
  return exists ? readColumns(metastore, name) : undefined;
}

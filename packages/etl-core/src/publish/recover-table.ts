import { SupersededError } from "../errors.ts";
import type { Log } from "../model/log.ts";
import { hiveName } from "../model/identifiers.ts";
import { nextName, prevName } from "./helper-tables.ts";
import { listTables, type Metastore } from "./metastore.ts";
import type { TargetOfDay } from "./publish-fence.ts";
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
 * Completes or undoes a pair of renames that was interrupted, so that the table is there again. Another runner may be about
 * the same: who finds that done which it was about to do goes on.
 *
 * @param existing - The tables of the database, as {@link listTables} gives them.
 * @param target - What the ledger has of a day, where there is one.
 * @returns what was done.
 */
export async function recoverTable(
  metastore: Metastore,
  name: TableName,
  existing: ReadonlySet<string>,
  log: Log,
  target?: TargetOfDay,
): Promise<Recovery> {
  const recovery = decideRecovery(tableState(name.table, existing));
  try {
    await recover(metastore, name, recovery, log, target);
  } catch (error) {
    const now = await listTables(metastore, name.database);
    if (error instanceof SupersededError || !now.has(hiveName(name.table))) {
      throw error;
    }
    log.warn({ err: error, table: name.table }, "another runner has finished the interrupted table rename");
  }
  return recovery;
}

async function recover(
  metastore: Metastore,
  name: TableName,
  recovery: Recovery,
  log: Log,
  target: TargetOfDay | undefined,
): Promise<void> {
  switch (recovery.kind) {
    case "none":
    case "leftover":
      return;
    case "complete":
      log.warn({ table: name.table }, "an interrupted table rename is completed");
      await completeRenames(metastore, name, log, { target });
      return;
    case "undo":
      log.warn({ table: name.table }, "an interrupted table rename is undone");
      await metastore.run(renameTable({ ...name, table: prevName(name.table) }, hiveName(name.table)));
      return;
    default:
      recovery satisfies never;
  }
}

import { hiveName, quoteIdentifier } from "../model/identifiers.ts";
import type { Metastore } from "./metastore.ts";
import { quoteText, type TableName } from "./statements.ts";

/** Databases whose views are looked at besides the table's own; one statement each. */
const DATABASES = 50;
/** Views described by one statement. */
const VIEWS_PER_STATEMENT = 100;
/** Views of a table that are tried after its structs were made wider. */
const VIEWS_TRIED = 100;

/** A view as the metastore describes it. */
export interface View extends TableName {
  readonly text: string;
  /** Whether one of its columns is a struct, or has one inside. */
  readonly hasStruct: boolean;
}

/**
 * Returns the views that select a table, directly or through other views, by the names in their text.
 *
 * @param views - All views there are.
 */
export function viewsOfTable<V extends View>(views: readonly V[], table: TableName): readonly V[] {
  const found = new Set<V>();
  const wanted: TableName[] = [table];
  for (let next = wanted.pop(); next !== undefined; next = wanted.pop()) {
    const mention = mentionOf(next);
    for (const view of views) {
      if (!found.has(view) && mention.test(view.text)) {
        found.add(view);
        wanted.push(view);
      }
    }
  }
  return views.filter((view) => found.has(view));
}

/** Reads the views of a database and of others. A database that cannot be read is left out. */
export async function readViews(metastore: Metastore, database: string): Promise<View[]> {
  const rows = await metastore.run("SHOW DATABASES");
  const others = rows
    .flatMap(({ namespace }) => (typeof namespace === "string" ? [namespace] : []))
    .filter((name) => hiveName(name) !== hiveName(database));
  const views = await viewsOf(metastore, database);
  for (const other of others.slice(0, DATABASES)) {
    views.push(...(await viewsOf(metastore, other).catch((): View[] => [])));
  }
  return views;
}

/** Returns the views of a table that cannot be read now, as `database.view`: those that must be made anew. */
export async function brokenViews(metastore: Metastore, table: TableName): Promise<string[]> {
  const broken: string[] = [];
  for (const view of viewsOfTable(await readViews(metastore, table.database), table).slice(0, VIEWS_TRIED)) {
    await metastore.columns(view).catch(() => broken.push(`${view.database}.${view.table}`));
  }
  return broken;
}

async function viewsOf(metastore: Metastore, database: string): Promise<View[]> {
  const rows = await metastore.run(`SHOW VIEWS IN ${quoteIdentifier(database)}`);
  const names = rows.flatMap((row) => (row["isTemporary"] === true ? [] : [String(row["viewName"])]));
  const views: View[] = [];
  for (let start = 0; start < names.length; start += VIEWS_PER_STATEMENT) {
    const pattern = names.slice(start, start + VIEWS_PER_STATEMENT).join("|");
    const described = await metastore.run(
      `SHOW TABLE EXTENDED IN ${quoteIdentifier(database)} LIKE ${quoteText(pattern)}`,
    );
    views.push(
      ...described.map((row) => {
        const information = String(row["information"]);
        return {
          database,
          table: String(row["tableName"]),
          text: /^View Text: ([\s\S]*?)^View Original Text: /mu.exec(information)?.[1] ?? information,
          hasStruct: /^ \|.*: struct \(/mu.test(information),
        };
      }),
    );
  }
  return views;
}

/** The table's name as a word of its own; that of another database's table only too rarely matters. */
function mentionOf({ table }: TableName): RegExp {
  const name = table.replaceAll(/[^\p{L}\p{N}_]/gu, "\\$&");
  return new RegExp(`(?<![\\p{L}\\p{N}_])${name}(?![\\p{L}\\p{N}_])`, "iu");
}

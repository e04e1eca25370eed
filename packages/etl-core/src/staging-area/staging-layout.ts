import { checkDay, checkIdentifier, hiveName } from "../model/identifiers.ts";
import { runName, runOf, type RunRef } from "../model/layout.ts";

/** `staging/{db}/{collection}/`: all that is staged of one collection; ends in a slash. */
export function stagingPrefix(database: string, collection: string): string {
  checkIdentifier("database", database);
  checkIdentifier("collection", collection);
  return `staging/${hiveName(database)}/${hiveName(collection)}/`;
}

/** `staging/{db}/{collection}/YYYY-MM-DD/run=NNNNNN-{8 hex}/`: what one run stages of a day; ends in a slash. */
export function stagingFolder(database: string, collection: string, day: string, run: RunRef): string {
  return `${stagingPrefix(database, collection)}${checkDay(day)}/${runName(run)}/`;
}

/** The run and day of a key in the staging area; undefined for what is none of ours. */
export function stagedBy(
  prefix: string,
  key: string,
): { readonly day: string; readonly run: RunRef } | undefined {
  const [day = "", name = ""] = key.slice(prefix.length).split("/");
  const run = runOf(name);
  return run !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(day) ? { day, run } : undefined;
}

import type { CollectionSpec, SourceFormat } from "../model/collection.ts";
import { compilePattern, escapeRegExp, fillTemplate } from "../model/key-template.ts";

/** Which keys of a bucket are a collection's files of a day. */
export interface DayKeys {
  /** What a listing begins with. */
  readonly prefix: string;
  matches(key: string): boolean;
}

/** What may follow the prefix of the original's names. */
const ENDINGS: Readonly<Record<SourceFormat, string>> = {
  csv: String.raw`(?:_\d+)?(?:_delta_\d+)?\.csv(?:\.gz)?`,
  "encrypted-json": String.raw`(?:[-_]\d+)?(?:[-_]delta[-_]\d+)?\.json(?:\.enc)?`,
};

/**
 * The original's names, after the prefix `{date}_{collection}`: a folder of any files, `.csv`, `_{epoch}.csv`,
 * `_delta_{seq}.csv`, `_{epoch}_delta_{seq}.csv`, each with `.gz` behind it or not, for encrypted JSON `-{epoch}.json.enc`; or the collection's own pattern. `{date}_bids` so never takes
 * `{date}_bids_archive.csv`. Names Spark will not read (a part beginning with `_` or `.`) never match: it skips such a
 * file without a word, and a day would seem empty.
 */
export function dayKeys(spec: CollectionSpec, day: string): DayKeys {
  const values = { date: day, collection: spec.name };
  const prefix = fillTemplate(spec.prefix, values);
  const names =
    spec.pattern === undefined
      ? new RegExp(`^${escapeRegExp(prefix)}(?:/.+|${ENDINGS[spec.format]})$`, "u")
      : compilePattern(spec.pattern, values);
  return { prefix, matches: (key) => names.test(key) && !isHidden(key, prefix) };
}

function isHidden(key: string, prefix: string): boolean {
  if (key.endsWith("/")) {
    return true;
  }
  const below = key.startsWith(`${prefix}/`) ? key.slice(prefix.length + 1) : (key.split("/").at(-1) ?? "");
  return below.split("/").some((part) => part.startsWith("_") || part.startsWith("."));
}

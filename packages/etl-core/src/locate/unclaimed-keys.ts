import type { CollectionSpec } from "../model/collection.ts";
import { fillTemplate } from "../model/key-template.ts";
import type { ObjectStore, StoreOptions } from "../model/object-store.ts";
import { dayKeys, isHidden } from "./day-keys.ts";

/** Keys that are named; the others are counted. */
const NAMED = 20;
/** Keys that are looked at in one folder of a day. */
const MOST_LISTED = 10_000;

/** Files of a day that no collection reads. */
export interface Unclaimed {
  /** The first of them, in key order. */
  readonly keys: readonly string[];
  /** How many there are besides. */
  readonly more: number;
}

/** What {@link unclaimedKeys} needs. */
export interface UnclaimedRequest {
  readonly day: string;
  readonly collections: readonly CollectionSpec[];
  /** Templates of what the keys begin with that other jobs read: `{date}_payment-`. */
  readonly elsewhere?: readonly string[];
}

/**
 * Finds the files of a day that are none of its collections': a name that was misspelt, or a collection that nobody has
 * configured. Listed is what begins as the keys of collections do up to their names, as far as the day is in that.
 *
 * @throws StorageError
 */
export async function unclaimedKeys(
  store: Pick<ObjectStore, "list">,
  { day, collections, elsewhere = [] }: UnclaimedRequest,
  options: StoreOptions = {},
): Promise<Unclaimed> {
  const readers = collections.map((spec) => ({ bucket: spec.bucket, keys: dayKeys(spec, day) }));
  const foreign = elsewhere.map((template) => fillTemplate(template, { date: day, collection: "" }));
  const heads = new Map(
    collections.map((spec) => {
      const head = headOf(spec.prefix, day);
      return [`${spec.bucket}/${head}`, { bucket: spec.bucket, head }];
    }),
  );
  const found = new Set<string>();
  for (const { bucket, head } of heads.values()) {
    if (!head.includes(day)) continue;
    let listed = 0;
    for await (const { key } of store.list(bucket, head, options)) {
      const read = readers.some((reader) => reader.bucket === bucket && reader.keys.matches(key));
      if (!read && !isHidden(key, head) && !foreign.some((begin) => key.startsWith(begin))) found.add(key);
      listed += 1;
      if (listed === MOST_LISTED) break;
    }
  }
  const keys = [...found].sort();
  return { keys: keys.slice(0, NAMED), more: Math.max(0, keys.length - NAMED) };
}

/** What a template's keys of a day begin with, whatever the collection. */
function headOf(template: string, day: string): string {
  return fillTemplate(template.split("{collection}")[0] ?? "", { date: day, collection: "" });
}

/** The keys as a message has them; empty when there are none. */
export function describeUnclaimed({ keys, more }: Unclaimed): string {
  return keys.length === 0 ? "" : `${keys.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

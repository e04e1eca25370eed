import type { CollectionSpec } from "../model/collection.ts";
import { fillTemplate } from "../model/key-template.ts";
import type { ObjectStore, StoreOptions } from "../model/object-store.ts";

/** Keys that a message names. */
const NAMED = 5;
/** Keys that one listing looks at. */
const MOST_LISTED = 1_000;

/**
 * Looks for what a file that is missing may have become: keys with the day and the collection in them, whatever their case,
 * ending and folder. At most two listings of a page each, and what the source does not let this job list is passed over.
 *
 * @returns at most five keys, those that begin as they should first.
 */
export async function similarKeys(
  store: Pick<ObjectStore, "list">,
  spec: CollectionSpec,
  day: string,
  underPrefix: readonly string[],
  options: StoreOptions = {},
): Promise<string[]> {
  const found = new Set(underPrefix);
  const [folder = "", ...rest] = spec.prefix.split("{date}");
  const prefixes =
    rest.length === 0 ? [""] : [`${fillTemplate(folder, { date: day, collection: spec.name })}${day}`, ""];
  for (const prefix of prefixes) {
    if (found.size >= NAMED) break;
    for (const key of await firstKeys(store, spec.bucket, prefix, options)) {
      if (isSimilar(key, spec.name, day)) found.add(key);
    }
  }
  return [...found].filter((key) => !key.endsWith("/")).slice(0, NAMED);
}

/** Whether a key has the day and the collection in it: letters and digits count, in any case. */
export function isSimilar(key: string, collection: string, day: string): boolean {
  const [letters, name, date] = [key, collection, day].map(onlyLetters);
  return letters !== undefined && letters.includes(name ?? "") && letters.includes(date ?? "");
}

function onlyLetters(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
}

async function firstKeys(
  store: Pick<ObjectStore, "list">,
  bucket: string,
  prefix: string,
  options: StoreOptions,
): Promise<string[]> {
  const keys: string[] = [];
  try {
    for await (const { key } of store.list(bucket, prefix, options)) {
      keys.push(key);
      if (keys.length === MOST_LISTED) break;
    }
  } catch {
    // A hint for the message: that the file is missing is the news.
    options.signal?.throwIfAborted();
  }
  return keys;
}

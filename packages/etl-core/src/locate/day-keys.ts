import type { CollectionSpec, SourceFormat } from "../model/collection.ts";
import { compilePattern, escapeRegExp, fillTemplate } from "../model/key-template.ts";

/** Which keys of a bucket are a collection's files of a day. */
export interface DayKeys {
  /** What a listing begins with. */
  readonly prefix: string;
  matches(key: string): boolean;
  /** The delivery that a key which matches belongs to. */
  deliveryOf(key: string): DeliveryName;
}

/** What the names of files tell of a delivery. */
export interface DeliveryName {
  /** The key of its one file, or the folder of its files with a slash behind it. */
  readonly id: string;
  /** When it was made, in seconds or in whatever the source counts; undefined when its name does not tell. */
  readonly epoch: number | undefined;
}

/** What may follow the prefix of the original's names: in front of the dot, and from it on. */
const ENDINGS: Readonly<Record<SourceFormat, { readonly stem: string; readonly suffix: string }>> = {
  csv: { stem: String.raw`(?:_(?<epoch>\d+))?(?:_delta_\d+)?`, suffix: String.raw`\.csv(?:\.gz)?` },
  "encrypted-json": {
    stem: String.raw`(?:[-_](?<epoch>\d+))?(?:[-_]delta[-_]\d+)?`,
    suffix: String.raw`\.json(?:\.enc)?`,
  },
};

/** A folder inside a delivery's folder that makes each of these a delivery: seconds or milliseconds since 1970. */
const EPOCH_FOLDER = /^\d{10,13}$/;
/** What tells the time in a name of a pattern's: seconds, milliseconds or a date and time, and no other number. */
const EPOCH_IN_NAME = /(?<!\d)\d{10,17}(?!\d)/gu;

/**
 * The original's names, after the prefix `{date}_{collection}`: `.csv`, `_{epoch}.csv`, `_delta_{seq}.csv`, `_{epoch}_delta_{seq}.csv`, each with
 * `.gz` behind it or not, for encrypted JSON `-{epoch}.json.enc`; or a folder of any files, so named with or without the
 * ending; or the collection's own pattern. `{date}_bids` so never takes `{date}_bids_archive.csv`. Names Spark will not read (a part beginning with `_` or `.`) never match: it skips such a
 * file without a word, and a day would seem empty.
 */
export function dayKeys(spec: CollectionSpec, day: string): DayKeys {
  const values = { date: day, collection: spec.name };
  const prefix = fillTemplate(spec.prefix, values);
  if (spec.pattern !== undefined) {
    const names = compilePattern(spec.pattern, values);
    return {
      prefix,
      matches: (key) => names.test(key) && !isHidden(key, prefix),
      deliveryOf: (key) => deliveryByPattern(key, names.exec(key)?.groups?.["epoch"], day),
    };
  }
  const { stem, suffix } = ENDINGS[spec.format];
  const names = new RegExp(`^${escapeRegExp(prefix)}${stem}(?:${suffix}|(?:${suffix})?/.+)$`, "u");
  return {
    prefix,
    matches: (key) => names.test(key) && !isHidden(key, prefix),
    deliveryOf: (key) => deliveryByName(key, names.exec(key)?.groups?.["epoch"], prefix),
  };
}

function deliveryByName(key: string, epoch: string | undefined, prefix: string): DeliveryName {
  const slash = key.indexOf("/", prefix.length);
  if (slash < 0) {
    return { id: key, epoch: secondsOf(epoch) };
  }
  const [inside = "", ...deeper] = key.slice(slash + 1).split("/");
  return epoch === undefined && deeper.length > 0 && EPOCH_FOLDER.test(inside)
    ? { id: `${key.slice(0, slash)}/${inside}/`, epoch: secondsOf(inside) }
    : { id: `${key.slice(0, slash)}/`, epoch: secondsOf(epoch) };
}

/** A pattern says what belongs to a day, not what belongs together: only a folder with an epoch in its name does. */
function deliveryByPattern(key: string, named: string | undefined, day: string): DeliveryName {
  const numbers = key.replaceAll(day, "").match(EPOCH_IN_NAME) ?? [];
  const epoch = named ?? (numbers.length === 1 ? numbers[0] : undefined);
  if (epoch === undefined) {
    return { id: key, epoch: undefined };
  }
  const parts = key.split("/");
  const folder = parts.slice(0, -1).findIndex((part) => part.includes(epoch));
  return {
    id: folder < 0 ? key : `${parts.slice(0, folder + 1).join("/")}/`,
    epoch: secondsOf(epoch),
  };
}

/** Sources count seconds or milliseconds, and one may change from one to the other. */
function secondsOf(epoch: string | undefined): number | undefined {
  const number = Number(epoch);
  return epoch === undefined ? undefined : /^\d{13}$/.test(epoch) ? number / 1000 : number;
}

/** Whether a key is a folder, or a marker that a writer such as Spark leaves: no data. */
export function isHidden(key: string, prefix: string): boolean {
  if (key.endsWith("/")) {
    return true;
  }
  const inFolder = key.startsWith(prefix) ? key.slice(prefix.length).split("/").slice(1) : [];
  const parts = inFolder.length > 0 ? inFolder : key.split("/").slice(-1);
  return parts.some((part) => /^[_.]|\.crc$/u.test(part));
}

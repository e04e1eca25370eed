import { type EncryptedFile, encryptedFile } from "../decrypt/encryption.ts";
import { checkNotEmpty } from "../extract/assert-csv-checks.ts";
import type { CsvFile } from "../extract/csv-file.ts";
import { readCsvShape } from "../extract/csv-shape.ts";
import { type Located, locate } from "../locate/locate.ts";
import type { CollectionSpec } from "../model/collection.ts";
import type { DayEvent } from "../model/day-event.ts";
import type { Log } from "../model/log.ts";
import type { ObjectStore, StoreOptions } from "../model/object-store.ts";

/** Files to be read, with what a first look at them tells: of CSV their headers, of encrypted ones how. */
export type LookedAt =
  | { readonly format: "csv"; readonly files: readonly CsvFile[] }
  | { readonly format: "encrypted-json"; readonly files: readonly EncryptedFile[] };

/** A collection whose files of a day are found, pinned and looked at, before Spark has anything to do. */
export interface LocatedCollection {
  readonly spec: CollectionSpec;
  readonly located: Located;
  readonly source: LookedAt;
  /** Of the files to be read. */
  readonly bytes: number;
}

/**
 * Finds a collection's files of a day and takes a first look at them. What is left unread, because a later delivery replaced
 * it, is logged.
 *
 * @throws SourceFileMissingError, SourceDataError
 */
export async function locateCollection(
  store: ObjectStore,
  spec: CollectionSpec,
  day: string,
  log: Log,
  options: StoreOptions = {},
): Promise<LocatedCollection> {
  const located = await locate(store, spec, day, options);
  if (located.unread.length > 0) {
    const unread = located.unread.map(({ key }) => key);
    log.warn({ unread, read: located.files.map(({ key }) => key) }, "files of the day are left unread");
  }
  return {
    spec,
    located,
    source: await lookAt(store, spec, located, options),
    bytes: located.files.reduce((sum, { size }) => sum + size, 0),
  };
}

async function lookAt(
  store: ObjectStore,
  spec: CollectionSpec,
  located: Located,
  options: StoreOptions,
): Promise<LookedAt> {
  if (spec.format === "encrypted-json") {
    return { format: spec.format, files: located.files.map(encryptedFile) };
  }
  const files: CsvFile[] = [];
  for (const object of located.files) {
    files.push({ object, shape: await readCsvShape(store, object, spec.csv, options) });
  }
  checkNotEmpty(spec, files);
  return { format: spec.format, files };
}

/** Says that a collection was located. */
export function locatedEvent(day: string, { spec, located, bytes }: LocatedCollection): DayEvent {
  return {
    kind: "located",
    day,
    collection: spec.name,
    files: located.files.map(({ key }) => key),
    unread: located.unread.map(({ key }) => key),
    bytes,
  };
}

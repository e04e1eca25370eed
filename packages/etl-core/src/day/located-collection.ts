import { type EncryptedFile, encryptedFile } from "../decrypt/encryption.ts";
import { checkNotEmpty } from "../extract/assert-csv-checks.ts";
import { SourceDataError } from "../errors.ts";
import type { CsvFile, CsvShape } from "../extract/csv-file.ts";
import { readCsvShape } from "../extract/csv-shape.ts";
import { readHead } from "../extract/csv-text.ts";
import { bomLength } from "../extract/encoding.ts";
import { looksLike } from "../extract/looks-like.ts";
import { type Located, locate } from "../locate/locate.ts";
import type { CollectionSpec } from "../model/collection.ts";
import type { DayEvent } from "../model/day-event.ts";
import type { Log } from "../model/log.ts";
import type { ObjectStore, SourceObject, StoreOptions } from "../model/object-store.ts";
import { type FileFault, gather } from "../model/file-faults.ts";

/** Files looked at side by side. */
const LOOKS_AT_ONCE = 8;
/** Enough to tell what a file looks like. */
const LOOK_BYTES = 512;

/** Files to be read, with what a first look at them tells: of CSV their headers, of encrypted ones how. */
export type LookedAt =
  | { readonly format: "csv"; readonly files: readonly CsvFile[] }
  | { readonly format: "encrypted-json"; readonly files: readonly EncryptedFile[] };

/** A collection whose files of a day are found, pinned and looked at, before Spark has anything to do. */
export interface LocatedCollection {
  readonly spec: CollectionSpec;
  readonly located: Located;
  /** The files that can be read. */
  readonly source: LookedAt;
  /** What is wrong with the others. */
  readonly faults: readonly FileFault[];
  /** Of the files to be read. */
  readonly bytes: number;
}

/**
 * Finds a collection's files of a day and takes a first look at them. What is left unread, because a later delivery replaced
 * it, is logged.
 *
 * @throws SourceFileMissingError, SourceDataError when there are none that could be read
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
    ...(await lookAt(store, spec, located, options)),
    bytes: located.files.reduce((sum, { size }) => sum + size, 0),
  };
}

async function lookAt(
  store: ObjectStore,
  spec: CollectionSpec,
  located: Located,
  options: StoreOptions,
): Promise<Pick<LocatedCollection, "source" | "faults">> {
  if (spec.format === "encrypted-json") {
    const { results: files, faults } = await gather(
      located.files,
      { concurrency: 1, ...options },
      async (object) => encryptedFile(object),
    );
    return { source: { format: spec.format, files }, faults };
  }
  const { results: files, faults } = await gather(
    located.files,
    { concurrency: LOOKS_AT_ONCE, ...options },
    async (object, signal) => ({ object, shape: await shapeOf(store, spec, object, { signal }) }),
  );
  if (faults.length === 0) {
    checkNotEmpty(spec, files);
  }
  return { source: { format: spec.format, files }, faults };
}

/** The shape of a file; where it has none, what it looks like instead. */
async function shapeOf(
  store: ObjectStore,
  { csv }: CollectionSpec,
  object: SourceObject,
  options: StoreOptions,
): Promise<CsvShape> {
  try {
    return await readCsvShape(store, object, csv, options);
  } catch (error) {
    if (!(error instanceof SourceDataError)) {
      throw error;
    }
    const head = await readHead(store, object, LOOK_BYTES, options).catch(() => undefined);
    const text = head && Buffer.from(head.bytes.subarray(bomLength(head.bytes))).toString("latin1");
    const looks = text === undefined ? undefined : looksLike(text);
    throw looks === undefined ? error : new SourceDataError(`${error.message} The file ${looks}.`);
  }
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

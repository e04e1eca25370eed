import { StructType, types } from "spark-connect-node";
import { dataColumns } from "../conform/columns.ts";
import type { GuardedFile } from "../conform/shape-guard.ts";
import type { DataKeys } from "../decrypt/data-keys.ts";
import type { EncryptedFile } from "../decrypt/encryption.ts";
import { SourceDataError, VerificationError } from "../errors.ts";
import { CORRUPT_COLUMN } from "../extract/corrupt-column.ts";
import { extractJson, JSON_CHECKS } from "../extract/extract-json.ts";
import { ROW_HASH_COLUMN, snakeCase } from "../extract/json-columns.ts";
import { malformedRecords } from "../extract/malformed-records.ts";
import { type CollectionSpec, isDeclaredPersonal } from "../model/collection.ts";
import { uriOf } from "../model/layout.ts";
import type { Log } from "../model/log.ts";
import { nameOf, type ObjectStore, type StoreOptions } from "../model/object-store.ts";
import { type StagedDocument, stageDocuments } from "../staging-area/stage-documents.ts";
import type { SourceSession } from "./source-access.ts";
import type { RowsJudged, SourceRows } from "./source-rows.ts";
import { type StagingPlace, stagingPlace, type StagingPlaceOptions } from "./staging-place.ts";
import type { Turns } from "../concurrency/turns.ts";

/** Bad records that are named. */
const NAMED = 5;

/** What {@link jsonRows} needs. */
export interface JsonRowsOptions extends StagingPlaceOptions {
  readonly session: SourceSession;
  readonly files: readonly EncryptedFile[];
  /** The source's. */
  readonly source: ObjectStore;
  readonly keys: DataKeys;
  /** One collection is opened at a time: this process has one thread for it, and memory for one. */
  readonly opening: Turns;
  /** The table's columns, or the initial schema's. */
  readonly previous: StructType | undefined;
  /** Bytes of the files that have been read so far. */
  readonly onOpening: (bytes: number) => void;
  /** Spark begins to read. */
  readonly onExtracting: () => void;
}

/**
 * The rows of encrypted documents: opened on the way into the staging area, and read by Spark from there.
 *
 * @throws whatever opening, splitting or staging throws; nothing is left in the staging area then.
 */
export async function jsonRows(options: JsonRowsOptions): Promise<SourceRows> {
  const place = stagingPlace(options);
  try {
    return await staged(options, place);
  } catch (error) {
    await place.discard();
    throw error;
  }
}

async function staged(options: JsonRowsOptions, place: StagingPlace): Promise<SourceRows> {
  const { session, spec, files, source, output, keys, signal, log, onOpening } = options;
  const documents = await options.opening.take(async () => {
    signal.throwIfAborted();
    return stageDocuments({
      source,
      files,
      keys,
      target: place.target,
      upload: place.upload,
      onProgress: onOpening,
    });
  });
  const records = documents.reduce((sum, document) => sum + document.records, 0);
  const rejected = documents.reduce((sum, document) => sum + document.rejected.count, 0);
  checkRecords(spec, documents, records);
  checkBadRows(spec, records, rejected, () => notesOf(documents));
  options.onExtracting();
  const extract = await extractJson(
    {
      spark: session.spark,
      collection: spec.name,
      path: `${uriOf(output, place.target.folder)}*.json`,
      hasLines: records > rejected,
      names: documents.flatMap(({ names }) => names),
      previous: dataColumns(options.previous),
    },
    { signal },
  );
  return {
    df: extract.df,
    having: () => extract.df,
    columns: extract.columns,
    stated: extract.stated,
    computed: new StructType([{ name: ROW_HASH_COLUMN, type: types.string }]),
    files: guardedDocuments(documents),
    hasRows: records > rejected,
    pii: isPii(spec, documents, log),
    checks: () => JSON_CHECKS,
    async judge(counts, _suspects, storeOptions) {
      const rows = Number(counts["json_rows"] ?? 0);
      const badRows = Number(counts["json_bad_rows"] ?? 0);
      if (rows !== records) {
        throw new VerificationError(
          `${spec.name}: ${records} records were staged, but Spark read ${rows} rows of them. Nothing was published; run the day again.`,
        );
      }
      return judgeBadRows({ documents, rejected, badRows, rows }, options, storeOptions);
    },
    explain: async (error) => error,
    discard: () => place.discard(),
  };
}

interface Judged {
  readonly documents: readonly StagedDocument[];
  readonly rejected: number;
  readonly rows: number;
  readonly badRows: number;
}

async function judgeBadRows(
  { documents, rejected, rows, badRows }: Judged,
  { spec, source, keys }: JsonRowsOptions,
  options: StoreOptions,
): Promise<RowsJudged> {
  const notes = notesOf(documents);
  if (badRows > rejected) {
    for (const { file, rejected: known } of documents) {
      const found = await malformedRecords(file, { source, keys }, NAMED + known.count, options);
      const others = found.filter(({ position }) => known.first.every((each) => each.position !== position));
      notes.push(
        ...others.slice(0, NAMED).map(({ position, reason }) => `${where(file, position)} ${reason}.`),
      );
    }
    if (notes.length === 0) {
      notes.push(`They are in ${documents.map(({ file }) => nameOf(file.object)).join(", ")}.`);
    }
  }
  checkBadRows(spec, rows, badRows, () => notes);
  return { rows, badRows, notes };
}

function checkRecords(spec: CollectionSpec, documents: readonly StagedDocument[], records: number): void {
  const odd = documents.find(({ names }) => names.includes(CORRUPT_COLUMN));
  if (odd !== undefined) {
    throw new SourceDataError(
      `${nameOf(odd.file.object)} has records with a field ${CORRUPT_COLUMN}, which is where Spark puts bad rows. Have it renamed at the source.`,
    );
  }
  if (records === 0 && !spec.allowEmpty) {
    throw new SourceDataError(
      `${documents.map(({ file }) => nameOf(file.object)).join(", ")} of ${spec.name} has no records, which a ${spec.extract} extract should not. ` +
        `Have it delivered again, or set allowEmpty to publish an empty day.`,
    );
  }
}

function checkBadRows(
  spec: CollectionSpec,
  rows: number,
  badRows: number,
  notes: () => readonly string[],
): void {
  if (badRows > spec.maxBadRows) {
    throw new SourceDataError(
      `${badRows} of ${rows} records of ${spec.name} cannot be read, and maxBadRows allows ${spec.maxBadRows}. ` +
        `${notes().join(" ")} Have the file delivered again, or raise maxBadRows to leave such records out.`,
    );
  }
}

/** A document without records has no names to compare. */
function guardedDocuments(documents: readonly StagedDocument[]): GuardedFile[] {
  return documents
    .filter(({ names }) => names.length > 0)
    .map(({ file, names }) => ({ where: nameOf(file.object), columns: names.map(snakeCase) }));
}

function notesOf(documents: readonly StagedDocument[]): string[] {
  return documents.flatMap(({ file, rejected }) =>
    rejected.first.map(({ position, reason }) => `${where(file, position)} ${reason}.`),
  );
}

function isPii(spec: CollectionSpec, documents: readonly StagedDocument[], log: Log): boolean {
  let pii = isDeclaredPersonal(spec);
  for (const { file, classification } of documents) {
    if (!classification.pii) {
      continue;
    }
    pii = true;
    if (classification.because !== "a field is") {
      log.warn(
        { object: nameOf(file.object), fields: classification.fields },
        `treated as personal data: ${classification.because}`,
      );
    }
  }
  return pii;
}

function where({ object }: EncryptedFile, position: number): string {
  return `Record ${position} of ${nameOf(object)}`;
}

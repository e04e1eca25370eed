import type { DataKeys } from "../decrypt/data-keys.ts";
import { decryptedPieces } from "../decrypt/decrypted-pieces.ts";
import type { EncryptedFile } from "../decrypt/encryption.ts";
import { SourceDataError } from "../errors.ts";
import { type FileFault, isFileFault, throwFaults } from "../model/file-faults.ts";
import { nameOf, type ObjectStore, type StoreOptions, type WriteOptions } from "../model/object-store.ts";
import { DocumentError } from "../split/document-error.ts";
import { DocumentSplitter, type SplitDocument } from "../split/document-splitter.ts";
import { type Classification, classify, fieldFlags } from "../split/field-flags.ts";
import { LineObjects, type LineTarget } from "./line-objects.ts";

/** A document whose records lie in the staging area. */
export interface StagedDocument extends Omit<SplitDocument, "fields"> {
  readonly file: EncryptedFile;
  readonly classification: Classification;
}

/** What {@link stageDocuments} needs. */
export interface StageDocumentsOptions {
  /** The source's. */
  readonly source: ObjectStore;
  readonly files: readonly EncryptedFile[];
  readonly keys: DataKeys;
  readonly target: LineTarget;
  readonly upload: WriteOptions;
  /** Bytes of the files that have been read so far. */
  readonly onProgress?: (bytes: number) => void;
}

/**
 * Opens a collection's files one after another, decrypts and splits each on the way, and writes the records as JSON lines
 * to the staging area. Memory is bounded by the pieces under way, whatever the files' size and either side's speed.
 *
 * @throws SourceDataError naming the object and the place in it, for what is no such document; SourceFaultsError where
 *   several are.
 * @throws DataKeyError, StorageError
 */
export async function stageDocuments(options: StageDocumentsOptions): Promise<StagedDocument[]> {
  const { files, target, upload, onProgress } = options;
  const objects = new LineObjects(target, upload);
  const staged: StagedDocument[] = [];
  const faults: FileFault[] = [];
  let read = 0;
  try {
    for (const file of files) {
      try {
        // Behind a fault the others are still read, for theirs, but nothing more is written.
        const target = faults.length === 0 ? objects : undefined;
        staged.push(
          await stageOne(file, target, options, (bytes) => {
            read += bytes;
            onProgress?.(read);
          }),
        );
      } catch (error) {
        if (!isFileFault(error)) {
          throw error;
        }
        faults.push(error);
      }
    }
    throwFaults(faults);
    await objects.close();
  } catch (error) {
    // What is left after all, the caller removes with the folder.
    await objects.abandon().catch(() => {});
    throw error;
  }
  return staged;
}

async function stageOne(
  file: EncryptedFile,
  objects: LineObjects | undefined,
  options: StageDocumentsOptions,
  onRead: (bytes: number) => void,
): Promise<StagedDocument> {
  const { signal } = options.upload;
  const { fields, ...split } = await splitDocument(file, options, signal === undefined ? {} : { signal }, {
    onRead,
    onLines: (lines) => objects?.write(lines),
  });
  return {
    file,
    ...split,
    classification: named(file, () =>
      classify(fields === undefined ? undefined : fieldFlags(fields), split.names),
    ),
  };
}

/** Reads a document to its end; its lines are handed on as they come. @throws SourceDataError */
export async function splitDocument(
  file: EncryptedFile,
  { source, keys }: Pick<StageDocumentsOptions, "source" | "keys">,
  options: StoreOptions,
  {
    onLines,
    onRead = () => {},
  }: { onLines: (lines: Uint8Array) => Promise<void> | void; onRead?: (bytes: number) => void },
): Promise<SplitDocument> {
  const splitter = new DocumentSplitter();
  const key = await keys.open(file, options);
  for await (const piece of decryptedPieces(source, file, key, options)) {
    options.signal?.throwIfAborted();
    await onLines(named(file, () => splitter.push(piece)));
    onRead(piece.length);
  }
  return named(file, () => splitter.end());
}

/** Runs what may throw a DocumentError; it is said with the object's name. */
function named<Result>({ object }: EncryptedFile, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof DocumentError) {
      throw new SourceDataError(
        `${nameOf(object)}, once decrypted, ${error.message}. Have it delivered again.`,
      );
    }
    throw error;
  }
}

import type { CsvFile } from "../extract/csv-file.ts";
import { named, textPieces } from "../extract/csv-text.ts";
import type { ObjectStore, StoreOptions, WriteOptions } from "../model/object-store.ts";
import type { LineTarget } from "./line-objects.ts";

/** What is sent at a time: all the memory that copying takes. S3 takes 10,000 parts of an object. */
const PART_BYTES = 8 * 1024 * 1024;

/** What {@link copyText} needs. */
export interface CopyTextOptions {
  /** The source's. */
  readonly source: ObjectStore;
  readonly target: LineTarget;
  readonly upload: WriteOptions;
}

/**
 * Copies the text of a file to the staging area, decompressed, from its header on, so that Spark can read it.
 *
 * @param n - Which file of the collection, from 0.
 * @returns the key of the copy.
 * @throws SourceDataError for gzip that is damaged; StorageError.
 */
export async function copyText(
  { object, shape }: CsvFile,
  n: number,
  { source, target, upload }: CopyTextOptions,
): Promise<string> {
  const { store, bucket, folder } = target;
  const key = `${folder}part-${String(n).padStart(5, "0")}.csv`;
  const options: StoreOptions = upload.signal === undefined ? {} : { signal: upload.signal };
  const begun = await store.beginUpload(bucket, key, upload);
  try {
    await named(object, async () => {
      const text = from(shape.start, textPieces(source, object, shape.compression, options));
      let number = 0;
      for await (const part of ofSize(PART_BYTES, text)) {
        number += 1;
        await begun.part(number, part);
      }
    });
    await begun.complete();
  } catch (error) {
    // What is left after all, the caller removes with the folder.
    await begun.abort().catch(() => {});
    throw error;
  }
  return key;
}

/** Leaves the first bytes out. */
async function* from(start: number, pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let left = start;
  for await (const piece of pieces) {
    const rest = piece.subarray(Math.min(left, piece.length));
    left -= piece.length - rest.length;
    yield rest;
  }
}

/** The same bytes in pieces of a size, but for the last; at least one. */
async function* ofSize(size: number, pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const filling = new Uint8Array(size);
  let filled = 0;
  for await (const piece of pieces) {
    for (let at = 0; at < piece.length; ) {
      if (filled === size) {
        yield filling;
        filled = 0;
      }
      const taken = piece.subarray(at, at + size - filled);
      filling.set(taken, filled);
      filled += taken.length;
      at += taken.length;
    }
  }
  yield filling.subarray(0, filled);
}

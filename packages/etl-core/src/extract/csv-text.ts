import { SourceDataError } from "../errors.ts";
import { nameOf, type ObjectStore, type SourceObject, type StoreOptions } from "../model/object-store.ts";
import { GzipError, gunzipHead, gunzipped, isGzip } from "./gzip.ts";

/** Bytes held at a time, whatever the file's size. */
const CHUNK_BYTES = 4 * 1024 * 1024;

/** How a file's text is stored; judged by its content, never by its name. */
export type Compression = "none" | "gzip";

/** The beginning of a file's text. */
export interface TextHead {
  readonly compression: Compression;
  readonly bytes: Uint8Array;
  /** Whether that is all of it. */
  readonly whole: boolean;
}

/**
 * Reads the beginning of a file's text by one small ranged read.
 *
 * @param limit - The most bytes that are read, and that are returned.
 * @throws SourceDataError when it begins as gzip and is not.
 */
export async function readHead(
  store: ObjectStore,
  object: SourceObject,
  limit: number,
  options: StoreOptions,
): Promise<TextHead> {
  const { bucket, key, size, etag } = object;
  const raw = await store.read(bucket, key, { from: 0, to: Math.min(limit, size) - 1, etag }, options);
  if (!isGzip(raw)) {
    return { compression: "none", bytes: raw, whole: raw.length >= size };
  }
  return named(object, async () => {
    const bytes = await gunzipHead(raw, limit);
    const whole = raw.length >= size && bytes.length < limit;
    if (whole) {
      await drain(gunzipped(one(raw)));
    }
    return { compression: "gzip", bytes, whole };
  });
}

/** Reads a file's text to its end, in pieces. @throws GzipError */
export async function* textPieces(
  store: ObjectStore,
  { bucket, key, size, etag }: SourceObject,
  compression: Compression,
  options: StoreOptions,
): AsyncGenerator<Uint8Array> {
  if (compression === "gzip") {
    yield* gunzipped(store.stream(bucket, key, { from: 0, to: size - 1, etag }, options));
    return;
  }
  for (let from = 0; from < size; from += CHUNK_BYTES) {
    const to = Math.min(from + CHUNK_BYTES, size) - 1;
    yield await store.read(bucket, key, { from, to, etag }, options);
  }
}

/** Runs what may throw a GzipError, which it turns into one that names the file. */
export async function named<Result>(object: SourceObject, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof GzipError ? new SourceDataError(describeDamage(object, error)) : error;
  }
}

/** What is wrong with a gzip file, and what to do. */
export function describeDamage(object: SourceObject, { damage }: Pick<GzipError, "damage">): string {
  return `${nameOf(object)} is gzip and ${damage}. Have it delivered again.`;
}

async function* one(piece: Uint8Array): AsyncGenerator<Uint8Array> {
  yield piece;
}

async function drain(pieces: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const _piece of pieces) {
    // Reading to the end is what checks it.
  }
}

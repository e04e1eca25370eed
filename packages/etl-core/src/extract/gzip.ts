import { pipeline, Readable } from "node:stream";
import { constants, createGunzip } from "node:zlib";

/** Bytes handed on at a time. */
const CHUNK_BYTES = 1024 * 1024;

/** What is wrong with a gzip file. */
export type GzipDamage = "ends too soon" | "is damaged" | "has bytes behind its end";

/** Bytes that claim to be gzip and are not, or not to their end. */
export class GzipError extends Error {
  override readonly name = "GzipError";
  readonly damage: GzipDamage;

  constructor(damage: GzipDamage, options: ErrorOptions = {}) {
    super(`A gzip file ${damage}.`, options);
    this.damage = damage;
  }
}

/** Whether a file is gzip, judged by its content. No text begins so. */
export function isGzip(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x8b;
}

/** Decompresses a whole file of one or more gzip members, as fast as it is taken. @throws GzipError */
export async function* gunzipped(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const piece of pieces) {
      bytes += piece.length;
      yield piece;
    }
  }
  const gunzip = createGunzip({ chunkSize: CHUNK_BYTES });
  // A failure of either stream comes out of the second one.
  pipeline(Readable.from(counted()), gunzip, () => {});
  try {
    yield* gunzip as AsyncIterable<Uint8Array>;
  } catch (error) {
    throw asGzipError(error);
  }
  // Node takes zeros behind the last member for padding. Spark refuses them, as it does everything else.
  if (gunzip.bytesWritten < bytes) {
    throw new GzipError("has bytes behind its end");
  }
}

/**
 * Decompresses the beginning of a gzip file.
 *
 * @param limit - How many bytes of text are wanted.
 * @returns fewer bytes when `head` holds no more.
 * @throws GzipError when they are not gzip.
 */
export async function gunzipHead(head: Uint8Array, limit: number): Promise<Uint8Array> {
  const gunzip = createGunzip({ finishFlush: constants.Z_SYNC_FLUSH });
  gunzip.end(head);
  const pieces: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const piece of gunzip as AsyncIterable<Uint8Array>) {
      pieces.push(piece);
      length += piece.length;
      if (length >= limit) {
        break;
      }
    }
  } catch (error) {
    throw asGzipError(error);
  }
  return Buffer.concat(pieces).subarray(0, limit);
}

function asGzipError(error: unknown): unknown {
  const code = typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
  if (code === "Z_BUF_ERROR") {
    return new GzipError("ends too soon", { cause: error });
  }
  return code === "Z_DATA_ERROR" ? new GzipError("is damaged", { cause: error }) : error;
}

import { isUtf8 } from "node:buffer";
import { createDecipheriv } from "node:crypto";
import { SourceDataError, StorageError } from "../errors.ts";
import { unfinishedBytes } from "../extract/encoding.ts";
import type { ObjectStore, SourceObject, StoreOptions } from "../model/object-store.ts";
import type { EncryptedFile } from "./encryption.ts";

/** Bytes that are read at a time, and how many such reads are under way: with both memory is bounded. */
const PIECE_BYTES = 4 * 1024 * 1024;
const READS_AT_ONCE = 3;

/**
 * Reads an encrypted object and decrypts it on the way, a piece at a time, as fast as the pieces are taken. Each piece is
 * the taker's to edit.
 *
 * @throws SourceDataError when what comes out is not UTF-8, as under a wrong key.
 * @throws StorageError when the object ends before its size, or was replaced.
 */
export async function* decryptedPieces(
  store: ObjectStore,
  { object, encryption }: EncryptedFile,
  key: Uint8Array,
  options: StoreOptions = {},
): AsyncGenerator<Uint8Array, void, undefined> {
  const decipher = createDecipheriv("aes-256-ctr", key, encryption.iv);
  const characters = new WholeCharacters(object);
  for await (const piece of pieces(store, object, options)) {
    const text = decipher.update(piece);
    characters.check(text);
    yield text;
  }
  decipher.final();
  characters.end();
}

/** The object's bytes in order, a few reads ahead of the taker. */
async function* pieces(
  store: ObjectStore,
  object: SourceObject,
  options: StoreOptions,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { bucket, key, size, etag } = object;
  const read = async (from: number): Promise<Uint8Array> => {
    const to = Math.min(from + PIECE_BYTES, size) - 1;
    const bytes = await store.read(bucket, key, { from, to, etag }, options);
    if (bytes.length !== to - from + 1) {
      throw new StorageError(
        `s3://${bucket}/${key} ends at byte ${from + bytes.length}, before its size of ${size}. Run the day again.`,
      );
    }
    return bytes;
  };
  const ahead: Promise<Uint8Array>[] = [];
  let next = 0;
  for (;;) {
    while (ahead.length < READS_AT_ONCE && next < size) {
      const reading = read(next);
      // Whoever takes it hears of its failure; nobody may, when an earlier one failed.
      reading.catch(() => {});
      ahead.push(reading);
      next += PIECE_BYTES;
    }
    const piece = ahead.shift();
    if (piece === undefined) {
      return;
    }
    yield await piece;
  }
}

/** Tells bytes that are no UTF-8, whatever the pieces they come in. */
class WholeCharacters {
  readonly #object: SourceObject;
  #before = 0;
  #unfinished = new Uint8Array();

  constructor(object: SourceObject) {
    this.#object = object;
  }

  check(piece: Uint8Array): void {
    // The few bytes that finish the character which the piece before began.
    let head = 0;
    while (head < 3 && ((piece[head] ?? 0) & 0xc0) === 0x80) head += 1;
    const unfinished = unfinishedBytes(piece, "utf-8");
    const end = Math.max(head, piece.length - unfinished);
    if (
      !isUtf8(Buffer.concat([this.#unfinished, piece.subarray(0, head)])) ||
      !isUtf8(piece.subarray(head, end))
    ) {
      this.#refuse();
    }
    this.#unfinished = piece.slice(end);
    this.#before += piece.length;
  }

  end(): void {
    if (this.#unfinished.length > 0) {
      this.#refuse();
    }
  }

  #refuse(): never {
    const { bucket, key } = this.#object;
    throw new SourceDataError(
      `s3://${bucket}/${key} is not UTF-8 once decrypted, from byte ${this.#before} on; so it looks when the key is the wrong one. Have it delivered again.`,
    );
  }
}

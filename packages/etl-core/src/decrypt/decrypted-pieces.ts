import { isUtf8 } from "node:buffer";
import { createDecipheriv } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { EtlError, SourceDataError, StorageError } from "../errors.ts";
import { unfinishedBytes } from "../extract/encoding.ts";
import { nameOf, type ObjectStore, type SourceObject, type StoreOptions } from "../model/object-store.ts";
import type { EncryptedFile } from "./encryption.ts";

/** Times in a row that a read may break off before anything comes of it. */
const BREAKS = 5;
const BREAK_WAIT_MS = 500;

/**
 * Reads an encrypted object and decrypts it on the way, a piece at a time, as fast as the pieces are taken. A connection
 * that breaks off is taken up where it was. Each piece is the taker's to edit.
 *
 * @throws SourceDataError when what comes out is not UTF-8, as under a wrong key.
 * @throws StorageError when the object ends before its size, or was replaced.
 */
export async function* decryptedPieces(
  store: Pick<ObjectStore, "stream">,
  { object, encryption }: EncryptedFile,
  key: Uint8Array,
  options: StoreOptions = {},
): AsyncGenerator<Uint8Array, void, undefined> {
  const decipher = createDecipheriv("aes-256-ctr", key, encryption.iv);
  const characters = new WholeCharacters(object);
  for await (const piece of unbroken(store, object, options)) {
    const text = decipher.update(piece);
    characters.check(text);
    yield text;
  }
  decipher.final();
  characters.end();
}

/** The object's bytes to its very end, whatever becomes of single connections. */
async function* unbroken(
  store: Pick<ObjectStore, "stream">,
  object: SourceObject,
  options: StoreOptions,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { bucket, key, size, etag } = object;
  let at = 0;
  let breaks = 0;
  while (at < size) {
    try {
      for await (const piece of store.stream(bucket, key, { from: at, to: size - 1, etag }, options)) {
        if (piece.length > 0) {
          at += piece.length;
          breaks = 0;
          yield piece;
        }
      }
      if (at < size) {
        throw new Error("the connection ended early");
      }
    } catch (cause) {
      options.signal?.throwIfAborted();
      // What the store says in its own words it has tried often enough itself.
      if (cause instanceof EtlError) {
        throw cause;
      }
      breaks += 1;
      if (breaks > BREAKS) {
        throw new StorageError(
          `${nameOf(object)} breaks off at byte ${at} of ${size}, ${breaks} times in a row. Run the day again.`,
          { cause },
        );
      }
      await pause(options.signal);
    }
  }
}

async function pause(signal: AbortSignal | undefined): Promise<void> {
  await sleep(BREAK_WAIT_MS, undefined, signal === undefined ? {} : { signal }).catch(() => {});
  signal?.throwIfAborted();
}

/** Tells bytes that are no UTF-8, whatever the pieces they come in. */
class WholeCharacters {
  readonly #object: SourceObject;
  #before = 0;
  #unfinished: Uint8Array = new Uint8Array();

  constructor(object: SourceObject) {
    this.#object = object;
  }

  check(piece: Uint8Array): void {
    const rest = this.#finish(piece);
    const end = rest.length - unfinishedBytes(rest, "utf-8");
    if (!isUtf8(rest.subarray(0, end))) {
      this.#refuse();
    }
    if (end < rest.length) {
      // A copy: the piece is its taker's to edit.
      this.#unfinished = Uint8Array.from(rest.subarray(end));
    }
    this.#before += piece.length;
  }

  /** Finishes the character that was begun, if the piece has enough of it. @returns the rest of the piece */
  #finish(piece: Uint8Array): Uint8Array {
    const begun = this.#unfinished;
    if (begun.length === 0) {
      return piece;
    }
    const lead = begun[0] ?? 0;
    const missing = (lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2) - begun.length;
    const character = Buffer.concat([begun, piece.subarray(0, missing)]);
    if (piece.length < missing) {
      this.#unfinished = character;
      return piece.subarray(piece.length);
    }
    if (!isUtf8(character)) {
      this.#refuse();
    }
    this.#unfinished = new Uint8Array();
    return piece.subarray(missing);
  }

  end(): void {
    if (this.#unfinished.length > 0) {
      this.#refuse();
    }
  }

  #refuse(): never {
    throw new SourceDataError(
      `${nameOf(this.#object)} is not UTF-8 once decrypted, from byte ${this.#before} on; so it looks when the key is the wrong one. Have it delivered again.`,
    );
  }
}

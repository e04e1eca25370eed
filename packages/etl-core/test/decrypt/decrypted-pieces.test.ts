import { setImmediate, setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import { decryptedPieces } from "../../src/decrypt/decrypted-pieces.ts";
import type { EncryptedFile } from "../../src/decrypt/encryption.ts";
import { SourceDataError, StorageError } from "../../src/errors.ts";
import type { ObjectStore, StoreOptions } from "../../src/model/object-store.ts";
import { FakeDataKeys } from "../support/fake-data-keys.ts";
import { MemoryStore } from "../support/memory-store.ts";

/** A store with one encrypted object, `a`, that streams it in pieces of these sizes, over and over. */
class PieceStore extends MemoryStore {
  readonly file: EncryptedFile;
  readonly keys = new FakeDataKeys();
  /** Where each connection began. */
  readonly begun: number[] = [];
  /** Bytes that come of the connections before they break off, one after the other; those after them do not break. */
  breaks: number[] = [];
  /** Whether a connection that breaks off looks as if it had ended. */
  ends = false;

  constructor(plain: string | Uint8Array, sizes: readonly number[] = [1_000]) {
    super();
    this.file = this.keys.put(this, "a", plain);
    this.stream = (_bucket, key, range) => this.#cut(key, range, sizes);
  }

  async *#cut(
    key: string,
    range: Parameters<ObjectStore["read"]>[2],
    sizes: readonly number[],
  ): AsyncGenerator<Uint8Array> {
    this.begun.push(range.from);
    const all = await this.read("bucket", key, range);
    const most = this.breaks.shift();
    const bytes = all.subarray(0, most ?? all.length);
    for (let from = 0, n = 0; from < bytes.length; n += 1) {
      const size = sizes[n % sizes.length] ?? 1;
      yield Uint8Array.from(bytes.subarray(from, from + size));
      from += size;
    }
    if (most !== undefined && !this.ends) {
      throw new Error("socket hang up");
    }
  }
}

async function read(
  store: PieceStore,
  options: StoreOptions = {},
  edit: (piece: Uint8Array) => void = () => {},
): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  const key = await store.keys.open(store.file);
  for await (const piece of decryptedPieces(store, store.file, key, options)) {
    pieces.push(Uint8Array.from(piece));
    edit(piece);
  }
  return Buffer.concat(pieces);
}

const sizes = (from: number, to: number) =>
  fc.array(fc.integer({ min: from, max: to }), { minLength: 1, maxLength: 8 });
const text = fc.string({ unit: "binary", maxLength: 60 });

describe("decryptedPieces", () => {
  it.each([
    ["of some bytes each", 4, 40],
    ["of a byte or a few, that hold no whole character", 1, 5],
  ])("gives the plain text of pieces %s", async (_name, from, to) => {
    await fc.assert(
      fc.asyncProperty(text, sizes(from, to), async (plain, cut) => {
        expect((await read(new PieceStore(plain, cut))).toString("utf8")).toBe(plain);
      }),
    );
  });

  it.each(["é", "✓", "😀", "x😀é✓"])("takes %s a byte at a time", async (plain) => {
    expect((await read(new PieceStore(plain, [1]))).toString("utf8")).toBe(plain);
  });

  it("gives pieces that are the taker's to edit", async () => {
    const store = new PieceStore("abc😀def", [5]);
    expect((await read(store, {}, (piece) => piece.fill(0x21))).toString("utf8")).toBe("abc😀def");
    const garbled = new PieceStore(Uint8Array.of(0x61, 0xe2, 0x61, 0x62), [2]);
    await expect(read(garbled, {}, (piece) => piece.fill(0x21))).rejects.toThrow(SourceDataError);
  });

  it("takes a read that breaks off up at the byte where it was, with the version that was pinned", async () => {
    const plain = "ünïcode ✓ 😀 ".repeat(50);
    const store = new PieceStore(plain, [7, 20]);
    store.breaks = [33, 0, 101];
    expect((await read(store)).toString("utf8")).toBe(plain);
    expect(store.begun).toEqual([0, 33, 33, 134]);
    expect(new Set(store.reads.map(({ to }) => to))).toEqual(new Set([store.file.object.size - 1]));
  });

  it("gives up when nothing comes six times in a row, and not before", async () => {
    const store = new PieceStore("x".repeat(100));
    store.breaks = [10, 0, 20, ...Array.from({ length: 6 }, () => 0)];
    const given = read(store);
    await expect(given).rejects.toThrow(StorageError);
    await expect(given).rejects.toThrow("s3://bucket/a breaks off at byte 30 of 100, 6 times in a row");
    // Twice something came, once nothing; and then six times nothing, of which the break behind byte 30 is the first.
    expect(store.begun).toEqual([0, 10, 10, 30, 30, 30, 30, 30]);
  }, 15_000);

  it("refuses an object that ends before its size", async () => {
    const store = new PieceStore("x".repeat(100));
    store.ends = true;
    store.breaks = [60, ...Array.from({ length: 9 }, () => 0)];
    await expect(read(store)).rejects.toMatchObject({
      code: "STORAGE",
      message: "s3://bucket/a breaks off at byte 60 of 100, 6 times in a row. Run the day again.",
    });
  }, 15_000);

  it("does not try again what the store has given up itself, as an object that was replaced", async () => {
    const store = new PieceStore("x".repeat(100));
    const { stream } = store;
    let asked: string | undefined;
    store.stream = (bucket, key, range) => {
      if (range.from === 0) return stream(bucket, key, range);
      asked = range.etag;
      throw new StorageError("replaced");
    };
    store.breaks = [10];
    await expect(read(store)).rejects.toThrow(new StorageError("replaced"));
    expect(asked).toBe(store.file.object.etag);
  });

  it.each<[string, Uint8Array, number[], string]>([
    ["a byte that begins no character", Uint8Array.of(0x61, 0xff, 0x61), [100], "from byte 0 on"],
    [
      "one in a later piece",
      Buffer.from(`${"a".repeat(20)}\xff${"a".repeat(20)}`, "latin1"),
      [8],
      "from byte 16 on",
    ],
    [
      "a character that the next piece does not end",
      Uint8Array.of(0x61, 0xe2, 0x61, 0x62),
      [2],
      "from byte 2 on",
    ],
    [
      "a character's rest at the start of a piece",
      Uint8Array.of(0x61, 0x62, 0x80, 0x62),
      [2],
      "from byte 2 on",
    ],
    ["a character the document ends in", Uint8Array.of(0x61, 0xe2, 0x9c), [100], "is not UTF-8"],
    ["a surrogate", Uint8Array.of(0xed, 0xa0, 0x80), [100], "from byte 0 on"],
  ])("refuses %s", async (_name, plain, cut, message) => {
    const refused = read(new PieceStore(plain, cut));
    await expect(refused).rejects.toThrow(SourceDataError);
    await expect(refused).rejects.toThrow("s3://bucket/a is not UTF-8 once decrypted");
    await expect(refused).rejects.toThrow(message);
  });

  it("refuses what a wrong key makes of it", async () => {
    const store = new PieceStore("x".repeat(1_000));
    store.keys.mixUp({ metadata: { ciphertext: store.file.encryption.encryptedKey } });
    await expect(read(store)).rejects.toThrow("so it looks when the key is the wrong one");
  });

  it("stops with the signal: while it reads by the signal's reason, while it waits at once", async () => {
    const reason = new Error("enough");
    for (const waits of [false, true]) {
      const store = new PieceStore("x".repeat(100), [10]);
      const abort = new AbortController();
      store.breaks = [10];
      if (!waits) abort.abort(reason);
      const outcome = read(store, { signal: abort.signal }).catch((error: unknown) => error);
      await sleep(20);
      abort.abort(reason);
      expect(await Promise.race([outcome, setImmediate("still waits")])).toBe(reason);
      expect(store.begun).toEqual([0]);
    }
  });
});

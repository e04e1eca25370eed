import { createHash } from "node:crypto";
import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import type { ObjectStore, WriteOptions } from "../../src/model/object-store.ts";
import { LineObjects } from "../../src/staging-area/line-objects.ts";
import { MemoryStore } from "../support/memory-store.ts";

const MIB = 1024 * 1024;
const PART = 5 * MIB;
const folder = "staging/db/c/2026-11-01/run=000001-0a0b0c0d/";
const options: WriteOptions = { tags: { pii: "true" }, kmsKeyId: "key" };
const [first, second] = [`${folder}part-00000.json`, `${folder}part-00001.json`];

/** Some MiB of lines, no two parts alike. */
function manyLines(mib: number): Buffer {
  const line = (n: number): string => `{"n":${n},"x":"${"ünï✓".repeat(n % 97)}"}\n`;
  const lines: Buffer[] = [];
  for (let bytes = 0, n = 0; bytes < mib * MIB; n += 1) {
    const next = Buffer.from(line(n));
    lines.push(next);
    bytes += next.length;
  }
  return Buffer.concat(lines);
}

/** Writes lines in pieces of a size; the piece is the caller's again when a write resolves. */
async function writeIn(objects: LineObjects, lines: Uint8Array, size: number): Promise<void> {
  const piece = new Uint8Array(size);
  for (let from = 0; from < lines.length; from += size) {
    const next = lines.subarray(from, from + size);
    piece.set(next);
    await objects.write(piece.subarray(0, next.length));
    piece.fill(0x21);
  }
}

const settle = async (): Promise<void> => {
  for (let n = 0; n < 20; n += 1) {
    await new Promise((resolve) => setImmediate(resolve));
  }
};

interface Part {
  readonly number: number;
  readonly bytes: number;
  /** Lets it end. */
  readonly end: (error?: Error) => void;
}

/** A store whose parts end when they are told to. */
class SlowStore extends MemoryStore {
  readonly parts: Part[] = [];
  readonly options: WriteOptions[] = [];
  /** Numbers of parts whose bytes changed while they were under way. */
  readonly changed: number[] = [];
  readonly aborted: string[] = [];
  underWay = 0;
  most = 0;
  puts = 0;

  constructor() {
    super();
    const { beginUpload, put } = this;
    this.put = async (...given) => {
      this.puts += 1;
      await put(...given);
    };
    this.beginUpload = async (bucket, key, given) => {
      this.options.push(given);
      const upload = await beginUpload(bucket, key, given);
      return {
        ...upload,
        complete: async () => {
          expect(this.underWay).toBe(0);
          await upload.complete();
        },
        part: async (number, bytes) => {
          const before = hash(bytes);
          this.underWay += 1;
          this.most = Math.max(this.most, this.underWay);
          try {
            await new Promise<void>((resolve, reject) => {
              const end = (error?: Error): void => (error === undefined ? resolve() : reject(error));
              this.parts.push({ number, bytes: bytes.length, end });
            });
          } finally {
            this.underWay -= 1;
          }
          if (hash(bytes) !== before) this.changed.push(number);
          await upload.part(number, bytes);
        },
        abort: async () => {
          this.aborted.push(key);
          await upload.abort();
        },
      };
    };
  }

  /** Ends every part that is under way, the last first, until there are no more. */
  async endAll(done: Promise<unknown>): Promise<void> {
    const state = { isDone: false };
    const finished = done.finally(() => (state.isDone = true));
    finished.catch(() => {});
    for (let ended = 0; !state.isDone; ) {
      await settle();
      const now = this.parts.slice(ended).reverse();
      ended += now.length;
      for (const { end } of now) end();
    }
    await finished;
  }
}

const hash = (bytes: Uint8Array): string => createHash("sha1").update(bytes).digest("hex");
const bodyOf = (store: MemoryStore, key: string): Buffer => Buffer.from(store.objects.get(key) ?? []);
const objectsOf = (store: ObjectStore): LineObjects =>
  new LineObjects({ store, bucket: "bucket", folder }, options);

describe("objects of a size", () => {
  it("end with the line that passes it, whatever pieces the lines come in", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 1, max: 200 }),
        fc.integer({ min: 1, max: 90 }),
        async (lengths, objectBytes, size) => {
          const store = new MemoryStore();
          const objects = new LineObjects({ store, bucket: "b", folder }, options, objectBytes);
          const lines = lengths.map((length, n) => `${String(n).padStart(length, ".")}\n`);
          await writeIn(objects, Buffer.from(lines.join("")), size);
          await objects.close();

          const written = [...store.objects.keys()]
            .sort()
            .map((key) => Buffer.from(store.objects.get(key) ?? []).toString());
          expect(written.join("")).toBe(lines.join(""));
          for (const [n, object] of written.entries()) {
            expect(object.endsWith("\n")).toBe(true);
            // At most a piece and a line more; only the last one may be smaller.
            expect(object.length).toBeLessThanOrEqual(objectBytes + size + 61);
            if (n < written.length - 1) expect(object.length).toBeGreaterThanOrEqual(objectBytes);
          }
        },
      ),
    );
  });
});

describe("LineObjects", () => {
  it("writes lines of any size, cut anywhere, as they came", async () => {
    const lines = fc.array(
      fc.string({ unit: "grapheme", maxLength: 30 }).map((text) => `${JSON.stringify(text)}\n`),
    );
    await fc.assert(
      fc.asyncProperty(lines, fc.integer({ min: 1, max: 50 }), async (each, size) => {
        const store = new MemoryStore();
        const objects = objectsOf(store);
        await writeIn(objects, Buffer.from(each.join("")), size);
        await objects.end();
        expect([...store.objects.keys()]).toEqual(each.length === 0 ? [] : [first]);
        expect(bodyOf(store, first).toString("utf8")).toBe(each.join(""));
      }),
    );
  });

  it("writes what is small at once, with its tags", async () => {
    const store = new SlowStore();
    const objects = objectsOf(store);
    await objects.write(Buffer.from('{"a":1}\n{"a":2}\n'));
    await objects.end();
    expect([store.puts, store.options.length]).toEqual([1, 0]);
    expect(store.tags.get(first)).toEqual({ pii: "true" });
  });

  it("begins another object once one is ended, none of the one before in it", async () => {
    const store = new MemoryStore();
    const objects = objectsOf(store);
    const large = manyLines(7);
    for (const lines of [Buffer.from("1\n2\n"), large, Buffer.from("3\n")]) {
      await objects.write(lines);
      await objects.end();
    }
    await objects.end();
    expect([...store.objects.keys()].map((key) => key.slice(folder.length))).toEqual([
      "part-00000.json",
      "part-00001.json",
      "part-00002.json",
    ]);
    expect(bodyOf(store, first).toString()).toBe("1\n2\n");
    expect(bodyOf(store, second).equals(large)).toBe(true);
    expect(bodyOf(store, `${folder}part-00002.json`).toString()).toBe("3\n");
  });

  it.each([
    ["pieces smaller than a part", 12, 65_536],
    ["a piece of several parts", 17, 20 * MIB],
    ["pieces of odd sizes", 11, 1_048_573],
  ])("sends %s as parts of 5 MiB, in order whatever their order of arrival", async (_name, mib, size) => {
    const store = new SlowStore();
    const objects = objectsOf(store);
    const lines = manyLines(mib);
    await store.endAll(writeIn(objects, lines, size).then(() => objects.end()));
    const parts = [...store.parts].sort((one, other) => one.number - other.number);
    const whole = Math.floor(lines.length / PART);
    expect(parts.map(({ bytes }) => bytes)).toEqual([
      ...Array.from({ length: whole }, () => PART),
      lines.length - whole * PART,
    ]);
    expect(parts.map(({ number }) => number)).toEqual(parts.map((_part, n) => n + 1));
    expect(bodyOf(store, first).equals(lines)).toBe(true);
    expect([store.puts, store.changed, store.unfinished]).toEqual([1, [], []]);
    expect(store.options).toEqual([options]);
  });

  it("ends an object that is whole parts and nothing more", async () => {
    const store = new SlowStore();
    const objects = objectsOf(store);
    const lines = new Uint8Array(2 * PART).fill(0x20);
    lines[lines.length - 1] = 0x0a;
    await store.endAll(objects.write(lines).then(() => objects.end()));
    expect(store.parts.map(({ bytes }) => bytes)).toEqual([PART, PART]);
    expect(bodyOf(store, first)).toHaveLength(2 * PART);
  });

  it("keeps the writer waiting when three parts are under way, and does not touch their bytes", async () => {
    const store = new SlowStore();
    const objects = objectsOf(store);
    const lines = manyLines(40);
    let written = 0;
    const writing = (async () => {
      for (let from = 0; from < lines.length; from += MIB) {
        await objects.write(lines.subarray(from, from + MIB));
        written += 1;
      }
      await objects.end();
    })();
    await settle();
    // Three parts under way, and at most the buffer that is being filled.
    expect(written).toBeLessThanOrEqual(20);
    expect(store.underWay).toBe(3);
    store.parts[0]?.end();
    await settle();
    expect(written).toBeLessThanOrEqual(25);
    await store.endAll(writing);
    expect(store.most).toBe(3);
    expect(store.changed).toEqual([]);
    expect(bodyOf(store, first).equals(lines)).toBe(true);
  });

  it.each([
    ["the first", 0, 30],
    ["one in the middle", 2, 30],
    ["the last", 1, 7],
  ])(
    "fails with %s part that fails, and gives the upload up when it is abandoned",
    async (_name, failing, mib) => {
      const store = new SlowStore();
      const objects = objectsOf(store);
      const writing = writeIn(objects, manyLines(mib), MIB).then(() => objects.end());
      const failed = expect(writing).rejects.toThrow("slow down");
      for (let ended = 0; ended <= failing; ended += 1) {
        while (store.parts[ended] === undefined) await settle();
        store.parts[ended]?.end(ended === failing ? new Error("slow down") : undefined);
      }
      const rest = setInterval(() => {
        for (const { end } of store.parts) end();
      }, 5);
      await failed;
      await objects.abandon();
      clearInterval(rest);
      expect([store.aborted, store.unfinished, [...store.objects.keys()]]).toEqual([[first], [], []]);
    },
  );

  it("gives up nothing where no upload was begun, or could not be", async () => {
    const store = new MemoryStore();
    store.put = () => Promise.reject(new Error("away"));
    store.beginUpload = () => Promise.reject(new Error("away"));
    for (const lines of [Buffer.from("1\n"), manyLines(6)]) {
      const objects = objectsOf(store);
      await expect(objects.write(lines).then(() => objects.end())).rejects.toThrow("away");
      await objects.abandon();
    }
    await objectsOf(store).abandon();
  });

  it("waits for the parts under way before it gives the upload up", async () => {
    const store = new SlowStore();
    const objects = objectsOf(store);
    await objects.write(manyLines(6));
    await settle();
    const given = objects.abandon();
    await settle();
    expect(store.aborted).toEqual([]);
    store.parts[0]?.end();
    await given;
    expect(store.aborted).toEqual([first]);
  });
});

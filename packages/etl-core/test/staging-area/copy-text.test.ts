import { gzipSync } from "node:zlib";
import { describe, expect, it } from "@jest/globals";
import { SourceDataError } from "../../src/errors.ts";
import { readCsvShape } from "../../src/extract/csv-shape.ts";
import { DEFAULT_CSV } from "../../src/model/collection.ts";
import { copyText } from "../../src/staging-area/copy-text.ts";
import { MemoryStore } from "../support/memory-store.ts";

const folder = "staging/db/bids/2026-11-01/run=000001-0a0b0c0d/";

async function copied(body: Uint8Array, skipLines: number) {
  const source = new MemoryStore({ k: body });
  const store = new MemoryStore();
  const object = source.pinned("k");
  const shape = await readCsvShape(source, object, { ...DEFAULT_CSV, skipLines });
  const copy = copyText({ object, shape }, 3, {
    source,
    target: { store, bucket: "bucket", folder },
    upload: { tags: { pii: "true" } },
  });
  return { copy, store };
}

describe("copyText", () => {
  const rows = Array.from({ length: 300_000 }, (_, n) => `${n},${"x".repeat(40)}\n`).join("");
  it.each([
    ["as it is", Buffer.from("a,b\n1,2\n"), 0, "a,b\n1,2\n"],
    ["from its header on", Buffer.from("title\r\na,b\n1,2\n"), 1, "a,b\n1,2\n"],
    ["decompressed", gzipSync("a,b\n1,2\n"), 0, "a,b\n1,2\n"],
    ["in several parts", gzipSync(`title\na,b\n${rows}`), 1, `a,b\n${rows}`],
  ])("copies a file %s", async (_how, body, skipLines, expected) => {
    const { copy, store } = await copied(body, skipLines);
    expect(await copy).toBe(`${folder}part-00003.csv`);
    const text = Buffer.from(store.objects.get(`${folder}part-00003.csv`) ?? []).toString();
    expect(text === expected).toBe(true);
    expect(store.tags.get(`${folder}part-00003.csv`)).toEqual({ pii: "true" });
  });

  it("leaves nothing of a file that is damaged", async () => {
    const body = gzipSync(`a,b\n${rows.slice(0, 1_000_000)}`);
    const { copy, store } = await copied(body.subarray(0, body.length - 9), 0);
    await expect(copy).rejects.toThrow(SourceDataError);
    await expect(copy).rejects.toThrow(/s3:\/\/bucket\/k is gzip and ends too soon/);
    expect([store.objects.size, store.unfinished]).toEqual([0, []]);
  });
});

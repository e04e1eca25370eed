import { describe, expect, it } from "@jest/globals";
import { DataKeys } from "../../src/decrypt/data-keys.ts";
import type { EncryptedFile } from "../../src/decrypt/encryption.ts";
import { DataKeyError, SourceDataError, SourceFaultsError, StorageError } from "../../src/errors.ts";
import { stageDocuments, type StageDocumentsOptions } from "../../src/staging-area/stage-documents.ts";
import { FakeDataKeys } from "../support/fake-data-keys.ts";
import { MemoryStore } from "../support/memory-store.ts";

const folder = "staging/db/c/2026-11-01/run=000001-0a0b0c0d/";
const open = (...names: string[]): unknown[] => names.map((fieldName) => ({ fieldName, pii: false }));

/** Stages these documents, `a`, `b` and on, to the store's own folder. */
async function stage(documents: readonly string[], more: Partial<StageDocumentsOptions> = {}) {
  const store = new MemoryStore();
  store.streamed = 7;
  const service = new FakeDataKeys();
  const files = documents.map((document, n) => service.put(store, String.fromCharCode(97 + n), document));
  await using keys = new DataKeys(service);
  const target = { store, bucket: "bucket", folder };
  const read: number[] = [];
  const staged = await stageDocuments({
    source: store,
    files,
    keys,
    target,
    upload: { tags: { pii: "true" } },
    onProgress: (bytes) => read.push(bytes),
    ...more,
  });
  const objects = [...store.objects].filter(([key]) => key.startsWith(folder));
  const lines = objects.flatMap(([, body]) =>
    Buffer.from(body)
      .toString("utf8")
      .split(/(?<=\n)/u),
  );
  return { store, service, staged, read, files, lines };
}

const bad = (line: string): unknown => {
  try {
    return JSON.parse(line);
  } catch {
    return "bad";
  }
};

describe("stageDocuments", () => {
  it("writes the records of several documents as lines, one document after the other", async () => {
    const documents = [
      {
        data: [
          { id: 1, name: "Ünïcode ✓ 😀" },
          { id: 2, nested: { a: [1, { b: null }] } },
        ],
      },
      { fields: open("id"), data: [] },
      { data: [{ id: 3 }], fields: open("id") },
    ];
    const { lines, staged, read, files, store } = await stage(
      documents.map((each) => JSON.stringify(each, null, 1)),
    );
    expect(lines.every((line) => line.endsWith("\n"))).toBe(true);
    expect(lines.map(bad)).toEqual(documents.flatMap(({ data }) => data as unknown[]));
    expect(staged.map(({ file, records, names }) => [file.object.key, records, names])).toEqual([
      ["a", 2, ["id", "name", "nested"]],
      ["b", 0, []],
      ["c", 1, ["id"]],
    ]);
    expect(read.at(-1)).toBe(files.reduce((sum, { object }) => sum + object.size, 0));
    expect(read).toEqual([...read].sort((one, other) => one - other));
    expect(store.tags.get(`${folder}part-00000.json`)).toEqual({ pii: "true" });
  });

  it("says of each document where records were left out, and why", async () => {
    const { lines, staged } = await stage([
      `{"data":[{"a":1},2,{"a":1,"a":2}]}`,
      `{"data":[{"a":1},{"a":"\\ud800"},{"a":3}]}`,
    ]);
    expect(lines.map(bad)).toEqual([{ a: 1 }, "bad", "bad", { a: 1 }, "bad", { a: 3 }]);
    expect(staged.map(({ records, rejected: { count, first } }) => ({ records, count, first }))).toEqual([
      {
        records: 3,
        count: 2,
        first: [
          { position: 2, reason: "is not an object" },
          { position: 3, reason: "has a name twice in one object" },
        ],
      },
      {
        records: 3,
        count: 1,
        first: [{ position: 2, reason: "has a lone surrogate, which no text can hold" }],
      },
    ]);
  });

  it("classifies each document by its own fields", async () => {
    const data = [{ id: 1, name: "x" }];
    const { staged } = await stage(
      [
        { data },
        { data, fields: [...open("id"), { fieldName: "name", pii: true }] },
        { fields: open("id"), data },
        { fields: open("id", "name"), data },
      ].map((each) => JSON.stringify(each)),
    );
    expect(staged.map(({ classification }) => classification)).toEqual([
      { pii: true, because: "it has no `fields`", fields: [] },
      { pii: true, because: "a field is", fields: ["name"] },
      { pii: true, because: "fields are not classified", fields: ["name"] },
      { pii: false },
    ]);
  });

  it("leaves an empty object for no records, so that there is something to read", async () => {
    const { lines, store } = await stage([`{"data":[]}`, `{"data":[ ]}`]);
    expect([lines, store.unfinished]).toEqual([[""], []]);
  });

  it("reads as far as the store takes, and takes documents one at a time", async () => {
    const { store, files, service } = await stage([`{"data":[{"a":1}]}`, `{"data":[{"a":2}]}`]);
    expect(store.reads.map(({ key }) => key)).toEqual(["a", "b"]);
    expect(service.asked).toEqual(files.map(({ encryption }) => encryption.encryptedKey));
  });

  it.each([
    ["no object", "[]", "is no JSON object; so it looks too when the key is the wrong one (byte 0)"],
    ["cut short", `{"data":[{"a":1}`, "ends in the middle of the document (byte 16)"],
    ["without data", `{"fields":[]}`, "has no `data` (byte 12)"],
    ["with fields that are no list", `{"data":[],"fields":{}}`, "has a `fields` that is not a list"],
    ["more than a document", `{"data":[]}{`, "goes on after its end (byte 11)"],
  ])("names the object of a document that is %s", async (_name, document, message) => {
    const refused = stage([`{"data":[]}`, document]);
    await expect(refused).rejects.toThrow(SourceDataError);
    await expect(refused).rejects.toThrow(`s3://bucket/b, once decrypted, ${message}`);
  });

  it("tells a wrong key by what comes out", async () => {
    const service = new FakeDataKeys();
    const store = new MemoryStore();
    const file = service.put(store, "a", `{"data":[${`{"a":1},`.repeat(50)}{}]}`);
    service.mixUp({ metadata: { ciphertext: file.encryption.encryptedKey } });
    await using keys = new DataKeys(service);
    const refused = stage([], { source: store, files: [file], keys });
    await expect(refused).rejects.toThrow(SourceDataError);
    await expect(refused).rejects.toThrow(/^s3:\/\/bucket\/a .*key is the wrong one/u);
  });

  it("passes on what the service says of a key", async () => {
    const store = new MemoryStore();
    const file: EncryptedFile = new FakeDataKeys().put(store, "a", "{}");
    await using keys = new DataKeys(new FakeDataKeys());
    await expect(stage([], { source: store, files: [file], keys })).rejects.toThrow(DataKeyError);
  });

  it("gives its upload up when a later document fails, with the error that made it", async () => {
    const store = new MemoryStore();
    const large = `{"data":[${`{"a":"${"x".repeat(1000)}"},`.repeat(6_000)}{}]}`;
    store.streamed = 1_000_000;
    const service = new FakeDataKeys();
    const files = [service.put(store, "a", large), service.put(store, "b", "nonsense")];
    await using keys = new DataKeys(service);
    let begun = 0;
    const { beginUpload } = store;
    store.beginUpload = async (...given) => {
      begun += 1;
      const upload = await beginUpload(...given);
      const abort = async (): Promise<void> => {
        await upload.abort();
        throw new StorageError("and away too");
      };
      return { ...upload, abort };
    };
    const refused = stage([], { source: store, files, keys, target: { store, bucket: "bucket", folder } });
    await expect(refused).rejects.toThrow("s3://bucket/b, once decrypted, is no JSON object");
    expect([begun, store.unfinished, [...store.objects.keys()]]).toEqual([1, [], ["a", "b"]]);
  });

  it("says what is wrong with every document at once", async () => {
    const failure: unknown = await stage(['{"data": [', '{"data": [{"id": 1}]}', '{"data": 7}']).catch(
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(SourceFaultsError);
    expect(String(failure)).toMatch(/s3:\/\/bucket\/a, once.* 1 more problem .*s3:\/\/bucket\/c, once/u);
  });

  it("stops with the signal", async () => {
    const abort = new AbortController();
    const reason = new Error("enough");
    const stopped = stage([`{"data":[${`{"a":1},`.repeat(100)}{}]}`], {
      upload: { tags: {}, signal: abort.signal },
      onProgress: () => abort.abort(reason),
    });
    await expect(stopped).rejects.toBe(reason);
  });
});

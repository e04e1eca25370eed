import { PutBucketVersioningCommand, type S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { StorageError } from "../../src/errors.ts";
import { locate } from "../../src/locate/locate.ts";
import { collectionSpec } from "../../src/model/collection.ts";
import type { ObjectStore } from "../../src/model/object-store.ts";
import { concurrently } from "../../src/storage/concurrently.ts";
import { s3ObjectStore } from "../../src/storage/s3-object-store.ts";
import { keysUnder, makeBucket, put, stackS3, uniqueName } from "../support/stack.ts";

let s3: S3Client;
let store: ObjectStore;
let bucket: string;

beforeAll(async () => {
  s3 = stackS3();
  store = s3ObjectStore(s3);
  bucket = await makeBucket(s3, "e1_store");
});

afterAll(() => {
  s3?.destroy();
});

async function listed(prefix: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of store.list(bucket, prefix)) {
    keys.push(key);
  }
  return keys;
}

describe("s3ObjectStore", () => {
  it("lists and removes more than a page", async () => {
    const keys = Array.from({ length: 1005 }, (_, n) => `many/${String(n).padStart(4, "0")}`);
    await concurrently(keys, 16, (key) => put(s3, bucket, key, "x"));
    expect(await listed("many/")).toEqual(keys);
    await store.remove(bucket, keys);
    expect(await keysUnder(s3, bucket, "many/")).toEqual([]);
  });

  it("reads the bytes asked for, and not of another object under the same key", async () => {
    await put(s3, bucket, "one", "0123456789");
    const head = await store.head(bucket, "one");
    const etag = head?.etag ?? "";
    expect(head).toMatchObject({ size: 10 });
    const bytes = await store.read(bucket, "one", { from: 2, to: 4, etag });
    expect(Buffer.from(bytes).toString()).toBe("234");
    const beyond = await store.read(bucket, "one", { from: 8, to: 99, etag });
    expect(Buffer.from(beyond).toString()).toBe("89");

    await put(s3, bucket, "one", "9876543210");
    await expect(store.read(bucket, "one", { from: 0, to: 4, etag })).rejects.toThrow(
      /Cannot read s3:\/\/.*\/one: it was replaced since it was located/,
    );
  });

  it("pins the version where a bucket has versions", async () => {
    const versioned = await makeBucket(s3, "e1_versioned");
    await s3.send(
      new PutBucketVersioningCommand({ Bucket: versioned, VersioningConfiguration: { Status: "Enabled" } }),
    );
    await put(s3, versioned, "2026-11-01_bids.csv", "a\n1\n");
    const spec = collectionSpec({ name: "bids", bucket: versioned });
    const { files } = await locate(store, spec, "2026-11-01");
    expect(files[0]?.versionId).toEqual(expect.any(String));
    await put(s3, bucket, "2026-11-01_bids.csv", "a\n1\n");
    const plain = await locate(store, { ...spec, bucket }, "2026-11-01");
    expect(plain.files[0]).not.toHaveProperty("versionId");
  });

  it("says of nothing that it is not there", async () => {
    expect(await store.head(bucket, "none")).toBeUndefined();
    await expect(store.read(bucket, "none", { from: 0, to: 1 })).rejects.toThrow(/not there any more/);
    await expect(store.remove(bucket, ["none"])).resolves.toBeUndefined();
  });

  it("names a bucket that is not there", async () => {
    const nowhere = uniqueName("e1_none").replaceAll("_", "-");
    const failure = locate(store, collectionSpec({ name: "bids", bucket: nowhere }), "2026-11-01");
    await expect(failure).rejects.toThrow(StorageError);
    await expect(failure).rejects.toThrow(`there is no bucket ${nowhere}. Correct its name`);
  });

  it("stops when it is told to", async () => {
    const signal = AbortSignal.abort();
    await expect(store.head(bucket, "one", { signal })).rejects.toMatchObject({ name: "AbortError" });
  });
});

import {
  GetObjectTaggingCommand,
  HeadObjectCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { StorageError } from "../../src/errors.ts";
import { locate } from "../../src/locate/locate.ts";
import { collectionSpec } from "../../src/model/collection.ts";
import type { ObjectStore } from "../../src/model/object-store.ts";
import { sideBySide } from "../../src/concurrency/side-by-side.ts";
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
    await sideBySide(keys, { concurrency: 16 }, (key) => put(s3, bucket, key, "x"));
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

  it("streams the bytes asked for, with what the owner wrote beside them", async () => {
    await s3.send(
      new PutObjectCommand({ Bucket: bucket, Key: "noted", Body: "0123456789", Metadata: { iv: "aXY=" } }),
    );
    const head = await store.head(bucket, "noted");
    expect(head?.metadata).toEqual({ iv: "aXY=" });
    const pieces: Uint8Array[] = [];
    for await (const piece of store.stream(bucket, "noted", { from: 3, to: 9, etag: head?.etag ?? "" })) {
      pieces.push(piece);
    }
    expect(Buffer.concat(pieces).toString()).toBe("3456789");
  });

  describe("an object that is written", () => {
    const tags = { pii: "true", db: "a b", table: "t" };
    const MEBIBYTE = 1024 * 1024;

    async function protectionOf(Key: string): Promise<unknown> {
      const { TagSet = [] } = await s3.send(new GetObjectTaggingCommand({ Bucket: bucket, Key }));
      const head = await s3.send(new HeadObjectCommand({ Bucket: bucket, Key }));
      return {
        tags: Object.fromEntries(TagSet.map((tag) => [tag.Key, tag.Value])),
        encryption: head.ServerSideEncryption,
        key: head.SSEKMSKeyId,
        size: head.ContentLength,
      };
    }

    it("has its tags, and its key of KMS, from the moment it is there", async () => {
      await store.put(bucket, "w/small", Buffer.from("{}\n"), { tags, kmsKeyId: "alias/pii" });
      const upload = await store.beginUpload(bucket, "w/large", { tags, kmsKeyId: "alias/pii" });
      await Promise.all([
        upload.part(2, Buffer.alloc(10, "b")),
        upload.part(1, Buffer.alloc(5 * MEBIBYTE, "a")),
      ]);
      expect(await store.head(bucket, "w/large")).toBeUndefined();
      await upload.complete();

      const same = { tags, encryption: "aws:kms", key: "alias/pii" };
      expect(await protectionOf("w/small")).toEqual({ ...same, size: 3 });
      expect(await protectionOf("w/large")).toEqual({ ...same, size: 5 * MEBIBYTE + 10 });
      const end = await store.read(bucket, "w/large", { from: 5 * MEBIBYTE - 1, to: 5 * MEBIBYTE + 99 });
      expect(Buffer.from(end).toString()).toBe("abbbbbbbbbb");
    });

    it("leaves nothing when it is given up, by itself or by its prefix", async () => {
      const one = await store.beginUpload(bucket, "given-up/one", { tags });
      await one.part(1, Buffer.from("x"));
      await store.beginUpload(bucket, "given-up/two", { tags });
      await store.beginUpload(bucket, "given-up-not/three", { tags });
      expect(await store.unfinishedUploads(bucket, "given-up/")).toEqual(
        expect.arrayContaining(["given-up/one", "given-up/two"]),
      );
      await one.abort();
      await store.abortUploads(bucket, "given-up/");
      expect(await store.unfinishedUploads(bucket, "given-up")).toEqual(["given-up-not/three"]);
      expect(await listed("given-up")).toEqual([]);
    });
  });

  it("stops when it is told to", async () => {
    const signal = AbortSignal.abort();
    await expect(store.head(bucket, "one", { signal })).rejects.toMatchObject({ name: "AbortError" });
  });
});

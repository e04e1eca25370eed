import {
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectTaggingCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { StorageError } from "../errors.ts";
import type { ObjectHead, ObjectStore, StoredObject } from "../model/object-store.ts";
import { serviceFailure, storageFailure } from "./storage-failure.ts";

/** The most S3 takes in one DeleteObjects. */
const DELETE_BATCH = 1000;

/**
 * Fits the SDK's client to the port of the stages. The client stays the caller's to close.
 *
 * @param client - with region, endpoint and credentials as its owner set them.
 */
export function s3ObjectStore(client: Pick<S3Client, "send">): ObjectStore {
  return {
    async *list(bucket, prefix, options = {}) {
      let token: string | undefined;
      do {
        const page = await client
          .send(
            new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ContinuationToken: token }),
            abort(options.signal),
          )
          .catch(rethrow({ verb: "list", bucket, key: prefix }));
        for (const { Key, Size, ETag, LastModified } of page.Contents ?? []) {
          if (Key !== undefined) {
            yield storedObject(Key, Size, ETag, LastModified);
          }
        }
        token = page.IsTruncated === true ? page.NextContinuationToken : undefined;
      } while (token !== undefined);
    },

    async head(bucket, key, options = {}) {
      try {
        const found = await client.send(
          new HeadObjectCommand({ Bucket: bucket, Key: key }),
          abort(options.signal),
        );
        return objectHead(found);
      } catch (error) {
        const { name, status } = serviceFailure(error);
        if (status === 404 && name !== "NoSuchBucket") {
          return undefined;
        }
        throw storageFailure(error, { verb: "look at", bucket, key });
      }
    },

    async read(bucket, key, { from, to, etag }, options = {}) {
      const answer = await client
        .send(
          new GetObjectCommand({ Bucket: bucket, Key: key, Range: `bytes=${from}-${to}`, IfMatch: etag }),
          abort(options.signal),
        )
        .then(async ({ Body }) => await Body?.transformToByteArray())
        .catch(rethrow({ verb: "read", bucket, key }));
      return answer ?? new Uint8Array();
    },

    async putTags(bucket, key, tags, options = {}) {
      const TagSet = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
      await client
        .send(
          new PutObjectTaggingCommand({ Bucket: bucket, Key: key, Tagging: { TagSet } }),
          abort(options.signal),
        )
        .catch(rethrow({ verb: "tag", bucket, key }));
    },

    async remove(bucket, keys, options = {}) {
      for (let start = 0; start < keys.length; start += DELETE_BATCH) {
        const Objects = keys.slice(start, start + DELETE_BATCH).map((Key) => ({ Key }));
        const { Errors: failed = [] } = await client
          .send(
            new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects, Quiet: true } }),
            abort(options.signal),
          )
          .catch(rethrow({ verb: "delete", bucket, key: keys[start] ?? "" }));
        const [first] = failed;
        if (first !== undefined) {
          throw new StorageError(
            `Cannot delete s3://${bucket}/${first.Key ?? ""}: ${first.Code ?? "unknown"}: ${first.Message ?? ""} ` +
              `(${failed.length} of ${Objects.length} objects were refused).`,
          );
        }
      }
    },
  };
}

function abort(signal: AbortSignal | undefined): { abortSignal?: AbortSignal } {
  return signal === undefined ? {} : { abortSignal: signal };
}

function rethrow(action: Parameters<typeof storageFailure>[1]): (cause: unknown) => never {
  return (cause) => {
    throw storageFailure(cause, action);
  };
}

function storedObject(
  key: string,
  size: number | undefined,
  etag: string | undefined,
  lastModified: Date | undefined,
): StoredObject {
  return { key, size: size ?? 0, etag: etag ?? "", lastModified: lastModified ?? new Date(0) };
}

function objectHead(found: {
  ContentLength?: number | undefined;
  ETag?: string | undefined;
  LastModified?: Date | undefined;
  VersionId?: string | undefined;
}): ObjectHead {
  const head: ObjectHead = {
    size: found.ContentLength ?? 0,
    etag: found.ETag ?? "",
    lastModified: found.LastModified ?? new Date(0),
  };
  // A bucket whose versioning is suspended calls its only version "null".
  return found.VersionId === undefined || found.VersionId === "null"
    ? head
    : { ...head, versionId: found.VersionId };
}

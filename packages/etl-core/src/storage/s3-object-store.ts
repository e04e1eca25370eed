import { Readable } from "node:stream";
import {
  AbortMultipartUploadCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  type ListMultipartUploadsCommandOutput,
  ListObjectsV2Command,
  PutObjectTaggingCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import { StorageError } from "../errors.ts";
import type { ObjectHead, ObjectStore, StoredObject } from "../model/object-store.ts";
import { serviceFailure, storageFailure } from "./storage-failure.ts";

/** The most S3 takes in one DeleteObjects. */
const DELETE_BATCH = 1000;
/** What an upload sends at a time, in bytes, and how many such parts are under way: with both memory is bounded. */
const PART_BYTES = 8 * 1024 * 1024;
const PARTS_AT_ONCE = 3;

/**
 * Fits the SDK's client to the port of the stages. The client stays the caller's to close.
 *
 * @param client - with region, endpoint and credentials as its owner set them.
 */
export function s3ObjectStore(client: S3Client): ObjectStore {
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

    async upload(bucket, key, body, { tags, kmsKeyId, signal }) {
      const upload = new Upload({
        client,
        partSize: PART_BYTES,
        queueSize: PARTS_AT_ONCE,
        params: {
          Bucket: bucket,
          Key: key,
          Body: Readable.from(body, { objectMode: false }),
          Tagging: new URLSearchParams(tags).toString(),
          ...(kmsKeyId === undefined ? {} : { ServerSideEncryption: "aws:kms", SSEKMSKeyId: kmsKeyId }),
        },
      });
      const stop = (): void => void upload.abort();
      signal?.addEventListener("abort", stop, { once: true });
      try {
        signal?.throwIfAborted();
        await upload.done();
      } catch (cause) {
        signal?.throwIfAborted();
        throw storageFailure(cause, { verb: "write", bucket, key });
      } finally {
        signal?.removeEventListener("abort", stop);
      }
    },

    async unfinishedUploads(bucket, prefix, options = {}) {
      return (await uploadsUnder(client, bucket, prefix, options.signal)).map(({ key }) => key);
    },

    async abortUploads(bucket, prefix, options = {}) {
      for (const { key, id } of await uploadsUnder(client, bucket, prefix, options.signal)) {
        await client
          .send(
            new AbortMultipartUploadCommand({ Bucket: bucket, Key: key, UploadId: id }),
            abort(options.signal),
          )
          .catch(rethrow({ verb: "give up the upload of", bucket, key }));
      }
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

async function uploadsUnder(
  client: S3Client,
  bucket: string,
  prefix: string,
  signal: AbortSignal | undefined,
): Promise<{ key: string; id: string }[]> {
  const found: { key: string; id: string }[] = [];
  let marker: { KeyMarker?: string | undefined; UploadIdMarker?: string | undefined } | undefined = {};
  while (marker !== undefined) {
    const page: ListMultipartUploadsCommandOutput = await client
      .send(new ListMultipartUploadsCommand({ Bucket: bucket, Prefix: prefix, ...marker }), abort(signal))
      .catch(rethrow({ verb: "list the uploads of", bucket, key: prefix }));
    for (const { Key, UploadId } of page.Uploads ?? []) {
      // moto and others that imitate S3 do not all heed the prefix.
      if (Key?.startsWith(prefix) === true && UploadId !== undefined) {
        found.push({ key: Key, id: UploadId });
      }
    }
    marker =
      page.IsTruncated === true
        ? { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker }
        : undefined;
  }
  return found;
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
  Metadata?: Record<string, string> | undefined;
}): ObjectHead {
  const head: ObjectHead = {
    size: found.ContentLength ?? 0,
    etag: found.ETag ?? "",
    lastModified: found.LastModified ?? new Date(0),
    metadata: found.Metadata ?? {},
  };
  // A bucket whose versioning is suspended calls its only version "null".
  return found.VersionId === undefined || found.VersionId === "null"
    ? head
    : { ...head, versionId: found.VersionId };
}

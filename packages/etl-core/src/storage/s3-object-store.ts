import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  type ListMultipartUploadsCommandOutput,
  ListObjectsV2Command,
  PutObjectCommand,
  PutObjectTaggingCommand,
  type S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { StorageError } from "../errors.ts";
import type { ObjectHead, ObjectStore, StoredObject, WriteOptions } from "../model/object-store.ts";
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
      let bytes: Uint8Array = new Uint8Array();
      const command = new GetObjectCommand({
        Bucket: bucket,
        Key: key,
        Range: `bytes=${from}-${to}`,
        IfMatch: etag,
      });
      // As a part of the call: an answer that breaks off is asked for again.
      command.middlewareStack.add(
        (next) => async (args) => {
          const result = await next(args);
          bytes = (await result.output?.Body?.transformToByteArray()) ?? bytes;
          return result;
        },
        { step: "deserialize", priority: "high", name: "readWhole" },
      );
      await client.send(command, abort(options.signal)).catch(rethrow({ verb: "read", bucket, key }));
      return bytes;
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

    async *stream(bucket, key, { from, to, etag }, options = {}) {
      const { Body } = await client
        .send(
          new GetObjectCommand({ Bucket: bucket, Key: key, Range: `bytes=${from}-${to}`, IfMatch: etag }),
          abort(options.signal),
        )
        .catch(rethrow({ verb: "read", bucket, key }));
      if (Body !== undefined) {
        yield* Body as AsyncIterable<Uint8Array>;
      }
    },

    async put(bucket, key, body, options) {
      await client
        .send(
          new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ...protection(options) }),
          abort(options.signal),
        )
        .catch(rethrow({ verb: "write", bucket, key }));
    },

    async beginUpload(bucket, key, options) {
      const failed = rethrow({ verb: "write", bucket, key });
      const { UploadId } = await client
        .send(
          new CreateMultipartUploadCommand({ Bucket: bucket, Key: key, ...protection(options) }),
          abort(options.signal),
        )
        .catch(failed);
      const upload = { Bucket: bucket, Key: key, UploadId };
      const parts = new Map<number, string | undefined>();
      return {
        async part(number, bytes) {
          const { ETag } = await client
            .send(
              new UploadPartCommand({ ...upload, PartNumber: number, Body: bytes }),
              abort(options.signal),
            )
            .catch(failed);
          parts.set(number, ETag);
        },
        async complete() {
          const Parts = [...parts]
            .sort(([one], [other]) => one - other)
            .map(([PartNumber, ETag]) => ({ PartNumber, ETag }));
          await client
            .send(
              new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } }),
              abort(options.signal),
            )
            .catch(failed);
        },
        async abort() {
          await client.send(new AbortMultipartUploadCommand(upload)).catch(failed);
        },
      };
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

/** What an object has from the moment it is there. */
function protection({ tags, kmsKeyId }: WriteOptions): {
  Tagging: string;
  ServerSideEncryption?: "aws:kms";
  SSEKMSKeyId?: string;
} {
  return {
    Tagging: new URLSearchParams(tags).toString(),
    ...(kmsKeyId === undefined ? {} : { ServerSideEncryption: "aws:kms", SSEKMSKeyId: kmsKeyId }),
  };
}

async function uploadsUnder(
  client: Pick<S3Client, "send">,
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

/** A signal of each request's own: the SDK listens twice during each, and Node takes many listeners at one for a leak. */
function abort(signal: AbortSignal | undefined): { abortSignal?: AbortSignal } {
  return signal === undefined ? {} : { abortSignal: AbortSignal.any([signal]) };
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

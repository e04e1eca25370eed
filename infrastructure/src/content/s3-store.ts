import { GetObjectCommand, NoSuchKey, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { s3Failure } from "./s3-failure.ts";
import type { ContentStore } from "./content-file.ts";

/** The Config bucket on S3. What is written is checked on the way by the SDK's checksum. */
export function s3Store(s3: S3Client): ContentStore {
  return {
    async read(bucket, key) {
      try {
        const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
        return await Body?.transformToString();
      } catch (error) {
        if (error instanceof NoSuchKey) return undefined;
        throw s3Failure(bucket, error);
      }
    },
    async write(bucket, { key, body }) {
      try {
        await s3.send(
          new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ContentLength: body.length }),
        );
      } catch (error) {
        throw s3Failure(bucket, error);
      }
    },
  };
}

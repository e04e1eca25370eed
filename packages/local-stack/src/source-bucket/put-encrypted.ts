import { PutObjectCommand } from "@aws-sdk/client-s3";
import type { EncryptedDocument } from "@dataworks/test-data";
import type { StackInfo } from "../state/info.ts";
import { withS3 } from "./with-s3.ts";

/** Puts an encrypted document into the source bucket, or another, as it is: spoilt ones too. */
export async function putEncrypted(
  info: StackInfo,
  key: string,
  { body, metadata }: EncryptedDocument,
  bucket: string = info.buckets.source,
): Promise<void> {
  await withS3(info, (s3) =>
    s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, Metadata: { ...metadata } })),
  );
}

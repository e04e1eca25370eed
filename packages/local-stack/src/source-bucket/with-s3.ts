import type { S3Client } from "@aws-sdk/client-s3";
import { s3Client } from "../aws/clients.ts";
import type { StackInfo } from "../state/info.ts";

/** Works with an instance's S3 as its administrator. */
export async function withS3<T>(info: StackInfo, work: (s3: S3Client) => Promise<T>): Promise<T> {
  const s3 = s3Client({ endpoint: info.s3.endpoint, keys: info.s3.adminKeys });
  try {
    return await work(s3);
  } finally {
    s3.destroy();
  }
}

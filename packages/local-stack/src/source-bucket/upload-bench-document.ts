import { createReadStream, createWriteStream } from "node:fs";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import {
  BENCH_COLLECTION,
  benchDocumentChunks,
  type BenchDocumentOptions,
  benchLineChunks,
  documentCipher,
  encryptedExtractName,
  newDataKey,
} from "@dataworks/test-data";
import type { StackInfo } from "../state/info.ts";
import { withS3 } from "./with-s3.ts";

export interface BenchDocument {
  readonly key: string;
  readonly rows: number;
  /** Of the object; encryption adds none. */
  readonly bytes: number;
}

/**
 * Puts one encrypted document of grant applications into the source bucket by way of the disk: neither side holds it in
 * memory. With `plainKey`, its records are also put into the published bucket under that key, as JSON lines: what a
 * reader gets that need not decrypt anything.
 * @throws TestDataError NO_DATA_KEY when the DKS gives no key
 */
export async function uploadBenchDocument(
  info: StackInfo,
  options: BenchDocumentOptions & { readonly plainKey?: string },
): Promise<BenchDocument> {
  const { day, rows, plainKey } = options;
  const key = encryptedExtractName(day, "application", BENCH_COLLECTION, 0);
  const folder = await mkdtemp(join(info.directory, "bench-"));
  const file = join(folder, "document");
  try {
    const { cipher, metadata } = documentCipher(await newDataKey(info.dks));
    await pipeline(Readable.from(benchDocumentChunks(options)), cipher, createWriteStream(file));
    const bytes = await putFile(info, file, {
      Bucket: info.buckets.source,
      Key: key,
      Metadata: { ...metadata },
    });
    if (plainKey !== undefined) {
      await pipeline(Readable.from(benchLineChunks(options)), createWriteStream(file));
      await putFile(info, file, { Bucket: info.buckets.published, Key: plainKey });
    }
    return { key, rows, bytes };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** @returns the file's bytes */
async function putFile(
  info: StackInfo,
  file: string,
  target: { readonly Bucket: string; readonly Key: string; readonly Metadata?: Record<string, string> },
): Promise<number> {
  const { size } = await stat(file);
  await withS3(info, (s3) =>
    s3.send(new PutObjectCommand({ ...target, Body: createReadStream(file), ContentLength: size })),
  );
  return size;
}

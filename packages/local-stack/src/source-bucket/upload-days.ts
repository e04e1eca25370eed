import { createReadStream } from "node:fs";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import {
  fullExtractName,
  type GeneratedDay,
  type VacancyCollection,
  vacancyCollections,
  writeBenchFile,
} from "@dataworks/test-data";
import type { StackInfo } from "../state/info.ts";
import { withS3 } from "./with-s3.ts";

/** Puts days into the source bucket, as the source's owner would. @returns the keys */
export async function uploadDays(info: StackInfo, days: readonly GeneratedDay[]): Promise<string[]> {
  const files = days.flatMap(({ collections }) => collections.flatMap((collection) => collection.files));
  await withS3(info, async (s3) => {
    for (const { key, content } of files) {
      await s3.send(new PutObjectCommand({ Bucket: info.buckets.source, Key: key, Body: content }));
    }
  });
  return files.map(({ key }) => key);
}

export interface BenchObject {
  readonly collection: VacancyCollection;
  readonly key: string;
  readonly rows: number;
  readonly bytes: number;
}

/** Puts a benchmark's day into the source bucket, each file by way of the disk: neither side holds one in memory. */
export async function uploadBenchDay(
  info: StackInfo,
  options: { readonly day: string; readonly rows: number },
): Promise<BenchObject[]> {
  const folder = await mkdtemp(join(info.directory, "bench-"));
  try {
    return await withS3(info, async (s3) => {
      const objects: BenchObject[] = [];
      for (const collection of vacancyCollections) {
        const key = fullExtractName(options.day, collection);
        const file = join(folder, key);
        await writeBenchFile(file, { collection, ...options });
        const { size } = await stat(file);
        await s3.send(
          new PutObjectCommand({
            Bucket: info.buckets.source,
            Key: key,
            Body: createReadStream(file),
            ContentLength: size,
          }),
        );
        objects.push({ collection, key, rows: options.rows, bytes: size });
        await rm(file);
      }
      return objects;
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

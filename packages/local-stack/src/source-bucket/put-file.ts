import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { ListObjectsV2Command, PutObjectCommand } from "@aws-sdk/client-s3";
import { vacancyCollections } from "@dataworks/test-data";
import { StackError } from "../errors.ts";
import type { StackInfo } from "../state/info.ts";
import { changeCollections } from "./secret-collections.ts";
import { withS3 } from "./with-s3.ts";

/** What {@link putFile} needs. */
export interface PutFileOptions {
  /** Path of a CSV file, as it is or compressed by gzip. */
  readonly file: string;
  /** `[A-Za-z0-9_]+`; also the table's name. */
  readonly collection: string;
  /** YYYY-MM-DD */
  readonly day: string;
}

/** What was put, and what became of the secret. */
export interface PutFile {
  readonly key: string;
  /** Made-up collections that have no file of the day, which the job would miss: the secret no longer names them. */
  readonly leftOut: readonly string[];
}

/**
 * Puts a CSV file into the source bucket as the latest delivery of a day, and its collection into the secret, so that the
 * module vacancy reads it.
 *
 * @throws StackError INVALID_ARGUMENT
 */
export async function putFile(info: StackInfo, { file, collection, day }: PutFileOptions): Promise<PutFile> {
  checkArguments(collection, day);
  const size = await sizeOf(file);
  const seconds = Math.floor(Date.now() / 1000);
  const key = `${day}_${collection}_${seconds}.csv${/\.gz$/iu.test(file) ? ".gz" : ""}`;
  const Bucket = info.buckets.source;
  const leftOut = await withS3(info, async (s3) => {
    const Body = createReadStream(file);
    await s3.send(new PutObjectCommand({ Bucket, Key: key, Body, ContentLength: size }));
    const missing: string[] = [];
    for (const sample of vacancyCollections.filter((name) => name !== collection)) {
      const list = new ListObjectsV2Command({ Bucket, Prefix: `${day}_${sample}_`, MaxKeys: 1 });
      if (((await s3.send(list)).KeyCount ?? 0) === 0) missing.push(sample);
    }
    return missing;
  });
  let left: readonly string[] = [];
  await changeCollections(info, (names) => {
    left = leftOut.filter((name) => names.includes(name));
    const kept = names.filter((name) => !leftOut.includes(name));
    return kept.includes(collection) ? kept : [...kept, collection];
  });
  return { key, leftOut: left };
}

function checkArguments(collection: string, day: string): void {
  if (!/^\w+$/.test(collection)) {
    throw new StackError(
      "INVALID_ARGUMENT",
      `${JSON.stringify(collection)} cannot be a collection's name; use letters, digits and underscores`,
    );
  }
  const time = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(time) || !new Date(time).toISOString().startsWith(day)) {
    throw new StackError("INVALID_ARGUMENT", `${JSON.stringify(day)} is not a valid day; use YYYY-MM-DD`);
  }
}

async function sizeOf(file: string): Promise<number> {
  const found = await stat(file).catch(() => undefined);
  if (found?.isFile() !== true) {
    throw new StackError("INVALID_ARGUMENT", `${file} is not a file; give the path of one CSV file`);
  }
  return found.size;
}

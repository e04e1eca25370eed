import { createReadStream, createWriteStream } from "node:fs";
import { readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type PutObjectCommandInput, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import type * as TestData from "@dataworks/test-data";
import { TestDataFailedError } from "../errors.ts";
import type { Target } from "./target.ts";

/** A file that is in its bucket. */
export interface Delivered {
  readonly file: TestData.SourceFile;
  readonly key: string;
  readonly bytes: number;
}

export interface DeliveryOptions {
  readonly s3: Pick<S3Client, "send">;
  readonly target: Target;
  /** A folder of this process's own, for one file at a time. */
  readonly scratch: string;
  readonly signal: AbortSignal;
}

/** What encrypts a document, and the metadata that goes with it. */
export type DocumentCipher = ReturnType<typeof TestData.documentCipher>;

/** What the SDK may send again after a failure: a stream it reads once. */
const MOST_IN_MEMORY = 8 * 1024 * 1024;

/**
 * Writes a file, encrypted where a cipher is given, and puts it into its bucket by way of the disk: nothing holds a large
 * one in memory, and what lies on the disk of an encrypted file is its ciphertext.
 *
 * @throws TestDataFailedError naming the object and the remedy.
 */
export async function deliver(
  file: TestData.SourceFile,
  encryption: DocumentCipher | undefined,
  { s3, target, scratch, signal }: DeliveryOptions,
): Promise<Delivered> {
  const key = `${target.folder}${file.name}`;
  const path = join(scratch, "file");
  try {
    const source = Readable.from(file.pieces());
    const sink = createWriteStream(path);
    if (encryption === undefined) await pipeline(source, sink, { signal });
    else await pipeline(source, encryption.cipher, sink, { signal });
    const { size } = await stat(path);
    const input: PutObjectCommandInput = {
      Bucket: target.bucket,
      Key: key,
      Body: size <= MOST_IN_MEMORY ? await readFile(path) : createReadStream(path),
      ContentLength: size,
      ...(encryption === undefined ? {} : { Metadata: { ...encryption.metadata } }),
    };
    await s3.send(new PutObjectCommand(input), { abortSignal: signal });
    return { file, key, bytes: size };
  } catch (cause) {
    throw signal.aborted ? signal.reason : failure(`s3://${target.bucket}/${key}`, cause);
  } finally {
    await rm(path, { force: true });
  }
}

function failure(object: string, cause: unknown): TestDataFailedError {
  const { name, message } = cause instanceof Error ? cause : new Error(String(cause));
  const remedies: Readonly<Record<string, string>> = {
    NoSuchBucket: "There is no such bucket. Check --bucket and the region",
    AccessDenied: "Access denied. Grant these keys s3:PutObject there, and the use of the bucket's KMS key",
    PermanentRedirect: "The bucket is in another region. Check AWS_REGION",
  };
  return new TestDataFailedError(
    `${object} could not be written. ${remedies[name] ?? `${name}: ${message}`}. Files written before it stay.`,
    { cause },
  );
}

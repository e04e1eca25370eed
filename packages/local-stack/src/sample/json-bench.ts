import { createReadStream, createWriteStream } from "node:fs";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { newDataKey } from "../dks/client.ts";
import type { StackInfo } from "../state/info.ts";
import { documentCipher } from "./encrypted.ts";
import { encryptedExtractName } from "./file-names.ts";
import { type JsonCellContext, jsonCellOf } from "./json-cell.ts";
import { documentEnds } from "./json-document.ts";
import { type JsonColumn, jsonTemplate } from "./json-template.ts";
import { type JsonValue, writeJson } from "./json-value.ts";
import { hashOf, randomFrom } from "./random.ts";
import { withS3 } from "./with-s3.ts";

const COLLECTION = "grant_applications";
const BATCH = 1_000;

/** The columns of a benchmark's document: with these a record is about 500 bytes. */
const benchFields: readonly string[] = [
  "id",
  "employerReferenceNumber",
  "organisationName",
  "employabilitySupport",
  "numberOfPaidEmployees",
  "email",
  "telephoneNumber",
  "dateApplicationFormReceived",
  "tier",
  "spotlightCheckApproved",
  "approvalBoardOutcome",
  "amountClaimed",
  "created",
  "lastUpdated",
];

/** The columns that {@link benchDocumentChunks} writes. */
export const benchDocumentColumns: readonly JsonColumn[] = jsonTemplate[COLLECTION].filter(({ field }) =>
  benchFields.includes(field),
);

export interface BenchDocumentOptions {
  readonly day: string;
  readonly rows: number;
  /** Default "bench". */
  readonly seed?: string;
}

/** The records' compact JSON texts. */
function* recordTexts({
  day,
  rows,
  seed = "bench",
}: BenchDocumentOptions): Generator<string, void, undefined> {
  const random = randomFrom(hashOf(`${seed}/${day}/${COLLECTION}`));
  // One object for all: a copy for each value would take a third of the time.
  const context: { -readonly [Name in keyof JsonCellContext]: JsonCellContext[Name] } = {
    seed,
    day,
    collection: COLLECTION,
    row: 0,
    rows,
    column: 0,
    random,
    empty: 0.03,
    awkward: 0.01,
    county: false,
  };
  for (context.row = 0; context.row < rows; context.row += 1) {
    const record: Record<string, JsonValue> = {};
    for (const [column, of] of benchDocumentColumns.entries()) {
      context.column = column;
      const { value } = jsonCellOf(of, context);
      if (value !== undefined) record[of.field] = value;
    }
    yield writeJson(record);
  }
}

/** Texts in larger pieces, a separator between each two of them. */
function* joined(texts: Iterable<string>, separator: string): Generator<string, void, undefined> {
  let batch: string[] = [];
  let first = true;
  for (const text of texts) {
    batch.push(text);
    if (batch.length < BATCH) continue;
    yield (first ? "" : separator) + batch.join(separator);
    first = false;
    batch = [];
  }
  if (batch.length > 0) yield (first ? "" : separator) + batch.join(separator);
}

/** The pieces of a benchmark's document, a batch of records at a time. */
export function* benchDocumentChunks(options: BenchDocumentOptions): Generator<string, void, undefined> {
  const { head, tail } = documentEnds({
    collection: COLLECTION,
    day: options.day,
    sequence: 0,
    columns: benchDocumentColumns,
  });
  yield head;
  yield* joined(recordTexts(options), ",");
  yield tail;
}

/** The same records as JSON lines. */
export function* benchLineChunks(options: BenchDocumentOptions): Generator<string, void, undefined> {
  yield* joined(recordTexts(options), "\n");
  yield "\n";
}

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
 * @throws StackError SETUP_FAILED when the DKS gives no key
 */
export async function uploadBenchDocument(
  info: StackInfo,
  options: BenchDocumentOptions & { readonly plainKey?: string },
): Promise<BenchDocument> {
  const { day, rows, plainKey } = options;
  const key = encryptedExtractName(day, "application", COLLECTION, 0);
  const folder = await mkdtemp(join(info.directory, "bench-"));
  const file = join(folder, "document");
  try {
    const { cipher, metadata } = documentCipher(await newDataKey(info));
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

import { ListMultipartUploadsCommand, ListObjectsV2Command } from "@aws-sdk/client-s3";
import { putEncrypted, type StackInfo } from "@dataworks/local-stack";
import { type DataKey, encryptDocument, newDataKey } from "@dataworks/test-data";
import type { Sandbox } from "./sandbox.ts";

// Encrypted documents for the application module, in a sandbox's buckets.

/** The configuration's `dks` for the instance's service. */
export function dksConfig({ dks }: Pick<StackInfo, "dks">, overrides: object = {}): object {
  const { url, certFile, keyFile, caFile } = dks;
  return { url, certFile, keyFile, caFile, ...overrides };
}

/** `2021-03-01` and on: the nth day, from 0. */
export function nthDay(n: number): string {
  return new Date(Date.UTC(2021, 2, 1 + n)).toISOString().slice(0, 10);
}

/** A document's key. */
export function keyOf(day: string, collection: string, n = 1): string {
  return `${day}_application-${collection}-${n}.json.enc`;
}

/** A document of records that are given as text, so that they may be anything. */
export function documentOf(...records: readonly string[]): string {
  return `{"fields":[{"fieldName":"id","pii":true}],"data":[${records.join(",")}]}`;
}

/** Encrypts a document and puts it into the source bucket. */
export async function deliver(
  box: Sandbox,
  key: string,
  text: string | Uint8Array,
  dataKey?: DataKey,
): Promise<DataKey> {
  const under = dataKey ?? (await newDataKey(box.info.dks));
  await putEncrypted(box.info, key, encryptDocument(Buffer.from(text), under), box.source);
  return under;
}

/** The command's arguments for one day. */
export function runOf(day: string, config: string, ...more: string[]): string[] {
  return [
    "run",
    "--module_name",
    "application",
    "--start_dt",
    day,
    "--end_dt",
    day,
    "--config",
    config,
    ...more,
  ];
}

/** What is in the Output bucket under a prefix, uploads that never ended among it. */
export async function outputKeys({ s3, published }: Sandbox, prefix = ""): Promise<string[]> {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: published, Prefix: prefix }));
  const { Uploads = [] } = await s3.send(new ListMultipartUploadsCommand({ Bucket: published }));
  return [
    ...Contents.map(({ Key = "" }) => Key),
    ...Uploads.map(({ Key = "" }) => `unfinished upload of ${Key}`),
  ];
}

/** The last line on stderr: what an operator sees. */
export function lastLine(stderr: string): string {
  return stderr.trimEnd().split("\n").at(-1) ?? "";
}

import { newDataKey } from "../dks/client.ts";
import type { StackInfo } from "../state/info.ts";
import { encryptDocument, putEncrypted } from "./encrypted.ts";
import type { GeneratedJsonDay } from "./json-days.ts";

/**
 * Encrypts days and puts them into the source bucket, as the source's owner would: one data key a day and collection,
 * an IV for each document.
 * @returns the keys
 * @throws StackError SETUP_FAILED when the DKS gives no key
 */
export async function uploadJsonDays(info: StackInfo, days: readonly GeneratedJsonDay[]): Promise<string[]> {
  const keys: string[] = [];
  for (const { documents } of days.flatMap(({ collections }) => collections)) {
    const dataKey = await newDataKey(info);
    for (const { key, content } of documents) {
      await putEncrypted(info, key, await encryptDocument(info, content, dataKey));
      keys.push(key);
    }
  }
  return keys;
}

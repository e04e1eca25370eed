import { encryptDocument, type GeneratedJsonDay, newDataKey } from "@dataworks/test-data";
import type { StackInfo } from "../state/info.ts";
import { putEncrypted } from "./put-encrypted.ts";

/**
 * Encrypts days and puts them into the source bucket, as the source's owner would: one data key a day and collection,
 * an IV for each document.
 * @returns the keys
 * @throws TestDataError NO_DATA_KEY
 */
export async function uploadJsonDays(info: StackInfo, days: readonly GeneratedJsonDay[]): Promise<string[]> {
  const keys: string[] = [];
  for (const { documents } of days.flatMap(({ collections }) => collections)) {
    const dataKey = await newDataKey(info.dks);
    for (const { key, content } of documents) {
      await putEncrypted(info, key, encryptDocument(content, dataKey));
      keys.push(key);
    }
  }
  return keys;
}

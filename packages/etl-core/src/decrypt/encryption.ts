import { SourceDataError } from "../errors.ts";
import { nameOf, type SourceObject } from "../model/object-store.ts";

/** Bytes of the counter block that AES-CTR begins with. */
export const IV_BYTES = 16;

/** How an object is encrypted, as its owner wrote beside it. */
export interface Encryption {
  /** 16 bytes. */
  readonly iv: Uint8Array;
  /** Which of the Data Key Service's keys encrypted the data key. */
  readonly keyId: string;
  /** The data key, encrypted, as it goes to the service. */
  readonly encryptedKey: string;
}

/** An object whose body is encrypted. */
export interface EncryptedFile {
  readonly object: SourceObject;
  readonly encryption: Encryption;
}

/** What the values are called in S3's metadata. */
const NAMES = { iv: "iv", encryptedKey: "ciphertext", keyId: "datakeyencryptionkeyid" } as const;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/**
 * Reads how an object is encrypted from its metadata.
 *
 * @throws SourceDataError naming the object and what is missing or garbled.
 */
export function encryptedFile(object: SourceObject): EncryptedFile {
  const { metadata = {} } = object;
  const missing = Object.values(NAMES).filter((name) => (metadata[name] ?? "").trim() === "");
  if (missing.length > 0) {
    throw garbled(object, `has no ${missing.join(", ")} in its metadata, so nobody can decrypt it`);
  }
  const text = (name: string): string => (metadata[name] ?? "").trim();
  const ivText = text(NAMES.iv);
  const iv = Buffer.from(ivText, "base64");
  if (!BASE64.test(ivText) || iv.length !== IV_BYTES) {
    throw garbled(object, `has an iv in its metadata that is not ${IV_BYTES} bytes in base64`);
  }
  const encryptedKey = text(NAMES.encryptedKey);
  if (!BASE64.test(encryptedKey)) {
    throw garbled(object, "has a ciphertext in its metadata that is not base64");
  }
  return { object, encryption: { iv, keyId: text(NAMES.keyId), encryptedKey } };
}

function garbled(object: SourceObject, problem: string): SourceDataError {
  return new SourceDataError(`${nameOf(object)} ${problem}. Have it delivered again.`);
}

import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

/** The only master key's id. Ids of a real service look like this one too, and need escapes in a URL. */
export const MASTER_KEY_ID = "cloudhsm:262151,262152";

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Encrypts a data key under a master key of 32 bytes. @returns nonce, tag and ciphertext in base64 */
export function sealDataKey(masterKey: Uint8Array, dataKey: Uint8Array): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", masterKey, nonce);
  const sealed = Buffer.concat([cipher.update(dataKey), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString("base64");
}

/** What {@link sealDataKey} sealed; `undefined` for anything else. */
export function openDataKey(masterKey: Uint8Array, ciphertext: string): Uint8Array | undefined {
  const bytes = Buffer.from(ciphertext, "base64");
  if (bytes.length <= NONCE_BYTES + TAG_BYTES) return undefined;
  const decipher = createDecipheriv("aes-256-gcm", masterKey, bytes.subarray(0, NONCE_BYTES));
  decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
  } catch {
    return undefined; // not under this key, or changed since
  }
}

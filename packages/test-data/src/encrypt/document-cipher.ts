import { type Cipher, createCipheriv, randomBytes } from "node:crypto";
import type { DataKey } from "./data-key.ts";

/** What an encrypted object's user metadata says, by S3's names for it. */
export interface EncryptionMetadata {
  /** Base64 of 16 bytes. */
  readonly iv: string;
  /** The data key, encrypted: base64, for the DKS to open. */
  readonly ciphertext: string;
  readonly datakeyencryptionkeyid: string;
}

export interface EncryptedDocument {
  readonly body: Uint8Array;
  readonly metadata: EncryptionMetadata;
}

const IV_BYTES = 16;

/** What encrypts one document under a data key, with an IV of its own, and the metadata that goes with it. */
export function documentCipher(dataKey: DataKey): {
  readonly cipher: Cipher;
  readonly metadata: EncryptionMetadata;
} {
  const iv = randomBytes(IV_BYTES);
  return {
    cipher: createCipheriv("aes-256-ctr", dataKey.plaintext, iv),
    metadata: {
      iv: iv.toString("base64"),
      ciphertext: dataKey.ciphertext,
      datakeyencryptionkeyid: dataKey.keyId,
    },
  };
}

/** Encrypts a document as the source does. */
export function encryptDocument(plaintext: Uint8Array, dataKey: DataKey): EncryptedDocument {
  const { cipher, metadata } = documentCipher(dataKey);
  return { body: Buffer.concat([cipher.update(plaintext), cipher.final()]), metadata };
}

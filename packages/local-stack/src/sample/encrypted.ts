import { type Cipher, createCipheriv, randomBytes } from "node:crypto";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { type DataKey, newDataKey } from "../dks/client.ts";
import type { StackInfo } from "../state/info.ts";
import { withS3 } from "./with-s3.ts";

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

/**
 * Encrypts a document as the source does.
 * @param dataKey - a fresh one of the instance's DKS when it is not given.
 * @throws StackError SETUP_FAILED when the DKS gives no key
 */
export async function encryptDocument(
  info: Pick<StackInfo, "dks">,
  plaintext: Uint8Array,
  dataKey?: DataKey,
): Promise<EncryptedDocument & { readonly dataKey: DataKey }> {
  const key = dataKey ?? (await newDataKey(info));
  const { cipher, metadata } = documentCipher(key);
  return { body: Buffer.concat([cipher.update(plaintext), cipher.final()]), metadata, dataKey: key };
}

/** Puts an encrypted document into the source bucket, or another, as it is: spoilt ones too. */
export async function putEncrypted(
  info: StackInfo,
  key: string,
  { body, metadata }: EncryptedDocument,
  bucket: string = info.buckets.source,
): Promise<void> {
  await withS3(info, (s3) =>
    s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, Metadata: { ...metadata } })),
  );
}

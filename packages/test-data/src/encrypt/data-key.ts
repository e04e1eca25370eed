import { TestDataError } from "../errors.ts";
import { callDks, type DksAccess } from "./call-dks.ts";

/** A data key as the service gave it. */
export interface DataKey {
  /** The id of the key it is encrypted with. */
  readonly keyId: string;
  /** 32 bytes. */
  readonly plaintext: Uint8Array;
  /** Base64: what the service opens again. */
  readonly ciphertext: string;
}

const DATA_KEY_BYTES = 32;

/**
 * A fresh data key: `GET …/datakey`, beside the path where keys are opened.
 *
 * @throws TestDataError NO_DATA_KEY
 */
export async function newDataKey(dks: DksAccess): Promise<DataKey> {
  const url = new URL(dks.url);
  url.pathname = url.pathname.replace(/\/actions\/decrypt\/?$/, "");
  url.search = new URLSearchParams({ correlationId: "test-data" }).toString();
  const answer = (await callDks(dks, { method: "GET", url })) as Partial<Record<string, unknown>> | null;
  const { dataKeyEncryptionKeyId, plaintextDataKey, ciphertextDataKey } = answer ?? {};
  const plaintext = Buffer.from(String(plaintextDataKey), "base64");
  if (
    typeof dataKeyEncryptionKeyId !== "string" ||
    typeof ciphertextDataKey !== "string" ||
    plaintext.length !== DATA_KEY_BYTES
  ) {
    throw new TestDataError(
      "NO_DATA_KEY",
      `GET ${url.origin}${url.pathname} did not answer with a data key of ${DATA_KEY_BYTES} bytes. Is it the Data Key Service's URL?`,
    );
  }
  return { keyId: dataKeyEncryptionKeyId, plaintext, ciphertext: ciphertextDataKey };
}

import type { Column, ColumnOrName } from "../column/column.ts";
import { invoke, named, namedOr, optionalName } from "./invoke.ts";

// Encryption and authentication. Keys are of 16, 24 or 32 bytes. Modes and paddings are columns, as `lit("CBC")`:
// ECB with PKCS, GCM (by default) with NONE, CBC with PKCS; the padding DEFAULT is the one of the mode.

/**
 * Binary encrypted by AES.
 *
 * @param iv - The initialization vector, of 16 bytes for CBC and 12 for GCM; a random one when left out. It is put in
 * front of the result.
 * @param aad - Data that is authenticated but not encrypted, for GCM; decryption needs the same.
 */
export function aesEncrypt(
  input: ColumnOrName,
  key: ColumnOrName,
  mode?: ColumnOrName,
  padding?: ColumnOrName,
  iv?: ColumnOrName,
  aad?: ColumnOrName,
): Column {
  return invoke(
    "aes_encrypt",
    named(input),
    named(key),
    namedOr(mode, "GCM"),
    namedOr(padding, "DEFAULT"),
    namedOr(iv, ""),
    namedOr(aad, ""),
  );
}

/** What {@link aesEncrypt} encrypted; the query fails where key, mode or data do not fit. */
export function aesDecrypt(
  input: ColumnOrName,
  key: ColumnOrName,
  mode?: ColumnOrName,
  padding?: ColumnOrName,
  aad?: ColumnOrName,
): Column {
  return decrypt("aes_decrypt", input, key, mode, padding, aad);
}

/** What {@link aesEncrypt} encrypted; null where key, mode or data do not fit. */
export function tryAesDecrypt(
  input: ColumnOrName,
  key: ColumnOrName,
  mode?: ColumnOrName,
  padding?: ColumnOrName,
  aad?: ColumnOrName,
): Column {
  return decrypt("try_aes_decrypt", input, key, mode, padding, aad);
}

/**
 * The keyed hash (HMAC) of a message, as bytes (Spark 4.3 and later).
 *
 * @param algorithm - A column of SHA-224, SHA-256 (by default), SHA-384, SHA-512, SHA-1 or MD5.
 */
export function hmac(key: ColumnOrName, message: ColumnOrName, algorithm?: ColumnOrName): Column {
  return invoke("hmac", named(key), named(message), optionalName(algorithm));
}

function decrypt(
  name: string,
  input: ColumnOrName,
  key: ColumnOrName,
  mode: ColumnOrName | undefined,
  padding: ColumnOrName | undefined,
  aad: ColumnOrName | undefined,
): Column {
  return invoke(
    name,
    named(input),
    named(key),
    namedOr(mode, "GCM"),
    namedOr(padding, "DEFAULT"),
    namedOr(aad, ""),
  );
}

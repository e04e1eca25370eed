import type { Column, ColumnOrName } from "../column/column.ts";
import { InvalidArgumentError } from "../errors.ts";
import { constant, invoke, named } from "./invoke.ts";

// Hashes and checksums.

/** The CRC-32 checksum of binary. */
export function crc32(column: ColumnOrName): Column {
  return invoke("crc32", named(column));
}

/** A 32-bit hash of the columns (Murmur 3). */
export function hash(...columns: readonly ColumnOrName[]): Column {
  return invoke("hash", ...columns.map(named));
}

/** A 64-bit hash of the columns (xxHash). */
export function xxhash64(...columns: readonly ColumnOrName[]): Column {
  return invoke("xxhash64", ...columns.map(named));
}

/** The MD5 digest of binary, in hexadecimal digits. */
export function md5(column: ColumnOrName): Column {
  return invoke("md5", named(column));
}

/** The SHA-1 digest of binary, in hexadecimal digits. */
export function sha(column: ColumnOrName): Column {
  return invoke("sha", named(column));
}

/** The SHA-1 digest of binary, in hexadecimal digits. */
export function sha1(column: ColumnOrName): Column {
  return invoke("sha1", named(column));
}

/**
 * The SHA-2 digest of binary, in hexadecimal digits.
 *
 * @param bits - 224, 256, 384 or 512; 0 means 256.
 * @throws InvalidArgumentError when `bits` is another number.
 */
export function sha2(column: ColumnOrName, bits: Column | number): Column {
  if (typeof bits === "number" && ![0, 224, 256, 384, 512].includes(bits)) {
    throw new InvalidArgumentError(`sha2(): bits is ${bits}; give 0, 224, 256, 384 or 512`);
  }
  return invoke("sha2", named(column), constant(bits));
}

import { isAscii, isUtf8 } from "node:buffer";
import type { CsvEncoding } from "../model/collection.ts";

const LF = 0x0a;

/** How many bytes a byte order mark of UTF-8 takes at the start of a file: 0 or 3. */
export function bomLength(bytes: Uint8Array): number {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
}

/** Decodes bytes already known to be good ({@link firstUndecodable}). */
export function decode(bytes: Uint8Array, encoding: CsvEncoding): string {
  return encoding === "utf-8" ? Buffer.from(bytes).toString("utf8") : Buffer.from(bytes).toString("latin1");
}

/**
 * The offset at which the line begins that holds the first bytes which are none of the encoding's, or -1. `bytes` end with a whole
 * character.
 */
export function firstUndecodable(bytes: Uint8Array, encoding: CsvEncoding): number {
  const good = encoding === "utf-8" ? isUtf8 : encoding === "us-ascii" ? isAscii : () => true;
  if (good(bytes)) {
    return -1;
  }
  let start = 0;
  for (;;) {
    const end = bytes.indexOf(LF, start);
    if (end < 0 || !good(bytes.subarray(start, end))) {
      return start;
    }
    start = end + 1;
  }
}

/** How many bytes at the end are the beginning of a character that goes on in the next chunk: 0 to 3. */
export function unfinishedBytes(bytes: Uint8Array, encoding: CsvEncoding): number {
  if (encoding !== "utf-8") {
    return 0;
  }
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte >= 0xc0) {
      const needs = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return needs > back ? back : 0;
    }
    if (byte < 0x80) {
      return 0;
    }
  }
  return 0;
}

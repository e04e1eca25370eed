import { isAscii, isUtf8 } from "node:buffer";
import type { CsvEncoding } from "../model/collection.ts";

const LF = 0x0a;

/** How many bytes a byte order mark of UTF-8 takes at the start of a file: 0 or 3. */
export function bomLength(bytes: Uint8Array): number {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
}

/** The characters U+0080–U+009F: controls that no text has. ISO-8859-1 gives them the bytes 80–9F. */
const C1_CONTROLS = Array.from({ length: 32 }, (_, n) => String.fromCharCode(0x80 + n));

/** What windows-1252 has for the bytes 80–9F; a space for each of the five that it does not define. */
const WINDOWS_1252 = "€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ";

/**
 * What to replace in text that was read as ISO-8859-1 to make it windows-1252, character by character. Bytes that
 * windows-1252 does not define stay controls. Spark reads no windows-1252, and the two differ in nothing else.
 */
export const WINDOWS_1252_OF_LATIN_1: { readonly from: string; readonly to: string } = {
  from: C1_CONTROLS.filter((_, n) => WINDOWS_1252[n] !== " ").join(""),
  to: WINDOWS_1252.replaceAll(" ", ""),
};

/** Decodes bytes already known to be good ({@link firstUndecodable}). */
export function decode(bytes: Uint8Array, encoding: CsvEncoding): string {
  if (encoding === "utf-8") {
    return Buffer.from(bytes).toString("utf8");
  }
  const text = Buffer.from(bytes).toString("latin1");
  return encoding === "windows-1252"
    ? text.replaceAll(/[\u0080-\u009f]/g, (control) => WINDOWS_1252[control.charCodeAt(0) - 0x80] ?? control)
    : text;
}

/** Whether a value of this encoding may hold U+0080–U+009F: in the others those are bytes of a wrong encoding. */
export function mayHoldControls(encoding: CsvEncoding): boolean {
  return encoding === "utf-8";
}

/** Whether all bytes are characters of the encoding. Bytes 80–9F are text in no ISO-8859-1, though it defines them. */
const GOOD: Readonly<Record<CsvEncoding, (bytes: Uint8Array) => boolean>> = {
  "utf-8": isUtf8,
  "us-ascii": isAscii,
  "iso-8859-1": (bytes) => isAscii(bytes) || !bytes.some((byte) => byte >= 0x80 && byte < 0xa0),
  "windows-1252": (bytes) =>
    isAscii(bytes) || !bytes.some((byte) => byte >= 0x80 && byte < 0xa0 && WINDOWS_1252[byte - 0x80] === " "),
};

/**
 * The offset at which the line begins that holds the first bytes which are none of the encoding's, or -1. `bytes` end with a whole
 * character.
 */
export function firstUndecodable(bytes: Uint8Array, encoding: CsvEncoding): number {
  const good = GOOD[encoding];
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

/** The offset at which the line begins that holds the first NUL, or -1. No text has one. */
export function firstNul(bytes: Uint8Array): number {
  const nul = bytes.indexOf(0);
  return nul < 0 ? -1 : bytes.lastIndexOf(LF, nul) + 1;
}

/**
 * What to do about bytes that are not the encoding's, as the end of a message. UTF-8 and ASCII fail for files of
 * Windows nearly always; ISO-8859-1 fails for nothing else.
 */
export function encodingRemedy(encoding: CsvEncoding): string {
  const likely =
    encoding === "windows-1252"
      ? ""
      : ": files of Excel and other programs on Windows are mostly windows-1252";
  return `Have it delivered as ${encoding}, or set csv.encoding${likely}.`;
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

import { isAscii, isUtf8 } from "node:buffer";
import type { Data } from "apache-arrow";
import type { Column } from "./buffers.ts";
import { arrayOf, offsetsOf, valuesOf, withNulls } from "./buffers.ts";

/**
 * Bytes that are turned into text at once and cut by offsets afterwards, far quicker than value by value. V8 cuts
 * without copying, so a piece keeps the whole alive: this bounds how much a single kept value can hold.
 */
const SEGMENT_BYTES = 1024;

/** The UTF-16 units that valid UTF-8 makes. */
function utf16Length(bytes: Uint8Array, from: number, to: number): number {
  let units = 0;
  for (let at = from; at < to; at++) {
    const byte = bytes[at] ?? 0;
    if ((byte & 0xc0) !== 0x80) units += byte >= 0xf0 ? 2 : 1;
  }
  return units;
}

/** Whether all values are valid UTF-8: the whole is, and no value begins inside a character. */
function isValidText(bytes: Uint8Array, offsets: Column<number>, length: number): boolean {
  const [from, to] = [offsets[0] ?? 0, offsets[length] ?? 0];
  if (!isUtf8(bytes.subarray(from, to))) return false;
  for (let i = 0; i < length; i++) {
    const at = offsets[i] ?? 0;
    if (at < to && ((bytes[at] ?? 0) & 0xc0) === 0x80) return false;
  }
  return true;
}

/** Cuts `text`, made of the bytes of values `first` to `last`, into them. */
function cut(
  cells: string[],
  text: string,
  {
    first,
    last,
    offsets,
    bytes,
  }: { first: number; last: number; offsets: Column<number>; bytes: Uint8Array },
): void {
  const base = offsets[first] ?? 0;
  if (text.length === (offsets[last] ?? 0) - base) {
    for (let i = first; i < last; i++)
      cells[i] = text.substring((offsets[i] ?? 0) - base, (offsets[i + 1] ?? 0) - base);
    return;
  }
  let at = 0;
  for (let i = first; i < last; i++) {
    const next = at + utf16Length(bytes, offsets[i] ?? 0, offsets[i + 1] ?? 0);
    cells[i] = text.substring(at, next);
    at = next;
  }
}

/** A column of text. Bytes that are no UTF-8 become U+FFFD, as everywhere in JavaScript. */
export function readText(data: Data): Column<string | null> {
  const { length } = data;
  const bytes = valuesOf(data, Uint8Array);
  const offsets = offsetsOf(data);
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const cells = arrayOf<string>(length);
  const ascii = isAscii(bytes.subarray(offsets[0] ?? 0, offsets[length] ?? 0));
  if (!ascii && !isValidText(bytes, offsets, length)) {
    for (let i = 0; i < length; i++) cells[i] = buffer.toString("utf8", offsets[i], offsets[i + 1]);
    return withNulls(data, cells);
  }
  for (let first = 0; first < length; ) {
    const start = offsets[first] ?? 0;
    let last = first + 1;
    while (last < length && (offsets[last + 1] ?? 0) - start <= SEGMENT_BYTES) last++;
    const end = offsets[last] ?? 0;
    const text = buffer.toString(ascii ? "latin1" : "utf8", start, end);
    cut(cells, text, { first, last, offsets, bytes });
    first = last;
  }
  return withNulls(data, cells);
}

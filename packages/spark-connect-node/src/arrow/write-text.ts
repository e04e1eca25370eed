import { InvalidArgumentError } from "../errors.ts";
import { wellFormed } from "../values/coerce.ts";
import type { Where } from "./cells.ts";

/** Bytes of many values one after the other, and where each begins and ends. */
export interface Packed {
  readonly bytes: Uint8Array;
  readonly offsets: Int32Array;
}

/** Values encoded at once: long enough to spare calls, short enough for a single string. */
const SEGMENT_VALUES = 1024;

const MAX_BYTES = 2 ** 31 - 1;

function checkSize(bytes: number): void {
  if (bytes > MAX_BYTES)
    throw new InvalidArgumentError("A batch holds at most 2 GiB of one column: send fewer rows at once");
}

/** The bytes of `cells`, nulls as empty. */
export function packBytes(cells: readonly (Uint8Array | null)[]): Packed {
  const offsets = new Int32Array(cells.length + 1);
  let size = 0;
  for (const [i, cell] of cells.entries()) {
    size += cell?.byteLength ?? 0;
    checkSize(size);
    offsets[i + 1] = size;
  }
  const bytes = new Uint8Array(size);
  for (const [i, cell] of cells.entries()) if (cell !== null) bytes.set(cell, offsets[i]);
  return { bytes, offsets };
}

/** A text, or none. */
export type Text = string | null | undefined;

/** The UTF-8 of `cells`, nulls as empty. @throws InvalidArgumentError for half a surrogate pair */
export function packText(cells: readonly Text[], where: Where): Packed {
  const offsets = new Int32Array(cells.length + 1);
  const segments: Buffer[] = [];
  let size = 0;
  for (let first = 0; first < cells.length; first += SEGMENT_VALUES) {
    const last = Math.min(first + SEGMENT_VALUES, cells.length);
    const bytes = packSegment(cells, [first, last], size, offsets, where);
    size += bytes.byteLength;
    segments.push(bytes);
  }
  return {
    bytes: segments.length === 1 ? (segments[0] ?? Buffer.alloc(0)) : Buffer.concat(segments),
    offsets,
  };
}

/** The UTF-8 of some of `cells`, encoded at once where that can be; their ends go into `offsets`. */
function packSegment(
  cells: readonly Text[],
  [first, last]: readonly [number, number],
  start: number,
  offsets: Int32Array,
  where: Where,
): Buffer {
  const text = cells.slice(first, last).join("");
  const bytes = Buffer.from(text, "utf8");
  checkSize(start + bytes.byteLength);
  // As many bytes as UTF-16 units: all ASCII, so lengths are offsets.
  const ascii = bytes.byteLength === text.length;
  let end = start;
  for (let i = first; i < last; i++) {
    const cell = cells[i] ?? "";
    end += ascii ? cell.length : Buffer.byteLength(cell, "utf8");
    offsets[i + 1] = end;
  }
  // Half a pair became U+FFFD, or met the other half at the start of the next text and made one character with it.
  if (!ascii && (end - start !== bytes.byteLength || bytes.includes("\ufffd"))) {
    for (let i = first; i < last; i++) wellFormed(cells[i] ?? "", where(i));
  }
  return bytes;
}

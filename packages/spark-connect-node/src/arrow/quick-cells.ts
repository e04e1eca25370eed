/**
 * The usual values of the usual types, in loops without calls: most of what rows are made of. Each function gives the
 * index of the first cell that is something else (the careful ways of `values/coerce.ts` go on from there), or the
 * number of cells. Nulls are passed over.
 */
import { Timestamp } from "../values/timestamp.ts";
import type { Cells } from "./cells.ts";

const HIGH = 2 ** 32;
/** Milliseconds whose microseconds are a safe integer. */
const SAFE_MILLIS = Math.floor(Number.MAX_SAFE_INTEGER / 1000);

export function quickLongs(cells: Cells, into: BigInt64Array): number {
  const words = new Int32Array(into.buffer, into.byteOffset, into.length * 2);
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i];
    if (typeof cell === "bigint") {
      if (BigInt.asIntN(64, cell) !== cell) return i;
      into[i] = cell;
    } else if (typeof cell === "number") {
      if (!Number.isSafeInteger(cell)) return i;
      setWords(words, i, cell);
    } else if (cell !== null && cell !== undefined) {
      return i;
    }
  }
  return cells.length;
}

/** A safe integer as two words, the lower first: without making a bigint of it. */
function setWords(words: Int32Array, i: number, value: number): void {
  const high = Math.floor(value / HIGH);
  words[2 * i] = value - high * HIGH;
  words[2 * i + 1] = high;
}

export function quickDoubles(cells: Cells, into: Float64Array): number {
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i];
    if (typeof cell === "number") into[i] = cell;
    else if (cell !== null && cell !== undefined) return i;
  }
  return cells.length;
}

export function quickIntegers(cells: Cells, into: Int32Array): number {
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i];
    if (typeof cell === "number") {
      if ((cell | 0) !== cell) return i;
      into[i] = cell;
    } else if (cell !== null && cell !== undefined) return i;
  }
  return cells.length;
}

export function quickInstants(cells: Cells, into: BigInt64Array): number {
  const words = new Int32Array(into.buffer, into.byteOffset, into.length * 2);
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i];
    if (cell instanceof Timestamp) {
      const micros = cell.epochMicros;
      if (BigInt.asIntN(64, micros) !== micros) return i;
      into[i] = micros;
    } else if (cell instanceof Date) {
      const millis = cell.getTime();
      // Not so for an invalid date either, which is NaN.
      if (!(Math.abs(millis) <= SAFE_MILLIS)) return i;
      setWords(words, i, millis * 1000);
    } else if (cell !== null && cell !== undefined) return i;
  }
  return cells.length;
}

export function quickTexts(cells: Cells): number {
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i];
    if (typeof cell !== "string" && cell !== null && cell !== undefined) return i;
  }
  return cells.length;
}

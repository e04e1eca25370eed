/** The raw buffers of an Arrow column, checked: what the decoder expects is what the server sent, or an error. */
import type { Data } from "apache-arrow";
import { Type } from "apache-arrow";
import { ProtocolError } from "../errors.ts";

/** A column, cell by cell. Typed arrays stand for themselves. */
export type Column<T> = ArrayLike<T>;

/** The values of a column as the typed array that its type has. */
export function valuesOf<T>(data: Data, constructor: abstract new (length: number) => T): T {
  const values: unknown = data.values;
  if (values instanceof constructor) return values;
  throw unexpected(data, constructor.name);
}

/** A column came with another Arrow type than its Spark type has. */
export function unexpected(data: Data, expected: string): ProtocolError {
  return new ProtocolError(
    `The server sent a column of Arrow type ${Type[data.typeId]} where ${expected} was expected`,
  );
}

/** A child of a nested column. */
export function childOf(data: Data, index: number): Data {
  const child = data.children[index];
  if (child === undefined) throw unexpected(data, `a nested type with at least ${index + 1} children`);
  return child;
}

/**
 * Where each value begins and ends: value `i` is from `i` to `i + 1` of it. Empty columns may come without any
 * offset (Spark sends zero bytes), and large ones with 64 bits each.
 */
export function offsetsOf(data: Data): Column<number> {
  const offsets: unknown = data.valueOffsets;
  if (offsets instanceof Int32Array && offsets.length > data.length) return offsets;
  if (offsets instanceof BigInt64Array && offsets.length > data.length)
    return Float64Array.from(offsets, Number);
  if (data.length === 0) return [0];
  throw unexpected(data, "a type with offsets");
}

/** Whether cell `index` is no null. */
export function isValid(data: Data, index: number): boolean {
  const bit = data.offset + index;
  return (((data.nullBitmap[bit >> 3] ?? 0) >> (bit & 7)) & 1) === 1;
}

/** An array of that length, to be filled. */
export function arrayOf<T>(length: number): T[] {
  const array: T[] = [];
  array.length = length;
  return array;
}

/** Each cell by `read`, null where the bitmap says so. */
export function mapCells<T>(data: Data, read: (index: number) => T): Column<T | null> {
  const { length } = data;
  const cells = arrayOf<T | null>(length);
  if (data.nullCount === 0) {
    for (let i = 0; i < length; i++) cells[i] = read(i);
  } else {
    for (let i = 0; i < length; i++) cells[i] = isValid(data, i) ? read(i) : null;
  }
  return cells;
}

/** The same cells, null where the bitmap says so. */
export function withNulls<T>(data: Data, cells: Column<T>): Column<T | null> {
  return data.nullCount === 0 ? cells : mapCells(data, (index) => cells[index] as T);
}

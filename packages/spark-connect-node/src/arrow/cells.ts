/** JavaScript values of one column on their way into Arrow buffers. */
import type { Data, DataType as ArrowType } from "apache-arrow";
import { BufferType, Data as ArrowData } from "apache-arrow";
import { InvalidArgumentError } from "../errors.ts";

export type Cells = readonly unknown[];

/** What a cell is called in messages; asked only when there is something to say. */
export type Where = (index: number) => string;

/** Makes of a cell what Spark keeps; `at` is for its message. */
export type Convert<T> = (cell: unknown, at: string) => T;

export function isNull(cell: unknown): cell is null | undefined {
  return cell === null || cell === undefined;
}

/** Calls `take` with each cell that is not null, converted. Where it is comes into play only when that fails. */
export function convertCells<T>(
  cells: Cells,
  where: Where,
  convert: Convert<T>,
  take: (value: T, index: number) => void,
): void {
  let index = 0;
  try {
    for (; index < cells.length; index++) {
      const cell = cells[index];
      if (cell !== null && cell !== undefined) take(convert(cell, ""), index);
    }
  } catch (error) {
    // Names are not made for a million cells that are right: the wrong one is tried again with its name.
    convert(cells[index], where(index));
    throw error;
  }
}

/** Each cell converted; null stays null. */
export function mapCells<T>(cells: Cells, where: Where, convert: Convert<T>): (T | null)[] {
  const mapped: (T | null)[] = cells.map(() => null);
  convertCells(cells, where, convert, (value, index) => {
    mapped[index] = value;
  });
  return mapped;
}

/** Fills `array` with what `convert` makes of each cell; nulls stay zero. */
export function fill<T, A extends { [index: number]: T }>(
  array: A,
  cells: Cells,
  where: Where,
  convert: Convert<T>,
): A {
  convertCells(cells, where, convert, (value, index) => {
    array[index] = value;
  });
  return array;
}

/** One bit a cell: whether it is true. */
export function pack(cells: Cells, where: Where, convert: Convert<boolean>): Uint8Array {
  const bits = new Uint8Array((cells.length + 7) >> 3);
  convertCells(cells, where, convert, (value, index) => {
    if (value) bits[index >> 3] = (bits[index >> 3] ?? 0) | (1 << (index & 7));
  });
  return bits;
}

/** @throws InvalidArgumentError when one of `cells` is null. */
export function refuseNulls(cells: Cells, where: Where): void {
  const index = cells.findIndex(isNull);
  if (index >= 0) throw new InvalidArgumentError(`${where(index)}: null where the schema allows none`);
}

/** The buffers of a column besides the bitmap of its nulls. */
export interface Buffers {
  readonly values?: ArrayBufferView;
  readonly offsets?: Int32Array;
  readonly children?: readonly Data[];
}

/** A column of raw buffers; which cells are null it sees in `cells`. */
export function column(type: ArrowType, cells: Cells, { values, offsets, children = [] }: Buffers): Data {
  const validity = new Uint8Array((cells.length + 7) >> 3);
  let nullCount = 0;
  for (let i = 0; i < cells.length; i++) {
    if (isNull(cells[i])) nullCount++;
    else validity[i >> 3] = (validity[i >> 3] ?? 0) | (1 << (i & 7));
  }
  const buffers = {
    ...(values === undefined ? {} : { [BufferType.DATA]: values }),
    ...(offsets === undefined ? {} : { [BufferType.OFFSET]: offsets }),
    ...(nullCount === 0 ? {} : { [BufferType.VALIDITY]: validity }),
  };
  return new ArrowData(type, 0, cells.length, nullCount, buffers, [...children]);
}

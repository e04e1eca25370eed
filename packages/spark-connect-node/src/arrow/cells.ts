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

/** Calls `take` with each cell from `from` on that is not null, converted. Where it is comes into play only when that fails. */
export function convertCells<T>(
  cells: Cells,
  where: Where,
  convert: Convert<T>,
  take: (value: T, index: number) => void,
  from = 0,
): void {
  let index = from;
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

/** Fills `array` with what `convert` makes of each cell from `from` on; nulls stay zero. */
export function fill<T, A extends { [index: number]: T }>(
  array: A,
  cells: Cells,
  where: Where,
  convert: Convert<T>,
  from = 0,
): A {
  if (from === cells.length) return array;
  const take = (value: T, index: number): void => {
    array[index] = value;
  };
  convertCells(cells, where, convert, take, from);
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

/** @throws InvalidArgumentError when one of `cells` is null, and what holds it (in `holders`) is not. */
export function refuseNulls(cells: Cells, where: Where, holders?: Cells): void {
  for (let index = 0; index < cells.length; index++) {
    if (isNull(cells[index]) && (holders === undefined || !isNull(holders[index]))) {
      throw new InvalidArgumentError(`${where(index)}: null where the schema allows none`);
    }
  }
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

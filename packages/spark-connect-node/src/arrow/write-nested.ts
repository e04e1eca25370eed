import type { Data } from "apache-arrow";
import type { ArrayType, DataType, MapType, StructType } from "../types/index.ts";
import { toElements, toEntries, toFieldValues } from "../values/coerce.ts";
import { arrowType } from "./arrow-type.ts";
import type { Cells, Where } from "./cells.ts";
import { column, mapCells, refuseNulls } from "./cells.ts";

/** Writes the column inside a nested one. */
export type WriteColumn = (cells: Cells, type: DataType, where: Where) => Data;

function offsetsOf(lists: readonly (Cells | null)[]): Int32Array {
  const offsets = new Int32Array(lists.length + 1);
  for (const [i, list] of lists.entries()) offsets[i + 1] = (offsets[i] ?? 0) + (list?.length ?? 0);
  return offsets;
}

/** Names a cell of a flattened column by the list it came from, and its place in that. */
function whereIn(offsets: Int32Array, where: Where, part: (place: number) => string): Where {
  return (flat) => {
    const list = offsets.findIndex((offset) => offset > flat) - 1;
    return `${where(list)}${part(flat - (offsets[list] ?? 0))}`;
  };
}

export function writeArray(cells: Cells, type: ArrayType, where: Where, write: WriteColumn): Data {
  const lists = mapCells(cells, where, toElements);
  const offsets = offsetsOf(lists);
  const elements = lists.flatMap((list) => list ?? []);
  const whereElement = whereIn(offsets, where, (place) => `[${place}]`);
  if (!type.containsNull) refuseNulls(elements, whereElement);
  return column(arrowType(type), cells, {
    offsets,
    children: [write(elements, type.elementType, whereElement)],
  });
}

export function writeMap(cells: Cells, type: MapType, where: Where, write: WriteColumn): Data {
  const maps = mapCells(cells, where, toEntries);
  const offsets = offsetsOf(maps);
  const entries = maps.flatMap((map) => map ?? []);
  const [keys, values] = [entries.map(([key]) => key), entries.map(([, value]) => value)];
  const whereKey = whereIn(offsets, where, (place) => ` key ${place}`);
  const whereValue = whereIn(offsets, where, (place) => ` value ${place}`);
  refuseNulls(keys, whereKey);
  if (!type.valueContainsNull) refuseNulls(values, whereValue);
  const arrow = arrowType(type);
  const children = [write(keys, type.keyType, whereKey), write(values, type.valueType, whereValue)];
  const [entryField] = arrow.children ?? [];
  const pairs = entryField === undefined ? [] : [column(entryField.type, entries, { children })];
  return column(arrow, cells, { offsets, children: pairs });
}

/**
 * The columns of a struct's fields.
 *
 * @param structs - The structs themselves: one that is null has null fields, whatever they allow.
 */
export function writeFields(
  columns: readonly Cells[],
  struct: StructType,
  where: Where,
  write: WriteColumn,
  structs?: Cells,
): Data[] {
  return struct.fields.map(({ name, type, nullable }, at) => {
    const whereField: Where = (index) => `${where(index)}.${name}`;
    const cells = columns[at] ?? [];
    if (!nullable) refuseNulls(cells, whereField, structs);
    return write(cells, type, whereField);
  });
}

export function writeStruct(cells: Cells, type: StructType, where: Where, write: WriteColumn): Data {
  const rows = mapCells(cells, where, (cell, at) => toFieldValues(cell, type, at));
  const columns = type.fields.map((_, at) => rows.map((row) => (row === null ? null : row[at])));
  return column(arrowType(type), cells, { children: writeFields(columns, type, where, write, rows) });
}

import type { Column, ColumnOrLiteral, ColumnOrName } from "../column/column.ts";
import {
  allNamed,
  type Columns,
  constant,
  invoke,
  invokeNewer,
  named,
  namedOr,
  namedOrNumber,
  optional,
  optionalName,
} from "./invoke.ts";
import { randomSeed } from "./seed.ts";

// Arrays and maps.

/** The columns, given one after another or as one array, as an array. */
export function array(...columns: Columns): Column {
  return invoke("array", ...allNamed(columns));
}

/** The array with a value added at the end. */
export function arrayAppend(column: ColumnOrName, value: ColumnOrLiteral): Column {
  return invoke("array_append", named(column), constant(value));
}

/** The array with a value added at the start. */
export function arrayPrepend(column: ColumnOrName, value: ColumnOrLiteral): Column {
  return invoke("array_prepend", named(column), constant(value));
}

/** The array with a value inserted at a position, from 1; negative ones count from the end. */
export function arrayInsert(
  column: ColumnOrName,
  position: ColumnOrName | number,
  value: ColumnOrLiteral,
): Column {
  return invoke("array_insert", named(column), namedOrNumber(position), constant(value));
}

/** The array without its nulls. */
export function arrayCompact(column: ColumnOrName): Column {
  return invoke("array_compact", named(column));
}

/** Whether the array contains the value. */
export function arrayContains(column: ColumnOrName, value: ColumnOrLiteral): Column {
  return invoke("array_contains", named(column), constant(value));
}

/** The array without repetitions. */
export function arrayDistinct(column: ColumnOrName): Column {
  return invoke("array_distinct", named(column));
}

/** The elements of the first array that are not in the second, without repetitions. */
export function arrayExcept(left: ColumnOrName, right: ColumnOrName): Column {
  return invoke("array_except", named(left), named(right));
}

/** The elements that are in both arrays, without repetitions. */
export function arrayIntersect(left: ColumnOrName, right: ColumnOrName): Column {
  return invoke("array_intersect", named(left), named(right));
}

/** The elements as one text; nulls are skipped unless replaced. */
export function arrayJoin(
  column: ColumnOrName,
  delimiter: Column | string,
  nullReplacement?: Column | string,
): Column {
  return invoke("array_join", named(column), constant(delimiter), optional(nullReplacement));
}

/** The greatest element. */
export function arrayMax(column: ColumnOrName): Column {
  return invoke("array_max", named(column));
}

/** The least element. */
export function arrayMin(column: ColumnOrName): Column {
  return invoke("array_min", named(column));
}

/** The position of the value, from 1; 0 when it is not there. */
export function arrayPosition(column: ColumnOrName, value: ColumnOrLiteral): Column {
  return invoke("array_position", named(column), constant(value));
}

/** The array without elements that equal the value. */
export function arrayRemove(column: ColumnOrName, value: ColumnOrLiteral): Column {
  return invoke("array_remove", named(column), constant(value));
}

/** An array of the value so many times. */
export function arrayRepeat(column: ColumnOrName, times: ColumnOrName | number): Column {
  return invoke("array_repeat", named(column), namedOrNumber(times));
}

/** The number of elements; null for null. */
export function arraySize(column: ColumnOrName): Column {
  return invoke("array_size", named(column));
}

/** Whether the arrays have an element in common that is not null. */
export function arraysOverlap(left: ColumnOrName, right: ColumnOrName): Column {
  return invoke("arrays_overlap", named(left), named(right));
}

/** An array of structs: the first elements, the second ones, and so on. */
export function arraysZip(...columns: readonly ColumnOrName[]): Column {
  return invoke("arrays_zip", ...columns.map(named));
}

/** The elements of both arrays, without repetitions. */
export function arrayUnion(left: ColumnOrName, right: ColumnOrName): Column {
  return invoke("array_union", named(left), named(right));
}

/** The number of elements of an array or map. */
export function cardinality(column: ColumnOrName): Column {
  return invoke("cardinality", named(column));
}

/** The number of elements of an array or map. */
export function size(column: ColumnOrName): Column {
  return invoke("size", named(column));
}

/** The element at a position (from 1; negative ones count from the end), or of a map's key. */
export function elementAt(column: ColumnOrName, key: ColumnOrLiteral): Column {
  return invoke("element_at", named(column), constant(key));
}

/** The element at a position or of a key, null when there is none; the key is a column. */
export function tryElementAt(column: ColumnOrName, key: ColumnOrName): Column {
  return invoke("try_element_at", named(column), named(key));
}

/** The element of an array at an index from 0, null outside it. */
export function get(column: ColumnOrName, index: ColumnOrName | number): Column {
  return invoke("get", named(column), namedOrNumber(index));
}

/** One row for each element of an array or entry of a map; none for null or empty ones. */
export function explode(column: ColumnOrName): Column {
  return invoke("explode", named(column));
}

/** One row for each element, and one of null for null or empty ones. */
export function explodeOuter(column: ColumnOrName): Column {
  return invoke("explode_outer", named(column));
}

/** As {@link explode}, with the position in front. */
export function posexplode(column: ColumnOrName): Column {
  return invoke("posexplode", named(column));
}

/** As {@link explodeOuter}, with the position in front. */
export function posexplodeOuter(column: ColumnOrName): Column {
  return invoke("posexplode_outer", named(column));
}

/** The structs of an array as rows with their fields as columns. */
export function inline(column: ColumnOrName): Column {
  return invoke("inline", named(column));
}

/** As {@link inline}, with a row of nulls for null or empty arrays. */
export function inlineOuter(column: ColumnOrName): Column {
  return invoke("inline_outer", named(column));
}

/** The columns after the first in as many rows as the first says. */
export function stack(...columns: readonly ColumnOrName[]): Column {
  return invoke("stack", ...columns.map(named));
}

/** An array of arrays as one array. */
export function flatten(column: ColumnOrName): Column {
  return invoke("flatten", named(column));
}

/** The numbers or dates from `start` to `stop`, both included. */
export function sequence(start: ColumnOrName, stop: ColumnOrName, step?: ColumnOrName): Column {
  return invoke("sequence", named(start), named(stop), optionalName(step));
}

/**
 * The array in a random order.
 *
 * @param seed - Spark 4.0 and later; without one a new one is taken with each call of this function.
 */
export function shuffle(column: ColumnOrName, seed?: Column | number | bigint): Column {
  const newer = { count: 1, since: [4, 0] } as const;
  return invokeNewer(
    seed === undefined ? newer : { ...newer, meaning: "shuffle() with a seed" },
    "shuffle",
    named(column),
    constant(seed ?? randomSeed()),
  );
}

/** So many elements of the array from a position, from 1. */
export function slice(
  column: ColumnOrName,
  start: ColumnOrName | number,
  length: ColumnOrName | number,
): Column {
  return invoke("slice", named(column), namedOrNumber(start), namedOrNumber(length));
}

/** The array sorted; nulls come first ascending, last descending. */
export function sortArray(column: ColumnOrName, ascending: Column | boolean = true): Column {
  return invoke("sort_array", named(column), constant(ascending));
}

/** A map of keys and values in turn, given one after another or as one array. */
export function createMap(...columns: Columns): Column {
  return invoke("map", ...allNamed(columns));
}

/** The maps, given one after another or as one array, in one; the query fails where a key is in two of them. */
export function mapConcat(...columns: Columns): Column {
  return invoke("map_concat", ...allNamed(columns));
}

/** Whether the map has the key. */
export function mapContainsKey(column: ColumnOrName, key: ColumnOrLiteral): Column {
  return invoke("map_contains_key", named(column), constant(key));
}

/** The entries of a map as an array of structs of `key` and `value`. */
export function mapEntries(column: ColumnOrName): Column {
  return invoke("map_entries", named(column));
}

/** A map of an array of keys and one of values. */
export function mapFromArrays(keys: ColumnOrName, values: ColumnOrName): Column {
  return invoke("map_from_arrays", named(keys), named(values));
}

/** A map of an array of structs of two fields. */
export function mapFromEntries(column: ColumnOrName): Column {
  return invoke("map_from_entries", named(column));
}

/** The keys of a map as an array. */
export function mapKeys(column: ColumnOrName): Column {
  return invoke("map_keys", named(column));
}

/** The values of a map as an array. */
export function mapValues(column: ColumnOrName): Column {
  return invoke("map_values", named(column));
}

/** Text such as `a:1,b:2` as a map; the delimiters, `,` and `:` by default, are columns of regular expressions. */
export function strToMap(
  column: ColumnOrName,
  pairDelimiter?: ColumnOrName,
  keyValueDelimiter?: ColumnOrName,
): Column {
  return invoke("str_to_map", named(column), namedOr(pairDelimiter, ","), namedOr(keyValueDelimiter, ":"));
}

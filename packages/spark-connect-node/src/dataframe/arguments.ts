import { type Column, expressionOf } from "../column/column.ts";
import { allNamed, type Columns } from "../column/named.ts";
import { InvalidArgumentError } from "../errors.ts";
import { asSortOrder, type Expression, type SortExpression } from "../plan/expression.ts";
import type { Options } from "../plan/relations/sources.ts";
import { describe } from "../values/coerce.ts";

/** A value of an option of a format; Spark takes them as text. */
export type OptionValue = string | number | boolean;

/** Names one after another, or as one array. */
export type Names = readonly string[] | readonly [readonly string[]];

/** The names given one after another, or as one array. @throws InvalidArgumentError for anything but strings */
export function nameList(what: string, names: Names): readonly string[] {
  const [first] = names;
  const list: readonly unknown[] = names.length === 1 && Array.isArray(first) ? first : names;
  const wrong = list.findIndex((name) => typeof name !== "string");
  if (wrong >= 0) throw new InvalidArgumentError(`${what} takes strings, not ${describe(list[wrong])}`);
  return list as readonly string[];
}

/** The sort orders of columns or names: ascending, nulls first, unless a column says another. */
export function sortOrders(columns: Columns): SortExpression[] {
  return allNamed(columns).map(asSortOrder);
}

/** A condition given as a column, or in SQL. */
export function conditionExpression(condition: Column | string): Expression {
  return typeof condition === "string" ? { kind: "sql", text: condition } : expressionOf(condition);
}

/** A whole number from 0 to 2³¹−1. */
export function nonNegativeInteger(what: string, value: number): number {
  if (!Number.isInteger(value) || value < 0 || value > 0x7f_ff_ff_ff) {
    throw new InvalidArgumentError(`${what} takes a whole number from 0 to 2147483647, not ${value}`);
  }
  return value;
}

/** A whole number from 1 to 2³¹−1. */
export function positiveInteger(what: string, value: number): number {
  if (value === 0) {
    throw new InvalidArgumentError(`${what} takes a whole number from 1 to 2147483647, not 0`);
  }
  return nonNegativeInteger(what, value);
}

/** The entries of an object, a Map or a list of pairs, in their order. */
export function pairs<K extends PropertyKey | bigint | boolean, T>(
  entries: Readonly<Record<string, T>> | ReadonlyMap<K, T> | readonly (readonly [K, T])[],
): readonly (readonly [K, T])[] {
  if (entries instanceof Map) {
    return [...(entries as ReadonlyMap<K, T>)];
  }
  return Array.isArray(entries) ? entries : (Object.entries(entries) as unknown as [K, T][]);
}

/**
 * The entries of a Map, or of an object, whose keys are texts.
 *
 * @throws InvalidArgumentError for a key of an object that looks like a number or a boolean: no column of those has a
 *   value that equals a text, so who wrote `{ 1: 0.5 }` would get nothing, and no word.
 */
export function unambiguousPairs<T>(
  what: string,
  entries: ReadonlyMap<string | number | bigint | boolean, T> | Readonly<Record<string, T>>,
): readonly (readonly [string | number | bigint | boolean, T])[] {
  const keys = entries instanceof Map ? [] : Object.keys(entries);
  const unclear = keys.find((key) => /^(true|false|-?\d+(\.\d+)?)$/.test(key));
  if (unclear === undefined) return pairs<string | number | bigint | boolean, T>(entries);
  throw new InvalidArgumentError(
    `${what} cannot tell whether ${unclear} is a text, as the keys of objects are: ` +
      `write new Map([[${unclear}, …]]), or new Map([["${unclear}", …]])`,
  );
}

/** The options with more of them, as text. Later ones win; Spark compares their names without regard to case. */
export function addOptions(
  options: Options,
  more: Readonly<Record<string, OptionValue | undefined>>,
): Options {
  const result: Record<string, string> = { ...options };
  for (const [name, value] of Object.entries(more)) {
    if (value === undefined) {
      continue;
    }
    for (const known of Object.keys(result)) {
      if (known.toLowerCase() === name.toLowerCase()) {
        delete result[known];
      }
    }
    result[name] = String(value);
  }
  return result;
}

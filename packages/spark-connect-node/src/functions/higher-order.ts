import { Column, columnOf, type ColumnOrName, expressionOf } from "../column/column.ts";
import { InvalidArgumentError } from "../errors.ts";
import type { Expression } from "../plan/expression.ts";
import { invoke, named } from "./invoke.ts";

// Functions that take functions. A lambda is called once, with columns that stand for its arguments.

/** The array with each element replaced; the second argument, if taken, is the index from 0. */
export function transform(column: ColumnOrName, f: (element: Column, index: Column) => Column): Column {
  return invoke("transform", named(column), lambda(f, ["x", "y"], 1));
}

/** The elements of the array for which the condition holds; the second argument, if taken, is the index from 0. */
export function filter(column: ColumnOrName, f: (element: Column, index: Column) => Column): Column {
  return invoke("filter", named(column), lambda(f, ["x", "y"], 1));
}

/** Whether the condition holds for some element of the array. */
export function exists(column: ColumnOrName, f: (element: Column) => Column): Column {
  return invoke("exists", named(column), lambda(f, ["x"]));
}

/** Whether the condition holds for every element of the array. */
export function forall(column: ColumnOrName, f: (element: Column) => Column): Column {
  return invoke("forall", named(column), lambda(f, ["x"]));
}

/** Folds an array from a start value; `finish` changes the end result. */
export function aggregate(
  column: ColumnOrName,
  initial: ColumnOrName,
  merge: (accumulator: Column, element: Column) => Column,
  finish?: (accumulator: Column) => Column,
): Column {
  return fold("aggregate", column, initial, merge, finish);
}

/** Folds an array; the same as {@link aggregate}. */
export function reduce(
  column: ColumnOrName,
  initial: ColumnOrName,
  merge: (accumulator: Column, element: Column) => Column,
  finish?: (accumulator: Column) => Column,
): Column {
  return fold("reduce", column, initial, merge, finish);
}

/** Merges two arrays element by element; the shorter one is filled up with nulls. */
export function zipWith(
  left: ColumnOrName,
  right: ColumnOrName,
  f: (left: Column, right: Column) => Column,
): Column {
  return invoke("zip_with", named(left), named(right), lambda(f, ["x", "y"]));
}

/** The map with each key replaced. */
export function transformKeys(column: ColumnOrName, f: (key: Column, value: Column) => Column): Column {
  return invoke("transform_keys", named(column), lambda(f, ["x", "y"]));
}

/** The map with each value replaced. */
export function transformValues(column: ColumnOrName, f: (key: Column, value: Column) => Column): Column {
  return invoke("transform_values", named(column), lambda(f, ["x", "y"]));
}

/** The entries of the map for which the condition holds. */
export function mapFilter(column: ColumnOrName, f: (key: Column, value: Column) => Column): Column {
  return invoke("map_filter", named(column), lambda(f, ["x", "y"]));
}

/** Merges two maps key by key; a value that is missing is null. */
export function mapZipWith(
  left: ColumnOrName,
  right: ColumnOrName,
  f: (key: Column, left: Column, right: Column) => Column,
): Column {
  return invoke("map_zip_with", named(left), named(right), lambda(f, ["x", "y", "z"]));
}

/** The array sorted: ascending with nulls last, or by a comparator that gives a negative, zero or positive integer. */
export function arraySort(column: ColumnOrName, compare?: (left: Column, right: Column) => Column): Column {
  return compare === undefined
    ? invoke("array_sort", named(column))
    : invoke("array_sort", named(column), lambda(compare, ["x", "y"]));
}

function fold(
  name: string,
  column: ColumnOrName,
  initial: ColumnOrName,
  merge: (accumulator: Column, element: Column) => Column,
  finish: ((accumulator: Column) => Column) | undefined,
): Column {
  const rest = finish === undefined ? [] : [lambda(finish, ["x"])];
  return invoke(name, named(column), named(initial), lambda(merge, ["x", "y"]), ...rest);
}

let lastLambda = 0;

/**
 * The expression of a function: its parameters become variables of names that no other lambda has, so that lambdas
 * nest.
 *
 * @param names - One for each parameter.
 * @param optionalFrom - How many parameters there are at least; the rest are passed only if the function declares them.
 */
function lambda(
  f: (...columns: Column[]) => Column,
  names: readonly string[],
  optionalFrom: number = names.length,
): Expression {
  const count = Math.max(optionalFrom, Math.min(f.length, names.length));
  const parameters = names.slice(0, count).map((name) => {
    lastLambda += 1;
    return `${name}_${lastLambda}`;
  });
  const result = f(...parameters.map((name) => columnOf({ kind: "lambdaVariable", name })));
  if (!(result instanceof Column)) {
    throw new InvalidArgumentError("The function given to a higher-order function must return a Column");
  }
  return { kind: "lambda", body: expressionOf(result), parameters };
}

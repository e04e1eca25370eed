import type { Expression } from "../plan/expression.ts";
import { type ColumnOrName, expressionOf } from "./column.ts";
import { reference } from "./reference.ts";

/** Columns or names, one after another or as one array. */
export type Columns = readonly ColumnOrName[] | readonly [readonly ColumnOrName[]];

/**
 * The expression of an argument where a string is the name of a column.
 *
 * @throws InvalidArgumentError when it is neither, as callers without types may have it.
 */
export function named(column: ColumnOrName): Expression {
  return typeof column === "string" ? reference(column) : expressionOf(column);
}

/** The columns given one after another, or as one array. */
export function columnList(columns: Columns): readonly ColumnOrName[] {
  const [first] = columns;
  return columns.length === 1 && Array.isArray(first) ? first : (columns as readonly ColumnOrName[]);
}

/** The expressions of columns given one after another, or as one array. */
export function allNamed(columns: Columns): Expression[] {
  return columnList(columns).map(named);
}

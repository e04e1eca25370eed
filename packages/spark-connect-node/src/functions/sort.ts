import { type Column, columnOf, type ColumnOrName } from "../column/column.ts";
import { named } from "./invoke.ts";

// Orders, for `orderBy` and windows.

/** Sorts by a column ascending, nulls first. */
export function asc(column: ColumnOrName): Column {
  return columnOf(named(column)).asc();
}

/** Sorts by a column ascending, nulls first. */
export function ascNullsFirst(column: ColumnOrName): Column {
  return columnOf(named(column)).ascNullsFirst();
}

/** Sorts by a column ascending, nulls last. */
export function ascNullsLast(column: ColumnOrName): Column {
  return columnOf(named(column)).ascNullsLast();
}

/** Sorts by a column descending, nulls last. */
export function desc(column: ColumnOrName): Column {
  return columnOf(named(column)).desc();
}

/** Sorts by a column descending, nulls first. */
export function descNullsFirst(column: ColumnOrName): Column {
  return columnOf(named(column)).descNullsFirst();
}

/** Sorts by a column descending, nulls last. */
export function descNullsLast(column: ColumnOrName): Column {
  return columnOf(named(column)).descNullsLast();
}

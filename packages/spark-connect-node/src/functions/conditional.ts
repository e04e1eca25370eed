import type { Column, ColumnOrName } from "../column/column.ts";
import { InvalidArgumentError } from "../errors.ts";
import type { Expression } from "../plan/expression.ts";
import { constant, invoke, named, optional } from "./invoke.ts";

// Conditions and null handling.

/** The first of the columns that is not null. */
export function coalesce(...columns: readonly ColumnOrName[]): Column {
  return invoke("coalesce", ...columns.map(named));
}

/** The second column where the first is null. */
export function ifnull(column: ColumnOrName, replacement: ColumnOrName): Column {
  return invoke("ifnull", named(column), named(replacement));
}

/** The second column where the first is null. */
export function nvl(column: ColumnOrName, replacement: ColumnOrName): Column {
  return invoke("nvl", named(column), named(replacement));
}

/** The second column where the first is not null, else the third. */
export function nvl2(column: ColumnOrName, whenNotNull: ColumnOrName, whenNull: ColumnOrName): Column {
  return invoke("nvl2", named(column), named(whenNotNull), named(whenNull));
}

/** Null where both are equal, else the first. */
export function nullif(left: ColumnOrName, right: ColumnOrName): Column {
  return invoke("nullif", named(left), named(right));
}

/** Null where the number is zero (Spark 4.0 and later). */
export function nullifzero(column: ColumnOrName): Column {
  return invoke("nullifzero", named(column));
}

/** Zero where the number is null (Spark 4.0 and later). */
export function zeroifnull(column: ColumnOrName): Column {
  return invoke("zeroifnull", named(column));
}

/** The second column where the first is NaN. */
export function nanvl(column: ColumnOrName, replacement: ColumnOrName): Column {
  return invoke("nanvl", named(column), named(replacement));
}

/** Whether the value is null. */
export function isnull(column: ColumnOrName): Column {
  return invoke("isnull", named(column));
}

/** Whether the value is not null. */
export function isnotnull(column: ColumnOrName): Column {
  return invoke("isnotnull", named(column));
}

/** Whether the value is NaN. */
export function isnan(column: ColumnOrName): Column {
  return invoke("isnan", named(column));
}

/** Equality that takes null as a value. */
export function equalNull(left: ColumnOrName, right: ColumnOrName): Column {
  return invoke("equal_null", named(left), named(right));
}

/**
 * The greatest of two or more columns; nulls are skipped.
 *
 * @throws InvalidArgumentError when there are fewer than two.
 */
export function greatest(...columns: readonly ColumnOrName[]): Column {
  return invoke("greatest", ...atLeastTwo("greatest", columns));
}

/**
 * The least of two or more columns; nulls are skipped.
 *
 * @throws InvalidArgumentError when there are fewer than two.
 */
export function least(...columns: readonly ColumnOrName[]): Column {
  return invoke("least", ...atLeastTwo("least", columns));
}

/** Null where the condition holds; elsewhere the query fails with the message. */
export function assertTrue(condition: ColumnOrName, message?: Column | string): Column {
  return invoke("assert_true", named(condition), optional(message));
}

/** Fails the query with this message. */
export function raiseError(message: Column | string): Column {
  return invoke("raise_error", constant(message));
}

function atLeastTwo(name: string, columns: readonly ColumnOrName[]): Expression[] {
  if (columns.length < 2) {
    throw new InvalidArgumentError(`${name}() needs at least two columns, and got ${columns.length}`);
  }
  return columns.map(named);
}

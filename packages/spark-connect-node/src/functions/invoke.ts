import { Column, columnOf, type ColumnOrLiteral, type ColumnOrName, expressionOf } from "../column/column.ts";
import { type LiteralValue, literalExpression } from "../column/literal.ts";
import { named } from "../column/named.ts";
import { call, type Expression, type NewerArguments } from "../plan/expression.ts";
import { toLiteral } from "../values/index.ts";

export { allNamed, type Columns, named } from "../column/named.ts";

/** Options of a format, by Spark's names. */
export type FormatOptions = Readonly<Record<string, string | number | boolean>>;

/** The expression of an argument where a string is the name of a column and a number a constant. */
export function namedOrNumber(value: ColumnOrName | number): Expression {
  return typeof value === "number" ? constant(value) : named(value);
}

/** The expression of an optional argument where a string is the name of a column. */
export function optionalName(column: ColumnOrName | undefined): Expression | undefined {
  return column === undefined ? undefined : named(column);
}

/** The expression of an optional argument where a string is the name of a column; without it, that of a constant. */
export function namedOr(column: ColumnOrName | undefined, fallback: ColumnOrLiteral): Expression {
  return column === undefined ? constant(fallback) : named(column);
}

/**
 * The expression of a plain value: a column's own, or a constant, whatever its type.
 *
 * An array becomes a call of `array`, as in PySpark: its elements may then be of types that differ, and it
 * may be empty.
 */
export function constant(value: ColumnOrLiteral): Expression {
  if (value instanceof Column) return expressionOf(value);
  return isArray(value) ? call("array", value.map(constant)) : literalExpression(value);
}

function isArray(value: LiteralValue): value is readonly LiteralValue[] {
  return Array.isArray(value);
}

/** The expression of an optional constant. */
export function optional(value: ColumnOrLiteral | undefined): Expression | undefined {
  return value === undefined ? undefined : constant(value);
}

/** The constant 0 as Spark's functions for intervals take seconds, which have a fraction. */
export const ZERO_SECONDS: Expression = {
  kind: "literal",
  literal: toLiteral("0", { kind: "decimal", precision: 10, scale: 0 }),
};

/** The column that calls a function with these arguments; absent ones (at the end) are left out. */
export function invoke(name: string, ...args: readonly (Expression | undefined)[]): Column {
  return columnOf(
    call(
      name,
      args.filter((argument) => argument !== undefined),
    ),
  );
}

/** As {@link invoke}, where servers before a version do not take the last arguments. */
export function invokeNewer(
  newer: NewerArguments,
  name: string,
  ...args: readonly (Expression | undefined)[]
): Column {
  return columnOf({
    ...call(
      name,
      args.filter((argument) => argument !== undefined),
    ),
    newer,
  });
}

/** Options of a function, as the map of strings that Spark takes; none at all when there are none. */
export function optionsMap(options: FormatOptions | undefined): Expression | undefined {
  const entries = Object.entries(options ?? {});
  return entries.length === 0
    ? undefined
    : call(
        "map",
        entries.flat().map((part) => constant(String(part))),
      );
}

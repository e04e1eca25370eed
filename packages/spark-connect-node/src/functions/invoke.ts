import {
  Column,
  columnOf,
  type ColumnOrLiteral,
  type ColumnOrName,
  expressionOf,
  operand,
} from "../column/column.ts";
import { reference } from "../column/reference.ts";
import { call, type Expression } from "../plan/expression.ts";

/** The expression of an argument where a string is the name of a column. */
export function named(column: ColumnOrName): Expression {
  return column instanceof Column ? expressionOf(column) : reference(column);
}

/** The expression of an argument where a string is the name of a column and a number a constant. */
export function namedOrNumber(value: ColumnOrName | number): Expression {
  return typeof value === "number" ? operand(value) : named(value);
}

/** The column that calls a function with these arguments; absent ones (at the end) are left out. */
export function invoke(name: string, ...args: readonly (Expression | undefined)[]): Column {
  return columnOf(
    call(
      name,
      args.filter((argument) => argument !== undefined),
    ),
  );
}

/** The expression of an optional constant. */
export function optional(value: ColumnOrLiteral | undefined): Expression | undefined {
  return value === undefined ? undefined : operand(value);
}

/** Options of a function, as the map of strings that Spark takes. */
export function optionsMap(options: Readonly<Record<string, string>> | undefined): Expression | undefined {
  const entries = Object.entries(options ?? {});
  return entries.length === 0 ? undefined : call("map", entries.flat().map(operand));
}

import {
  Column,
  columnOf,
  type ColumnOrLiteral,
  type ColumnOrName,
  expressionOf,
  operand,
} from "../column/column.ts";
import { reference } from "../column/reference.ts";
import { call } from "../plan/expression.ts";
import type { DataType } from "../types/index.ts";
import { invoke, named } from "./invoke.ts";

/** The column of this name: `"price"`, `"address.line1"`, `` "`odd.name`" ``, `"*"` or `"t.*"` for all. */
export function col(name: string): Column {
  return columnOf(reference(name));
}

/** The same as {@link col}. */
export function column(name: string): Column {
  return col(name);
}

/** A constant: an integer becomes INT where it fits and BIGINT else, a fraction DOUBLE, a `bigint` BIGINT. */
export function lit(value: ColumnOrLiteral): Column {
  return value instanceof Column ? value : columnOf(operand(value));
}

/** An expression written in Spark SQL. Never put untrusted text into it: give that to `sql()` as an argument. */
export function expr(sql: string): Column {
  return columnOf({ kind: "sql", text: sql });
}

/** Begins a chain of branches: `when(condition, value).when(…).otherwise(…)`. */
export function when(condition: Column, value: ColumnOrLiteral): Column {
  return columnOf(call("when", [expressionOf(condition), operand(value)]));
}

/** Calls any function that the server knows, its own and registered ones, by name; the way to what has no function here. */
export function callFunction(name: string, ...columns: readonly ColumnOrName[]): Column {
  return columnOf({ kind: "callFunction", name, args: columns.map(named) });
}

/** Converts a column to a type, null where a value does not convert. See {@link Column.tryCast}. */
export function tryCast(column: ColumnOrName, type: DataType | string): Column {
  return (column instanceof Column ? column : col(column)).tryCast(type);
}

/** Converts a column to a type. See {@link Column.cast}. */
export function cast(column: ColumnOrName, type: DataType | string): Column {
  return (column instanceof Column ? column : col(column)).cast(type);
}

/** Boolean not. */
export function not(column: ColumnOrName): Column {
  return invoke("not", named(column));
}

/** Sorts by a column ascending, nulls first. */
export function asc(column: ColumnOrName): Column {
  return columnOf(named(column)).asc();
}

/** Sorts by a column descending, nulls last. */
export function desc(column: ColumnOrName): Column {
  return columnOf(named(column)).desc();
}

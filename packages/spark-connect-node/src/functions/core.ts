import { Column, columnOf, type ColumnOrLiteral, type ColumnOrName, expressionOf } from "../column/column.ts";
import { reference } from "../column/reference.ts";
import type { DataFrame } from "../dataframe/dataframe.ts";
import { call } from "../plan/expression.ts";
import { type DataType, parseDataType } from "../types/index.ts";
import { toLiteral } from "../values/index.ts";
import { constant, invoke, named } from "./invoke.ts";

/** The column of this name: `"price"`, `"address.line1"`, `` "`odd.name`" ``, `"*"` or `"t.*"` for all. */
export function col(name: string): Column {
  return columnOf(reference(name));
}

/** The same as {@link col}. */
export function column(name: string): Column {
  return col(name);
}

/**
 * A constant: an integer becomes INT where it fits and BIGINT else, a fraction DOUBLE, a `bigint` BIGINT; an array
 * becomes a call of `array`.
 *
 * @param type - What it is instead, as a `DataType` or as DDL: `lit("1.10", "DECIMAL(10,2)")`. PySpark has Python's own
 *   types for it.
 * @throws InvalidArgumentError when the value is none of the type, or would lose digits.
 */
export function lit(value: ColumnOrLiteral, type?: DataType | string): Column {
  if (type !== undefined) {
    const literal = toLiteral(value, typeof type === "string" ? parseDataType(type) : type);
    return columnOf({ kind: "literal", literal });
  }
  return value instanceof Column ? value : columnOf(constant(value));
}

/** An expression written in Spark SQL. Never put untrusted text into it: give that to `sql()` as an argument. */
export function expr(sql: string): Column {
  return columnOf({ kind: "sql", text: sql });
}

/** Begins a chain of branches: `when(condition, value).when(…).otherwise(…)`. */
export function when(condition: Column, value: ColumnOrLiteral): Column {
  return columnOf(call("when", [expressionOf(condition), constant(value)]));
}

/** Calls any function that the server knows, its own and registered ones, by name: the way to what has none here. */
export function callFunction(name: string, ...columns: readonly ColumnOrName[]): Column {
  return columnOf({ kind: "callFunction", name, args: columns.map(named) });
}

/** Calls a function registered under this name, such as a Java UDF, or one of the server's own. */
export function callUdf(name: string, ...columns: readonly ColumnOrName[]): Column {
  return invoke(name, ...columns.map(named));
}

/** A value of a user-defined type as the type it is stored in. */
export function unwrapUdt(column: ColumnOrName): Column {
  return invoke("unwrap_udt", named(column));
}

/** The DataFrame with the advice to send it whole to all executors when it is joined: it is small. */
export function broadcast(df: DataFrame): DataFrame {
  return df.hint("broadcast");
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

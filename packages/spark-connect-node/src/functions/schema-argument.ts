import { Column } from "../column/column.ts";
import type { Expression } from "../plan/expression.ts";
import { type DataType, toJsonType } from "../types/index.ts";
import { constant } from "./invoke.ts";

/**
 * The expression of a schema: DDL and columns as they are, types as Spark's JSON, which keeps all their metadata.
 */
export function schemaArgument(schema: DataType | string | Column): Expression {
  if (typeof schema === "string" || schema instanceof Column) {
    return constant(schema);
  }
  return constant(JSON.stringify(sorted(toJsonType(schema))));
}

/** With its keys in alphabetical order, as PySpark writes them: equal schemas make equal plans. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  );
}

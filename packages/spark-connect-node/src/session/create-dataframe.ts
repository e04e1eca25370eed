import { DataType as Arrow, makeData, RecordBatch, Struct, Table } from "apache-arrow";
import { InvalidArgumentError } from "../errors.ts";
import { type DataType, parseDataType, StructType } from "../types/index.ts";
import { describe } from "../values/coerce.ts";
import { inferType } from "../values/infer-type.ts";
import { inferSchema } from "./infer-schema.ts";

/**
 * A row: an object by column name (a column left out is null), or an array in the order of the columns. What its values
 * may be depends on their types, and is checked when the rows are.
 */
export type RowInput = object | readonly unknown[];

/** What `createDataFrame` takes for a schema: a type, DDL, or names alone. */
export type SchemaInput = StructType | string | readonly string[];

/** Rows in the forms that `createDataFrame` takes them in. */
export type LocalInput =
  | { readonly kind: "rows"; readonly rows: readonly unknown[]; readonly schema: StructType }
  | {
      readonly kind: "arrow";
      readonly batches: readonly RecordBatch[];
      /** Cast to by the server. */
      readonly schema: StructType | undefined;
      readonly names: readonly string[] | undefined;
    };

/** Whether a value is a table or batch of apache-arrow. */
export function isArrow(data: unknown): data is Table | RecordBatch {
  return data instanceof Table || data instanceof RecordBatch;
}

/** The batches of a table; of one without rows, which may have none, an empty one: it tells of the columns. */
export function batchesOf(data: Table | RecordBatch): readonly RecordBatch[] {
  if (data instanceof RecordBatch) return [data];
  if (data.batches.length > 0) return data.batches;
  return [new RecordBatch(data.schema, makeData({ type: new Struct(data.schema.fields), length: 0 }))];
}

/**
 * Takes the batches out of one thing after another, which must all be Arrow's and of the same columns: they become one
 * table, in which a column has one place and one type.
 *
 * @throws InvalidArgumentError
 */
export function batchCollector(): (item: unknown) => readonly RecordBatch[] {
  let expected: string | undefined;
  return (item) => {
    if (!isArrow(item)) {
      throw new InvalidArgumentError("Arrow batches come with Arrow batches only, and rows with rows");
    }
    const columns = item.schema.fields
      .map(({ name, type }) => `${name}: ${String(Arrow.isDictionary(type) ? type.dictionary : type)}`)
      .join(", ");
    expected ??= columns;
    if (columns === expected) return batchesOf(item);
    throw new InvalidArgumentError(
      `Arrow batches of one DataFrame have the same columns in the same order, not ${expected} and then ${columns}`,
    );
  };
}

/** Reads the arguments of `createDataFrame`. @throws InvalidArgumentError for what cannot be */
export function localInput(
  data: Iterable<unknown> | Table | RecordBatch,
  schema: SchemaInput | undefined,
): LocalInput {
  if (typeof data !== "object" || data === null || !(Symbol.iterator in data || isArrow(data))) {
    throw new InvalidArgumentError(
      `createDataFrame takes rows, in an array or another iterable, or data of apache-arrow, not ${describe(data)}`,
    );
  }
  if (isArrow(data)) {
    return { kind: "arrow", batches: batchesOf(data), ...arrowSchema(schema) };
  }
  const given: readonly unknown[] = Array.isArray(data) ? data : [...data];
  if (isArrow(given[0])) {
    return { kind: "arrow", batches: given.flatMap(batchCollector()), ...arrowSchema(schema) };
  }
  // [1, 2, 3] is one column called value, as in PySpark.
  const scalars = isScalar(given[0]);
  const rows = scalars ? given.map((value) => [value]) : given;
  if (isNames(schema))
    return { kind: "rows", ...renamed(rows, schema.length === 0 && scalars ? ["value"] : schema) };
  if (schema === undefined) {
    return { kind: "rows", rows, schema: inferSchema(rows, scalars ? ["value"] : undefined) };
  }
  return { kind: "rows", rows, schema: structOf(schema) };
}

/** A type that is no struct is that of the one column, `value`. */
export function structOf(schema: StructType | string): StructType {
  const type: DataType = typeof schema === "string" ? parseDataType(schema) : schema;
  return type instanceof StructType ? type : new StructType([{ name: "value", type }]);
}

export function arrowSchema(schema: SchemaInput | undefined): {
  readonly schema: StructType | undefined;
  readonly names: readonly string[] | undefined;
} {
  if (schema === undefined) return { schema: undefined, names: undefined };
  return isNames(schema)
    ? { schema: undefined, names: schema }
    : { schema: structOf(schema), names: undefined };
}

function isNames(schema: SchemaInput | undefined): schema is readonly string[] {
  return Array.isArray(schema);
}

/** A value that stands for a row of one column. */
export function isScalar(value: unknown): boolean {
  if (value === undefined) return false;
  if (typeof value !== "object" || value === null) return true;
  if (Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) return false;
  try {
    inferType(value);
    return true;
  } catch {
    // An object of a class that is no value of Spark's: a row.
    return false;
  }
}

/**
 * Names alone give the columns new names, by position. That of an object's column is where its key was first seen, in
 * whichever row: the keys of one object may come in another order than those of the next.
 */
function renamed(
  given: readonly unknown[],
  names: readonly string[],
): { readonly rows: readonly unknown[]; readonly schema: StructType } {
  const keys = new Set<string>();
  for (const row of given) {
    if (isObject(row)) for (const key of Object.keys(row)) keys.add(key);
  }
  const order = [...keys];
  const rows = given.map((row, index) => {
    if (!isObject(row) && !Array.isArray(row)) return row;
    const values: readonly unknown[] = isObject(row)
      ? order.map((key) => (Object.hasOwn(row, key) ? row[key] : null))
      : row;
    if (values.length === names.length) return values;
    throw new InvalidArgumentError(
      `row ${index}: ${values.length} values where ${names.length} names are given (${names.join(", ")})`,
    );
  });
  return { rows, schema: inferSchema(rows, names) };
}

function isObject(row: unknown): row is Readonly<Record<string, unknown>> {
  return typeof row === "object" && row !== null && !Array.isArray(row);
}

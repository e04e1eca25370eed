import type { Column, ColumnOrName } from "../column/column.ts";
import { InvalidArgumentError } from "../errors.ts";
import { type DataType, StructType } from "../types/index.ts";
import { constant, type FormatOptions, invoke, named, optionsMap } from "./invoke.ts";
import { schemaArgument } from "./schema-argument.ts";

// JSON and CSV.

/** JSON text as a struct, array or map of this schema (a type, DDL, or a column such as {@link schemaOfJson}). */
export function fromJson(
  column: ColumnOrName,
  schema: DataType | string | Column,
  options?: FormatOptions,
): Column {
  return invoke("from_json", named(column), schemaArgument(schema), optionsMap(options));
}

/** A struct, array, map or variant as JSON text. */
export function toJson(column: ColumnOrName, options?: FormatOptions): Column {
  return invoke("to_json", named(column), optionsMap(options));
}

/** The value at a path such as `$.a[0].b`, as text. */
export function getJsonObject(column: ColumnOrName, path: Column | string): Column {
  return invoke("get_json_object", named(column), constant(path));
}

/**
 * One column of text for each of these fields of a JSON object.
 *
 * @throws InvalidArgumentError when there is no field.
 */
export function jsonTuple(column: ColumnOrName, ...fields: readonly (Column | string)[]): Column {
  if (fields.length === 0) {
    throw new InvalidArgumentError("jsonTuple() needs at least one field");
  }
  return invoke("json_tuple", named(column), ...fields.map(constant));
}

/** The number of elements of a JSON array. */
export function jsonArrayLength(column: ColumnOrName): Column {
  return invoke("json_array_length", named(column));
}

/** The keys of a JSON object, as an array. */
export function jsonObjectKeys(column: ColumnOrName): Column {
  return invoke("json_object_keys", named(column));
}

/** The schema of a JSON text, as DDL. */
export function schemaOfJson(json: Column | string, options?: FormatOptions): Column {
  return invoke("schema_of_json", constant(json), optionsMap(options));
}

/** A line of CSV as a struct of this schema. */
export function fromCsv(
  column: ColumnOrName,
  schema: StructType | string | Column,
  options?: FormatOptions,
): Column {
  return invoke(
    "from_csv",
    named(column),
    constant(schema instanceof StructType ? schema.toDDL() : schema),
    optionsMap(options),
  );
}

/** A struct as a line of CSV. */
export function toCsv(column: ColumnOrName, options?: FormatOptions): Column {
  return invoke("to_csv", named(column), optionsMap(options));
}

/** The schema of a line of CSV, as DDL. */
export function schemaOfCsv(csv: Column | string, options?: FormatOptions): Column {
  return invoke("schema_of_csv", constant(csv), optionsMap(options));
}

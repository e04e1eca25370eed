import { Column, type ColumnOrLiteral, type ColumnOrName, operand } from "../column/column.ts";
import { type DataType, formatDataType, StructType } from "../types/index.ts";
import { invoke, named, optionsMap } from "./invoke.ts";

/** Options of a format, by Spark's names. */
export type FormatOptions = Readonly<Record<string, string>>;

// JSON, CSV and variants.

/** JSON text as a struct, array or map of this schema (a type, DDL, or a column such as {@link schemaOfJson}). */
export function fromJson(
  column: ColumnOrName,
  schema: DataType | string | Column,
  options?: FormatOptions,
): Column {
  return invoke("from_json", named(column), operand(schemaArgument(schema)), optionsMap(options));
}

/** A struct, array, map or variant as JSON text. */
export function toJson(column: ColumnOrName, options?: FormatOptions): Column {
  return invoke("to_json", named(column), optionsMap(options));
}

/** The value at a path such as `$.a[0].b`, as text. */
export function getJsonObject(column: ColumnOrName, path: string): Column {
  return invoke("get_json_object", named(column), operand(path));
}

/** One column of text for each of these fields of a JSON object. */
export function jsonTuple(column: ColumnOrName, ...fields: readonly string[]): Column {
  return invoke("json_tuple", named(column), ...fields.map(operand));
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
export function schemaOfJson(json: ColumnOrLiteral, options?: FormatOptions): Column {
  return invoke("schema_of_json", operand(json), optionsMap(options));
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
    operand(schema instanceof StructType ? schema.toDDL() : schema),
    optionsMap(options),
  );
}

/** A struct as a line of CSV. */
export function toCsv(column: ColumnOrName, options?: FormatOptions): Column {
  return invoke("to_csv", named(column), optionsMap(options));
}

/** The schema of a line of CSV, as DDL. */
export function schemaOfCsv(csv: ColumnOrLiteral, options?: FormatOptions): Column {
  return invoke("schema_of_csv", operand(csv), optionsMap(options));
}

/** JSON text as a variant (Spark 4.0 and later). */
export function parseJson(column: ColumnOrName): Column {
  return invoke("parse_json", named(column));
}

/** JSON text as a variant, null where it is malformed (Spark 4.0 and later). */
export function tryParseJson(column: ColumnOrName): Column {
  return invoke("try_parse_json", named(column));
}

/** The value at a path of a variant, cast to a type (Spark 4.0 and later). */
export function variantGet(column: ColumnOrName, path: ColumnOrLiteral, type: string): Column {
  return invoke("variant_get", named(column), operand(path), operand(type));
}

/** The value at a path of a variant, cast to a type, null where it does not convert (Spark 4.0 and later). */
export function tryVariantGet(column: ColumnOrName, path: ColumnOrLiteral, type: string): Column {
  return invoke("try_variant_get", named(column), operand(path), operand(type));
}

/** Whether a variant holds JSON's null (Spark 4.0 and later). */
export function isVariantNull(column: ColumnOrName): Column {
  return invoke("is_variant_null", named(column));
}

/** The schema of a variant (Spark 4.0 and later). */
export function schemaOfVariant(column: ColumnOrName): Column {
  return invoke("schema_of_variant", named(column));
}

/** The server reads JSON and DDL; a struct keeps its metadata in JSON only. */
function schemaArgument(schema: DataType | string | Column): string | Column {
  if (typeof schema === "string" || schema instanceof Column) {
    return schema;
  }
  return schema instanceof StructType ? JSON.stringify(schema.toJSON()) : formatDataType(schema);
}

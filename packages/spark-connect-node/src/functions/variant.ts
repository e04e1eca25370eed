import type { Column, ColumnOrName } from "../column/column.ts";
import { InvalidArgumentError } from "../errors.ts";
import type { Expression } from "../plan/expression.ts";
import { type DataType, formatDataType } from "../types/index.ts";
import { constant, invoke, named } from "./invoke.ts";

// Variants: values of any type, as JSON has. A path is a constant such as `$.a[0]['b c']`, or a column of such.

/** JSON text as a variant (Spark 4.0 and later). */
export function parseJson(column: ColumnOrName): Column {
  return invoke("parse_json", named(column));
}

/** JSON text as a variant, null where it is malformed (Spark 4.0 and later). */
export function tryParseJson(column: ColumnOrName): Column {
  return invoke("try_parse_json", named(column));
}

/** The value at a path of a variant, cast to a type (Spark 4.0 and later). */
export function variantGet(column: ColumnOrName, path: Column | string, type: DataType | string): Column {
  return invoke("variant_get", named(column), constant(path), typeArgument(type));
}

/** The value at a path of a variant, cast to a type, null where it does not convert (Spark 4.0 and later). */
export function tryVariantGet(column: ColumnOrName, path: Column | string, type: DataType | string): Column {
  return invoke("try_variant_get", named(column), constant(path), typeArgument(type));
}

/** Whether a variant holds JSON's null (Spark 4.0 and later). */
export function isVariantNull(column: ColumnOrName): Column {
  return invoke("is_variant_null", named(column));
}

/** The schema of a variant (Spark 4.0 and later). */
export function schemaOfVariant(column: ColumnOrName): Column {
  return invoke("schema_of_variant", named(column));
}

/** The merged schema of the group's variants, as DDL (Spark 4.0 and later). */
export function schemaOfVariantAgg(column: ColumnOrName): Column {
  return invoke("schema_of_variant_agg", named(column));
}

/** An array, map of text keys or struct as a variant; its structs lose the order of their fields (Spark 4.0 and later). */
export function toVariantObject(column: ColumnOrName): Column {
  return invoke("to_variant_object", named(column));
}

/** Whether a variant is well formed; null for null (Spark 4.2 and later). */
export function isValidVariant(column: ColumnOrName): Column {
  return invoke("is_valid_variant", named(column));
}

/**
 * A variant without what is at these paths, taken one after another; a null path is skipped (Spark 4.3 and later).
 *
 * @throws InvalidArgumentError when there is no path.
 */
export function variantDelete(column: ColumnOrName, ...paths: readonly (Column | string)[]): Column {
  if (paths.length === 0) {
    throw new InvalidArgumentError("variantDelete() needs at least one path, such as '$.a'");
  }
  return invoke("variant_delete", named(column), ...paths.map(constant));
}

/**
 * A variant with a new field, or with an element put into an array at an index (Spark 4.3 and later). What is missing
 * on the way is made; the query fails where the field is there already or a part of the path is of another type.
 */
export function variantInsert(column: ColumnOrName, path: Column | string, value: ColumnOrName): Column {
  return invoke("variant_insert", named(column), constant(path), named(value));
}

/** As {@link variantInsert}, null where that fails (Spark 4.3 and later). */
export function tryVariantInsert(column: ColumnOrName, path: Column | string, value: ColumnOrName): Column {
  return invoke("try_variant_insert", named(column), constant(path), named(value));
}

/**
 * A variant with a field or element replaced, or made if `createIfMissing`, with what is missing on the way (Spark 4.3
 * and later). The query fails where a part of the path is of another type.
 */
export function variantSet(
  column: ColumnOrName,
  path: Column | string,
  value: ColumnOrName,
  createIfMissing: Column | boolean = true,
): Column {
  return invoke("variant_set", named(column), constant(path), named(value), constant(createIfMissing));
}

/** As {@link variantSet}, null where that fails (Spark 4.3 and later). */
export function tryVariantSet(
  column: ColumnOrName,
  path: Column | string,
  value: ColumnOrName,
  createIfMissing: Column | boolean = true,
): Column {
  return invoke("try_variant_set", named(column), constant(path), named(value), constant(createIfMissing));
}

/**
 * A variant with a value added at the end of the array at a path; as it was where there is nothing (Spark 4.3 and
 * later). The query fails where there is something else than an array.
 */
export function variantArrayAppend(column: ColumnOrName, path: Column | string, value: ColumnOrName): Column {
  return invoke("variant_array_append", named(column), constant(path), named(value));
}

/** As {@link variantArrayAppend}, null where that fails (Spark 4.3 and later). */
export function tryVariantArrayAppend(
  column: ColumnOrName,
  path: Column | string,
  value: ColumnOrName,
): Column {
  return invoke("try_variant_array_append", named(column), constant(path), named(value));
}

/** A variant without its fields that are null, and without such elements if `includeArrays` (Spark 4.3 and later). */
export function variantStripNulls(column: ColumnOrName, includeArrays: Column | boolean = true): Column {
  return invoke("variant_strip_nulls", named(column), constant(includeArrays));
}

function typeArgument(type: DataType | string): Expression {
  return constant(typeof type === "string" ? type : formatDataType(type));
}

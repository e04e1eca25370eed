import type { Column, ColumnOrName } from "../column/column.ts";
import type { StructType } from "../types/index.ts";
import { constant, type FormatOptions, invoke, named, optionsMap } from "./invoke.ts";
import { schemaArgument } from "./schema-argument.ts";

// XML, and XPath over it. The path is a column of a constant, as `lit("a/b")`.

/** XML text as a struct of this schema (a type, DDL, or a column such as {@link schemaOfXml}; Spark 4.0 and later). */
export function fromXml(
  column: ColumnOrName,
  schema: StructType | string | Column,
  options?: FormatOptions,
): Column {
  return invoke("from_xml", named(column), schemaArgument(schema), optionsMap(options));
}

/** A struct as XML text (Spark 4.0 and later). */
export function toXml(column: ColumnOrName, options?: FormatOptions): Column {
  return invoke("to_xml", named(column), optionsMap(options));
}

/** The schema of an XML text, as DDL (Spark 4.0 and later). */
export function schemaOfXml(xml: Column | string, options?: FormatOptions): Column {
  return invoke("schema_of_xml", constant(xml), optionsMap(options));
}

/** The texts of the nodes that match, as an array. */
export function xpath(xml: ColumnOrName, path: ColumnOrName): Column {
  return invoke("xpath", named(xml), named(path));
}

/** Whether the path gives true, or a node matches. */
export function xpathBoolean(xml: ColumnOrName, path: ColumnOrName): Column {
  return invoke("xpath_boolean", named(xml), named(path));
}

/** The number of the first match as a double: 0 without one, NaN where it is no number. */
export function xpathDouble(xml: ColumnOrName, path: ColumnOrName): Column {
  return invoke("xpath_double", named(xml), named(path));
}

/** The number of the first match; the same as {@link xpathDouble}. */
export function xpathNumber(xml: ColumnOrName, path: ColumnOrName): Column {
  return invoke("xpath_number", named(xml), named(path));
}

/** The number of the first match as a float: 0 without one, NaN where it is no number. */
export function xpathFloat(xml: ColumnOrName, path: ColumnOrName): Column {
  return invoke("xpath_float", named(xml), named(path));
}

/** The number of the first match as an integer: 0 without one, or where it is no number. */
export function xpathInt(xml: ColumnOrName, path: ColumnOrName): Column {
  return invoke("xpath_int", named(xml), named(path));
}

/** The number of the first match as a long integer: 0 without one, or where it is no number. */
export function xpathLong(xml: ColumnOrName, path: ColumnOrName): Column {
  return invoke("xpath_long", named(xml), named(path));
}

/** The number of the first match as a short integer: 0 without one, or where it is no number. */
export function xpathShort(xml: ColumnOrName, path: ColumnOrName): Column {
  return invoke("xpath_short", named(xml), named(path));
}

/** The text of the first match. */
export function xpathString(xml: ColumnOrName, path: ColumnOrName): Column {
  return invoke("xpath_string", named(xml), named(path));
}

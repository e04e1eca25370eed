import { type DataType, parseDataType, type StructField, StructType } from "spark-connect-node";

/** Where Spark keeps the type a column was declared with, if there is a `CHAR(n)` or `VARCHAR(n)` in it: it reads both as string. */
const DECLARED = "__CHAR_VARCHAR_TYPE_STRING";

/**
 * Returns the schema of a table with the types that its columns were declared with. Spark reports `VARCHAR(n)` and `CHAR(n)` as
 * string, at any depth, and keeps the length in the column's metadata.
 *
 * @example
 * declaredTypes(await spark.table("db.t").schema()).simpleString // struct<code:varchar(5)>
 */
export function declaredTypes(schema: StructType): StructType {
  return new StructType(schema.fields.map((field) => declaredField(field)));
}

function declaredField(field: StructField): StructField {
  const { [DECLARED]: declared, ...metadata } = field.metadata;
  return typeof declared === "string"
    ? { ...field, type: bounded(field.type, parseDataType(declared)), metadata }
    : field;
}

/** The type, with the lengths of the declared one. Both have the same parts in the same order. */
function bounded(type: DataType, declared: DataType): DataType {
  if (type.kind === "string") {
    return declared.kind === "char" || declared.kind === "varchar" ? declared : type;
  }
  if (type.kind === "array" && declared.kind === "array") {
    return { ...type, elementType: bounded(type.elementType, declared.elementType) };
  }
  if (type.kind === "map" && declared.kind === "map") {
    return {
      ...type,
      keyType: bounded(type.keyType, declared.keyType),
      valueType: bounded(type.valueType, declared.valueType),
    };
  }
  if (type.kind === "struct" && declared.kind === "struct") {
    return new StructType(
      type.fields.map((field, index) => ({
        ...field,
        type: bounded(field.type, declared.fields[index]?.type ?? field.type),
      })),
    );
  }
  return type;
}

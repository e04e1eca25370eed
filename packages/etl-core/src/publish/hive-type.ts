import { type DataType, formatDataType, StructType } from "spark-connect-node";

/**
 * A type as text that a Hive table can hold: nullable at every level, with comments. Hive forgets `NOT NULL`
 * inside a struct, and Spark, which remembers, then cannot read the table ("Column in converted table has different
 * data type").
 */
export function hiveType(type: DataType): string {
  return formatDataType(nullable(type));
}

function nullable(type: DataType): DataType {
  if (type.kind === "struct") {
    return new StructType(
      type.fields.map(({ name, type: inner, metadata }) => {
        const comment = metadata["comment"];
        return {
          name,
          type: nullable(inner),
          metadata: typeof comment === "string" ? { comment } : {},
        };
      }),
    );
  }
  if (type.kind === "array") {
    return { kind: "array", elementType: nullable(type.elementType), containsNull: true };
  }
  if (type.kind === "map") {
    return {
      kind: "map",
      keyType: nullable(type.keyType),
      valueType: nullable(type.valueType),
      valueContainsNull: true,
    };
  }
  return type;
}

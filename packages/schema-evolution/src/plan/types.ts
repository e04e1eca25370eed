import { type DataType, dataTypesEqual, StructType } from "spark-connect-node";

/** Do both hold the same values under the same names, nullability and metadata aside? */
export function sameType(a: DataType, b: DataType): boolean {
  return dataTypesEqual(a, b, { ignoreNullability: true });
}

/**
 * The type as a Hive table can hold it: nullable at every level, since a value that does not convert becomes null
 * wherever it lies, and without the parts that have no type yet.
 *
 * @returns undefined when nothing of it has a type.
 */
export function storableType(type: DataType): DataType | undefined {
  if (type.kind === "null") return undefined;
  if (type.kind === "array") {
    const elementType = storableType(type.elementType);
    return elementType === undefined ? undefined : { kind: "array", elementType, containsNull: true };
  }
  if (type.kind === "map") {
    const keyType = storableType(type.keyType);
    const valueType = storableType(type.valueType);
    if (keyType === undefined || valueType === undefined) return undefined;
    return { kind: "map", keyType, valueType, valueContainsNull: true };
  }
  if (type.kind === "struct") {
    const fields = type.fields.flatMap((field) => {
      const stored = storableType(field.type);
      return stored === undefined ? [] : [{ ...field, type: stored, nullable: true }];
    });
    return fields.length === 0 ? undefined : new StructType(fields);
  }
  return type;
}

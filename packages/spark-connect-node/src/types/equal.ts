import type { DataType } from "./data-type.ts";

/** What {@link dataTypesEqual} leaves out. */
export interface TypeComparison {
  /** Take nullable and non-nullable fields, elements and map values for equal (default false). */
  readonly ignoreNullability?: boolean;
}

/**
 * Whether two types are the same: kinds, parameters, names (upper and lower case differ), order and, unless
 * told otherwise, nullability. Comments and other metadata describe a type and never make it another one.
 */
export function dataTypesEqual(a: DataType, b: DataType, options: TypeComparison = {}): boolean {
  const sameNulls = (left: boolean, right: boolean): boolean =>
    options.ignoreNullability === true || left === right;
  switch (a.kind) {
    case "string":
      return b.kind === a.kind && a.collation === b.collation;
    case "char":
    case "varchar":
      return b.kind === a.kind && a.length === b.length;
    case "decimal":
      return b.kind === a.kind && a.precision === b.precision && a.scale === b.scale;
    case "time":
    case "timestamp_ltz_nanos":
    case "timestamp_ntz_nanos":
      return b.kind === a.kind && a.precision === b.precision;
    case "day_time_interval":
      return b.kind === a.kind && a.start === b.start && a.end === b.end;
    case "year_month_interval":
      return b.kind === a.kind && a.start === b.start && a.end === b.end;
    case "geometry":
    case "geography":
      return b.kind === a.kind && a.srid === b.srid;
    case "array":
      return (
        b.kind === a.kind &&
        sameNulls(a.containsNull, b.containsNull) &&
        dataTypesEqual(a.elementType, b.elementType, options)
      );
    case "map":
      return (
        b.kind === a.kind &&
        sameNulls(a.valueContainsNull, b.valueContainsNull) &&
        dataTypesEqual(a.keyType, b.keyType, options) &&
        dataTypesEqual(a.valueType, b.valueType, options)
      );
    case "struct":
      return (
        b.kind === a.kind &&
        a.fields.length === b.fields.length &&
        a.fields.every((field, at) => {
          const other = b.fields[at];
          return (
            other !== undefined &&
            field.name === other.name &&
            sameNulls(field.nullable, other.nullable) &&
            dataTypesEqual(field.type, other.type, options)
          );
        })
      );
    case "udt":
      return (
        b.kind === a.kind &&
        a.jvmClass === b.jvmClass &&
        a.pythonClass === b.pythonClass &&
        a.serializedPythonClass === b.serializedPythonClass &&
        (a.sqlType === undefined || b.sqlType === undefined
          ? a.sqlType === b.sqlType
          : dataTypesEqual(a.sqlType, b.sqlType, options))
      );
    case "null":
    case "boolean":
    case "byte":
    case "short":
    case "integer":
    case "long":
    case "float":
    case "double":
    case "date":
    case "timestamp":
    case "timestamp_ntz":
    case "binary":
    case "variant":
    case "calendar_interval":
      return a.kind === b.kind;
    default:
      return a satisfies never;
  }
}

import type { MessageInitShape } from "@bufbuild/protobuf";
import { create } from "@bufbuild/protobuf";
import type { DataType as ProtoDataType } from "#gen/spark/connect/types_pb.js";
import { DataTypeSchema } from "#gen/spark/connect/types_pb.js";
import { ProtocolError } from "../errors.ts";
import { normalizeCollation } from "./collation.ts";
import type { DataType, DayTimeField, StructField, StructFieldInit, YearMonthField } from "./data-type.ts";
import { parseDataType, StructType } from "./struct-type.ts";

type ProtoKind = NonNullable<MessageInitShape<typeof DataTypeSchema>["kind"]>;

function kindOf(type: DataType): ProtoKind {
  switch (type.kind) {
    case "string":
      return { case: "string", value: { collation: type.collation ?? "" } };
    case "char":
      return { case: "char", value: { length: type.length } };
    case "varchar":
      return { case: "varChar", value: { length: type.length } };
    case "decimal":
      return { case: "decimal", value: { precision: type.precision, scale: type.scale } };
    case "time":
      return { case: "time", value: { precision: type.precision } };
    case "timestamp_ltz_nanos":
      return { case: "timestampLtzNanos", value: { precision: type.precision } };
    case "timestamp_ntz_nanos":
      return { case: "timestampNtzNanos", value: { precision: type.precision } };
    case "day_time_interval":
      return { case: "dayTimeInterval", value: { startField: type.start, endField: type.end } };
    case "year_month_interval":
      return { case: "yearMonthInterval", value: { startField: type.start, endField: type.end } };
    case "geometry":
    case "geography":
      return { case: type.kind, value: { srid: type.srid } };
    case "array":
      return {
        case: "array",
        value: { elementType: toProtoDataType(type.elementType), containsNull: type.containsNull },
      };
    case "map":
      return {
        case: "map",
        value: {
          keyType: toProtoDataType(type.keyType),
          valueType: toProtoDataType(type.valueType),
          valueContainsNull: type.valueContainsNull,
        },
      };
    case "struct":
      return { case: "struct", value: { fields: type.fields.map(protoField) } };
    case "udt":
      return {
        case: "udt",
        value: {
          type: "udt",
          ...(type.jvmClass === undefined ? {} : { jvmClass: type.jvmClass }),
          ...(type.pythonClass === undefined ? {} : { pythonClass: type.pythonClass }),
          ...(type.serializedPythonClass === undefined
            ? {}
            : { serializedPythonClass: type.serializedPythonClass }),
          ...(type.sqlType === undefined ? {} : { sqlType: toProtoDataType(type.sqlType) }),
        },
      };
    case "timestamp_ntz":
      return { case: "timestampNtz", value: {} };
    case "calendar_interval":
      return { case: "calendarInterval", value: {} };
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
    case "binary":
    case "variant":
      return { case: type.kind, value: {} };
    default:
      return type satisfies never;
  }
}

function protoField(field: StructField): {
  name: string;
  dataType: ProtoDataType;
  nullable: boolean;
  metadata?: string;
} {
  return {
    name: field.name,
    dataType: toProtoDataType(field.type),
    nullable: field.nullable,
    ...(Object.keys(field.metadata).length === 0 ? {} : { metadata: JSON.stringify(field.metadata) }),
  };
}

/** The type as the protocol carries it. */
export function toProtoDataType(type: DataType): ProtoDataType {
  return create(DataTypeSchema, { kind: kindOf(type) });
}

function required(type: ProtoDataType | undefined, inside: string): DataType {
  if (type === undefined) throw new ProtocolError(`The server sent ${inside} without its type`);
  return fromProtoDataType(type);
}

function metadataOf(text: string | undefined, field: string): Record<string, unknown> {
  if (text === undefined || text === "") return {};
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch (cause) {
    throw new ProtocolError(`The metadata of field ${JSON.stringify(field)} is not JSON`, { cause });
  }
}

/** Reads the protocol's form of a type. Sizes that are not set have Spark's defaults. */
export function fromProtoDataType(type: ProtoDataType): DataType {
  const { kind } = type;
  switch (kind.case) {
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
    case "binary":
    case "variant":
      return { kind: kind.case };
    case "timestampNtz":
      return { kind: "timestamp_ntz" };
    case "calendarInterval":
      return { kind: "calendar_interval" };
    case "string": {
      const collation = kind.value.collation === "" ? undefined : normalizeCollation(kind.value.collation);
      return collation === undefined ? { kind: "string" } : { kind: "string", collation };
    }
    case "char":
      return { kind: "char", length: kind.value.length };
    case "varChar":
      return { kind: "varchar", length: kind.value.length };
    case "decimal":
      return { kind: "decimal", precision: kind.value.precision ?? 10, scale: kind.value.scale ?? 0 };
    case "time":
      return { kind: "time", precision: kind.value.precision ?? 6 };
    case "timestampLtzNanos":
      return { kind: "timestamp_ltz_nanos", precision: kind.value.precision ?? 9 };
    case "timestampNtzNanos":
      return { kind: "timestamp_ntz_nanos", precision: kind.value.precision ?? 9 };
    case "dayTimeInterval": {
      const { startField: start, endField: end } = kind.value;
      return {
        kind: "day_time_interval",
        start: (start ?? 0) as DayTimeField,
        end: (end ?? start ?? 3) as DayTimeField,
      };
    }
    case "yearMonthInterval": {
      const { startField: start, endField: end } = kind.value;
      return {
        kind: "year_month_interval",
        start: (start ?? 0) as YearMonthField,
        end: (end ?? start ?? 1) as YearMonthField,
      };
    }
    case "geometry":
    case "geography":
      return { kind: kind.case, srid: kind.value.srid };
    case "array":
      return {
        kind: "array",
        elementType: required(kind.value.elementType, "an array"),
        containsNull: kind.value.containsNull,
      };
    case "map":
      return {
        kind: "map",
        keyType: required(kind.value.keyType, "a map"),
        valueType: required(kind.value.valueType, "a map"),
        valueContainsNull: kind.value.valueContainsNull,
      };
    case "struct":
      return new StructType(
        kind.value.fields.map(
          (field): StructFieldInit => ({
            name: field.name,
            type: required(field.dataType, `field ${JSON.stringify(field.name)}`),
            nullable: field.nullable,
            metadata: metadataOf(field.metadata, field.name),
          }),
        ),
      );
    case "udt": {
      const { jvmClass, pythonClass, serializedPythonClass, sqlType } = kind.value;
      return {
        kind: "udt",
        ...(jvmClass === undefined ? {} : { jvmClass }),
        ...(pythonClass === undefined ? {} : { pythonClass }),
        ...(serializedPythonClass === undefined ? {} : { serializedPythonClass }),
        ...(sqlType === undefined ? {} : { sqlType: fromProtoDataType(sqlType) }),
      };
    }
    case "unparsed":
      return parseDataType(kind.value.dataTypeString);
    case undefined:
      throw new ProtocolError("The server sent a type that this client does not know");
    default:
      return kind satisfies never;
  }
}

import type { DataType as ArrowType } from "apache-arrow";
import {
  Binary,
  Bool,
  DateDay,
  Decimal,
  DurationMicrosecond,
  Field,
  Float32,
  Float64,
  Int16,
  Int32,
  Int64,
  Int8,
  IntervalMonthDayNano,
  IntervalYearMonth,
  List,
  Map_,
  Null,
  Struct,
  TimeNanosecond,
  TimestampMicrosecond,
  Utf8,
} from "apache-arrow";
import { UnsupportedError } from "../errors.ts";
import type { DataType, StructType } from "../types/index.ts";
import { formatDataType } from "../types/index.ts";

const required = (name: string, type: ArrowType, metadata: Readonly<Record<string, string>> = {}): Field =>
  new Field(name, type, false, new Map(Object.entries(metadata)));

/** The Arrow fields of a struct's fields. */
export function arrowFields(struct: StructType): Field[] {
  return struct.fields.map(({ name, type, nullable }) => new Field(name, arrowType(type), nullable));
}

/**
 * The Arrow type in which values of a Spark type travel to the server, as PySpark's `to_arrow_type` has it.
 * Instants are in UTC: the server reads the zone as no more than a mark.
 */
export function arrowType(type: DataType): ArrowType {
  switch (type.kind) {
    case "null":
      return new Null();
    case "boolean":
      return new Bool();
    case "byte":
      return new Int8();
    case "short":
      return new Int16();
    case "integer":
      return new Int32();
    case "long":
      return new Int64();
    case "float":
      return new Float32();
    case "double":
      return new Float64();
    case "decimal":
      return new Decimal(type.scale, type.precision, 128);
    case "string":
    case "char":
    case "varchar":
      return new Utf8();
    case "binary":
      return new Binary();
    case "date":
      return new DateDay();
    case "timestamp":
      return new TimestampMicrosecond("UTC");
    case "timestamp_ntz":
      return new TimestampMicrosecond();
    case "time":
      return new TimeNanosecond();
    case "day_time_interval":
      return new DurationMicrosecond();
    case "year_month_interval":
      return new IntervalYearMonth();
    case "calendar_interval":
      return new IntervalMonthDayNano();
    case "variant":
      // The mark tells a variant from any other struct of two byte arrays.
      return new Struct([
        required("value", new Binary()),
        required("metadata", new Binary(), { variant: "true" }),
      ]);
    case "geometry":
    case "geography":
      return new Struct([
        required("srid", new Int32()),
        required("wkb", new Binary(), { [type.kind]: "true", srid: String(type.srid) }),
      ]);
    case "array":
      return new List(new Field("element", arrowType(type.elementType), type.containsNull));
    case "map": {
      const entries = new Struct<{ key: ArrowType; value: ArrowType }>([
        required("key", arrowType(type.keyType)),
        new Field("value", arrowType(type.valueType), type.valueContainsNull),
      ]);
      return new Map_(required("entries", entries) as Field<typeof entries>);
    }
    case "struct":
      return new Struct(arrowFields(type));
    case "udt":
      if (type.sqlType !== undefined) return arrowType(type.sqlType);
      throw new UnsupportedError("A user-defined type can only be sent when its SQL type is known");
    case "timestamp_ltz_nanos":
    case "timestamp_ntz_nanos":
      throw new UnsupportedError(`Values of type ${formatDataType(type)} cannot be sent: use microseconds`);
    default:
      return type satisfies never;
  }
}

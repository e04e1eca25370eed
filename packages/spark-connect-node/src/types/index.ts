export type {
  ArrayType,
  BoundedStringType,
  DataType,
  DayTimeField,
  DayTimeIntervalType,
  DecimalType,
  MapType,
  NanosTimestampType,
  SimpleType,
  SpatialType,
  StringType,
  StructField,
  StructFieldInit,
  TimeType,
  UserDefinedType,
  YearMonthField,
  YearMonthIntervalType,
} from "./data-type.ts";
export { dataTypesEqual, type TypeComparison } from "./equal.ts";
export { formatDataType, quoteIfNeeded } from "./format.ts";
export { type JsonObject, type JsonType, toJsonType } from "./json.ts";
export { fromProtoDataType, toProtoDataType } from "./proto.ts";
export { parseDataType, StructType } from "./struct-type.ts";
export { type TypeFactories, types, type TypeLike } from "./types.ts";

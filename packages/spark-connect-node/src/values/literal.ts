import type { MessageInitShape } from "@bufbuild/protobuf";
import { create } from "@bufbuild/protobuf";
import type { Expression_Literal } from "#gen/spark/connect/expressions_pb.js";
import { Expression_LiteralSchema } from "#gen/spark/connect/expressions_pb.js";
import { InvalidArgumentError, UnsupportedError } from "../errors.ts";
import type { DataType, StructType } from "../types/index.ts";
import { formatDataType, toProtoDataType } from "../types/index.ts";
import {
  toBoolean,
  toBytes,
  toCalendarInterval,
  toDayTimeMicros,
  toDouble,
  toElements,
  toEntries,
  toEpochDay,
  toEpochMicros,
  toFieldValues,
  toFloat,
  toInteger,
  toLocalMicros,
  toLong,
  toMonths,
  toNanosOfDay,
  toText,
  toUnscaled,
  wellFormed,
} from "./coerce.ts";
import { formatUnscaled } from "./decimal.ts";
import { inferType } from "./infer-type.ts";

type LiteralType = NonNullable<MessageInitShape<typeof Expression_LiteralSchema>["literalType"]>;

/**
 * A constant as the protocol carries it.
 *
 * @param type the type to give it; without one it is {@link inferType inferred}
 * @throws InvalidArgumentError when the value is none of that type, or would lose digits
 */
export function toLiteral(value: unknown, type: DataType = inferType(value)): Expression_Literal {
  const literal = encode(value, type, "literal");
  // The outermost literal tells its type where the value alone does not: lengths, nullability, interval units.
  if (isTyped(type) && value !== null && value !== undefined) literal.dataType = toProtoDataType(type);
  return literal;
}

function isTyped(type: DataType): boolean {
  return (
    type.kind === "array" ||
    type.kind === "map" ||
    type.kind === "struct" ||
    // An interval of all its units, DAY TO SECOND or YEAR TO MONTH, is what Spark takes it for anyway.
    (type.kind === "day_time_interval" && (type.start !== 0 || type.end !== 3)) ||
    (type.kind === "year_month_interval" && (type.start !== 0 || type.end !== 1))
  );
}

/** 1582-10-05 and 1582-10-15, in days since 1970-01-01. */
const GAP_START = -141_437;
const GAP_END = -141_427;
const MICROS_PER_HOUR = 3_600_000_000n;
/** The farthest that a time zone can be from UTC. */
const MAX_OFFSET = 18n * MICROS_PER_HOUR;

/**
 * Servers take date and timestamp literals through Java's old calendar, which skips ten days of October 1582: such
 * a literal comes out as the 15th (seen on 4.3). Columns, and literals without a zone, keep those days.
 */
function refuseGap(inGap: boolean, at: string): void {
  if (!inGap) return;
  throw new UnsupportedError(
    `${at}: Spark Connect changes literals from 1582-10-05 to 1582-10-14; use an SQL expression, as DATE'1582-10-10'`,
  );
}

function dateLiteral(value: unknown, at: string): number {
  const day = toEpochDay(value, at);
  refuseGap(day >= GAP_START && day < GAP_END, at);
  return day;
}

function timestampLiteral(value: unknown, at: string): bigint {
  const micros = toEpochMicros(value, at);
  // Which instants these are depends on the zone of the server's JVM.
  const from = BigInt(GAP_START) * 24n * MICROS_PER_HOUR - MAX_OFFSET;
  const to = BigInt(GAP_END) * 24n * MICROS_PER_HOUR + MAX_OFFSET;
  refuseGap(micros >= from && micros < to, at);
  return micros;
}

function encode(value: unknown, type: DataType, at: string): Expression_Literal {
  const literalType: LiteralType =
    value === null || value === undefined
      ? { case: "null", value: toProtoDataType(type) }
      : encodeValue(value, type, at);
  return create(Expression_LiteralSchema, { literalType });
}

function encodeValue(value: unknown, type: DataType, at: string): LiteralType {
  switch (type.kind) {
    case "null":
      throw new InvalidArgumentError(`${at}: only null is of type void`);
    case "boolean":
      return { case: "boolean", value: toBoolean(value, at) };
    case "byte":
      return { case: "byte", value: toInteger(value, 8, at) };
    case "short":
      return { case: "short", value: toInteger(value, 16, at) };
    case "integer":
      return { case: "integer", value: toInteger(value, 32, at) };
    case "long":
      return { case: "long", value: toLong(value, at) };
    case "float":
      return { case: "float", value: toFloat(value, at) };
    case "double":
      return { case: "double", value: toDouble(value, at) };
    case "decimal": {
      const { precision, scale } = type;
      return {
        case: "decimal",
        value: { value: formatUnscaled(toUnscaled(value, type, at), scale), precision, scale },
      };
    }
    case "string":
    case "char":
    case "varchar":
      return { case: "string", value: wellFormed(toText(value, at), at) };
    case "binary":
      return { case: "binary", value: toBytes(value, at) };
    case "date":
      return { case: "date", value: dateLiteral(value, at) };
    case "timestamp":
      return { case: "timestamp", value: timestampLiteral(value, at) };
    case "timestamp_ntz":
      return { case: "timestampNtz", value: toLocalMicros(value, at) };
    case "time":
      return {
        case: "time",
        value: { nano: toNanosOfDay(value, type.precision, at), precision: type.precision },
      };
    case "day_time_interval":
      return { case: "dayTimeInterval", value: toDayTimeMicros(value, at) };
    case "year_month_interval":
      return { case: "yearMonthInterval", value: toMonths(value, at) };
    case "calendar_interval": {
      const { months, days, micros } = toCalendarInterval(value, at);
      return { case: "calendarInterval", value: { months, days, microseconds: micros } };
    }
    case "array": {
      const elements = toElements(value, at).map((element, i) =>
        encode(element, type.elementType, `${at}[${i}]`),
      );
      return { case: "array", value: { elementType: toProtoDataType(type.elementType), elements } };
    }
    case "map":
      return encodeMap(value, type.keyType, type.valueType, at);
    case "struct":
      return encodeStruct(value, type, at);
    case "variant":
    case "geometry":
    case "geography":
    case "timestamp_ltz_nanos":
    case "timestamp_ntz_nanos":
    case "udt":
      throw new UnsupportedError(`${at}: Spark Connect has no literal of type ${formatDataType(type)}`);
    default:
      return type satisfies never;
  }
}

function encodeMap(value: unknown, keyType: DataType, valueType: DataType, at: string): LiteralType {
  const entries = toEntries(value, at);
  if (entries.some(([key]) => key === null || key === undefined)) {
    throw new InvalidArgumentError(`${at}: the key of a map cannot be null`);
  }
  return {
    case: "map",
    value: {
      keyType: toProtoDataType(keyType),
      valueType: toProtoDataType(valueType),
      keys: entries.map(([key], i) => encode(key, keyType, `${at} key ${i}`)),
      values: entries.map(([, item], i) => encode(item, valueType, `${at} value ${i}`)),
    },
  };
}

function encodeStruct(value: unknown, type: StructType, at: string): LiteralType {
  const values = toFieldValues(value, type, at);
  const elements = type.fields.map((field, i) => encode(values[i], field.type, `${at}.${field.name}`));
  return { case: "struct", value: { structType: toProtoDataType(type), elements } };
}

import type {
  Expression_Literal,
  Expression_Literal_SpecializedArray,
} from "#gen/spark/connect/expressions_pb.js";
import type { DataType as ProtoDataType } from "#gen/spark/connect/types_pb.js";
import { ProtocolError, UnsupportedError } from "../errors.ts";
import type { DataType } from "../types/index.ts";
import { fromProtoDataType } from "../types/index.ts";
import { formatUnscaled, parseDecimal } from "./decimal.ts";
import { CalendarInterval, DayTimeInterval, YearMonthInterval } from "./intervals.ts";
import { LocalDate } from "./local-date.ts";
import { LocalTime } from "./local-time.ts";
import { LocalTimestamp } from "./local-timestamp.ts";
import { Timestamp } from "./timestamp.ts";
import type { SparkValue } from "./value.ts";
import { objectOf } from "./value.ts";

/** The value of a literal that the server sent: an observed metric, for example. */
export function fromLiteral(literal: Expression_Literal | undefined): SparkValue {
  if (literal === undefined) throw new ProtocolError("The server left out a value");
  return valueOf(literal, undefined);
}

function valueOf(literal: Expression_Literal, inherited: DataType | undefined): SparkValue {
  const kind = literal.literalType;
  const typeFrom = (deprecated: ProtoDataType | undefined): DataType | undefined =>
    literal.dataType === undefined && deprecated === undefined
      ? inherited
      : fromProtoDataType((literal.dataType ?? deprecated) as ProtoDataType);
  switch (kind.case) {
    case "null":
      return null;
    case "binary":
    case "boolean":
    case "byte":
    case "short":
    case "integer":
    case "long":
    case "float":
    case "double":
    case "string":
      return kind.value;
    case "decimal":
      return decimalText(kind.value.value, kind.value.scale);
    case "date":
      return new LocalDate(kind.value);
    case "timestamp":
      return new Timestamp(kind.value);
    case "timestampNtz":
      return new LocalTimestamp(kind.value);
    case "time":
      return new LocalTime(kind.value.nano);
    case "calendarInterval":
      return new CalendarInterval(kind.value.months, kind.value.days, kind.value.microseconds);
    case "yearMonthInterval":
      return new YearMonthInterval(kind.value);
    case "dayTimeInterval":
      return new DayTimeInterval(kind.value);
    case "array": {
      const type = typeFrom(undefined);
      const elementType = type?.kind === "array" ? type.elementType : undefined;
      return kind.value.elements.map((element) => valueOf(element, elementType));
    }
    case "map": {
      const type = typeFrom(undefined);
      const [keyType, valueType] = type?.kind === "map" ? [type.keyType, type.valueType] : [];
      const { keys, values } = kind.value;
      if (keys.length !== values.length) throw new ProtocolError("The server sent a map with unpaired keys");
      return new Map(
        keys.map((key, at) => [valueOf(key, keyType), valueOf(values[at] as Expression_Literal, valueType)]),
      );
    }
    case "struct": {
      const type = typeFrom(kind.value.structType);
      if (type?.kind !== "struct" || type.fields.length !== kind.value.elements.length) {
        throw new ProtocolError("The server sent a struct without the names of its fields");
      }
      const values = kind.value.elements.map((element, at) => valueOf(element, type.fields[at]?.type));
      return objectOf(type.names(), values);
    }
    case "specializedArray":
      return specialized(kind.value);
    case "timestampNtzNanos":
    case "timestampLtzNanos":
      throw new UnsupportedError("Timestamps finer than a microsecond are not supported: cast to timestamp");
    case undefined:
      throw new ProtocolError("The server sent a literal that this client does not know");
    default:
      return kind satisfies never;
  }
}

function decimalText(text: string, scale: number | undefined): string {
  const parsed = parseDecimal(text);
  if (parsed === undefined) throw new ProtocolError("The server sent a decimal that is no number");
  const wanted = Math.max(scale ?? parsed.scale, parsed.scale);
  return formatUnscaled(parsed.digits * 10n ** BigInt(wanted - parsed.scale), wanted);
}

function specialized(array: Expression_Literal_SpecializedArray): SparkValue[] {
  const { valueType } = array;
  if (valueType.case === undefined) return [];
  return [...valueType.value.values];
}

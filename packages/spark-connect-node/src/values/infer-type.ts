import { InvalidArgumentError } from "../errors.ts";
import type { DataType } from "../types/index.ts";
import { dataTypesEqual, formatDataType, StructType } from "../types/index.ts";
import { describe } from "./coerce.ts";
import { INT32_MAX, INT32_MIN } from "./integers.ts";
import { CalendarInterval, DayTimeInterval, YearMonthInterval } from "./intervals.ts";
import { LocalDate } from "./local-date.ts";
import { LocalTime } from "./local-time.ts";
import { LocalTimestamp } from "./local-timestamp.ts";
import { Variant } from "./opaque.ts";
import { Timestamp } from "./timestamp.ts";

function typeOfNumber(value: number): DataType {
  // −0 is a whole number for JavaScript, and none for Spark.
  if (!Number.isSafeInteger(value) || Object.is(value, -0)) return { kind: "double" };
  return { kind: value >= INT32_MIN && value <= INT32_MAX ? "integer" : "long" };
}

const arrayOf = (kind: "byte" | "short" | "integer" | "long" | "float" | "double"): DataType => ({
  kind: "array",
  elementType: { kind },
  containsNull: true,
});

const CLASSES: readonly (readonly [new (...args: never[]) => unknown, DataType])[] = [
  [Uint8Array, { kind: "binary" }],
  [Date, { kind: "timestamp" }],
  [Timestamp, { kind: "timestamp" }],
  [LocalDate, { kind: "date" }],
  [LocalTimestamp, { kind: "timestamp_ntz" }],
  [DayTimeInterval, { kind: "day_time_interval", start: 0, end: 3 }],
  [YearMonthInterval, { kind: "year_month_interval", start: 0, end: 1 }],
  [CalendarInterval, { kind: "calendar_interval" }],
  [Variant, { kind: "variant" }],
  // Of the unsigned ones Spark has none but bytes.
  [Int8Array, arrayOf("byte")],
  [Int16Array, arrayOf("short")],
  [Int32Array, arrayOf("integer")],
  [BigInt64Array, arrayOf("long")],
  [Float32Array, arrayOf("float")],
  [Float64Array, arrayOf("double")],
];

const WIDER: readonly DataType["kind"][] = ["integer", "long", "double"];

/** The one type that holds both without loss of meaning; nulls go with anything. */
export function widenTypes(a: DataType, b: DataType, at: string): DataType {
  if (a.kind === "null") return b;
  if (b.kind === "null" || dataTypesEqual(a, b)) return a;
  const [left, right] = [WIDER.indexOf(a.kind), WIDER.indexOf(b.kind)];
  if (left >= 0 && right >= 0) return left > right ? a : b;
  if (a.kind === "time" && b.kind === "time") return a.precision > b.precision ? a : b;
  if (a.kind === "array" && b.kind === "array") {
    return { ...a, elementType: widenTypes(a.elementType, b.elementType, `${at}[]`) };
  }
  if (a.kind === "map" && b.kind === "map") {
    const keyType = widenTypes(a.keyType, b.keyType, `${at} keys`);
    return { ...a, keyType, valueType: widenTypes(a.valueType, b.valueType, `${at} values`) };
  }
  if (a.kind === "struct" && b.kind === "struct") {
    const added = b.fields.filter((field) => a.field(field.name) === undefined);
    const merged = a.fields.map(({ name, type }) => {
      const other = b.field(name)?.type ?? { kind: "null" };
      return { name, type: widenTypes(type, other, `${at}.${name}`) };
    });
    return new StructType([...merged, ...added]);
  }
  throw new InvalidArgumentError(
    `${at}: values of different types, ${formatDataType(a)} and ${formatDataType(b)}; give the type`,
  );
}

function common(values: readonly unknown[], at: string): DataType {
  return values.reduce<DataType>((type, value) => widenTypes(type, inferType(value, at), at), {
    kind: "null",
  });
}

/**
 * The Spark type of a value that comes without one: a whole number is `INT` where it fits, else `BIGINT` while it
 * is safe, else `DOUBLE`; a bigint is `BIGINT`; a `Date` is an instant.
 */
export function inferType(value: unknown, at = "value"): DataType {
  switch (typeof value) {
    case "number":
      return typeOfNumber(value);
    case "bigint":
      return { kind: "long" };
    case "boolean":
      return { kind: "boolean" };
    case "string":
      return { kind: "string" };
    case "object":
      return value === null ? { kind: "null" } : typeOfObject(value, at);
    case "undefined":
    case "symbol":
    case "function":
    default:
      throw new InvalidArgumentError(`${at}: Spark has no type for ${describe(value)}`);
  }
}

function typeOfObject(value: object, at: string): DataType {
  const known = CLASSES.find(([constructor]) => value instanceof constructor);
  if (known !== undefined) return known[1];
  if (value instanceof LocalTime) return { kind: "time", precision: value.nanos % 1000n === 0n ? 6 : 9 };
  if (Array.isArray(value))
    return { kind: "array", elementType: common(value, `${at}[]`), containsNull: true };
  if (value instanceof Map) {
    const keyType = common([...value.keys()], `${at} keys`);
    return {
      kind: "map",
      keyType,
      valueType: common([...value.values()], `${at} values`),
      valueContainsNull: true,
    };
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) {
    const fields = Object.entries(value).map(([name, field]) => ({
      name,
      type: inferType(field, `${at}.${name}`),
    }));
    return new StructType(fields);
  }
  throw new InvalidArgumentError(`${at}: Spark has no type for ${describe(value)}`);
}

import { InvalidArgumentError } from "../errors.ts";
import { normalizeCollation } from "./collation.ts";
import type {
  ArrayType,
  BoundedStringType,
  DataType,
  DayTimeField,
  DayTimeIntervalType,
  DecimalType,
  MapType,
  SimpleType,
  SpatialType,
  StringType,
  StructFieldInit,
  TimeType,
  YearMonthField,
  YearMonthIntervalType,
} from "./data-type.ts";
import { parseDataType, StructType } from "./struct-type.ts";

/** A type, or its DDL text. */
export type TypeLike = DataType | string;

function typeOf(type: TypeLike): DataType {
  return typeof type === "string" ? parseDataType(type) : type;
}

function within(what: string, value: number, min: number, max: number): number {
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  throw new InvalidArgumentError(`${what} must be a whole number from ${min} to ${max}, not ${value}`);
}

/** What {@link types} has: a type for each name, or a function that makes one. */
export interface TypeFactories {
  /** SQL's `VOID`: the type of a bare `NULL`. */
  readonly null: SimpleType;
  readonly boolean: SimpleType;
  /** `TINYINT`, 8 bits. */
  readonly byte: SimpleType;
  /** `SMALLINT`, 16 bits. */
  readonly short: SimpleType;
  /** `INT`, 32 bits. */
  readonly integer: SimpleType;
  /** `BIGINT`, 64 bits. */
  readonly long: SimpleType;
  readonly float: SimpleType;
  readonly double: SimpleType;
  readonly date: SimpleType;
  /** An instant, kept in microseconds. */
  readonly timestamp: SimpleType;
  /** A date and time of day without a zone. */
  readonly timestampNtz: SimpleType;
  readonly binary: SimpleType;
  readonly variant: SimpleType;
  /** Months, days and microseconds side by side: SQL's bare `INTERVAL`. */
  readonly calendarInterval: SimpleType;
  readonly string: StringType;
  /** Text that compares by a collation, such as `UNICODE_CI`. */
  collated(collation: string): StringType;
  /** Text of exactly so many characters, filled with blanks. */
  char(length: number): BoundedStringType;
  /** Text of at most so many characters. */
  varchar(length: number): BoundedStringType;
  /**
   * An exact number.
   *
   * @param precision - Digits in all, 1 to 38 (default 10).
   * @param scale - Digits after the point (default 0).
   */
  decimal(precision?: number, scale?: number): DecimalType;
  /**
   * A time of day.
   *
   * @param precision - Digits of a second, 0 to 9 (default 6).
   */
  time(precision?: number): TimeType;
  /**
   * A span of days to seconds.
   *
   * @param start - First unit: 0 day, 1 hour, 2 minute, 3 second (default 0).
   * @param end - Last unit (default 3).
   */
  dayTimeInterval(start?: DayTimeField, end?: DayTimeField): DayTimeIntervalType;
  /**
   * A span of years and months.
   *
   * @param start - First unit: 0 year, 1 month (default 0).
   * @param end - Last unit (default 1).
   */
  yearMonthInterval(start?: YearMonthField, end?: YearMonthField): YearMonthIntervalType;
  /** Shapes on a plane, by their reference system. */
  geometry(srid: number): SpatialType;
  /** Shapes on the earth, by their reference system. */
  geography(srid: number): SpatialType;
  /** A list; `containsNull` is true unless said. */
  array(elementType: TypeLike, containsNull?: boolean): ArrayType;
  /** Values by key; `valueContainsNull` is true unless said. */
  map(keyType: TypeLike, valueType: TypeLike, valueContainsNull?: boolean): MapType;
  /**
   * Of fields, of DDL (`a INT, b STRING`), or of names and their types. JavaScript moves an object's names of digits to
   * the front: give a list of fields where a column has such a name.
   */
  struct(fields: readonly StructFieldInit[] | string | Readonly<Record<string, TypeLike>>): StructType;
}

function struct(
  fields: readonly StructFieldInit[] | string | Readonly<Record<string, TypeLike>>,
): StructType {
  if (typeof fields === "string") return StructType.fromDDL(fields);
  if (isFieldList(fields)) return new StructType(fields);
  return new StructType(Object.entries(fields).map(([name, type]) => ({ name, type: typeOf(type) })));
}

function isFieldList(
  fields: readonly StructFieldInit[] | Readonly<Record<string, TypeLike>>,
): fields is readonly StructFieldInit[] {
  return Array.isArray(fields);
}

/** Every type of Spark by name: `types.long`, `types.decimal(10, 2)`, `types.array("string")`. */
export const types: TypeFactories = {
  null: { kind: "null" },
  boolean: { kind: "boolean" },
  byte: { kind: "byte" },
  short: { kind: "short" },
  integer: { kind: "integer" },
  long: { kind: "long" },
  float: { kind: "float" },
  double: { kind: "double" },
  date: { kind: "date" },
  timestamp: { kind: "timestamp" },
  timestampNtz: { kind: "timestamp_ntz" },
  binary: { kind: "binary" },
  variant: { kind: "variant" },
  calendarInterval: { kind: "calendar_interval" },
  string: { kind: "string" },
  collated: (name) => {
    const collation = normalizeCollation(name);
    return collation === undefined ? { kind: "string" } : { kind: "string", collation };
  },
  char: (length) => ({ kind: "char", length: within("The length", length, 1, 2147483647) }),
  varchar: (length) => ({ kind: "varchar", length: within("The length", length, 1, 2147483647) }),
  decimal: (precision = 10, scale = 0) => ({
    kind: "decimal",
    precision: within("The precision of a decimal", precision, 1, 38),
    scale: within("The scale of a decimal", scale, 0, precision),
  }),
  time: (precision = 6) => ({ kind: "time", precision: within("The precision of a time", precision, 0, 9) }),
  dayTimeInterval: (start = 0, end = 3) => ({
    kind: "day_time_interval",
    start,
    end: within("The last unit", end, start, 3) as DayTimeField,
  }),
  yearMonthInterval: (start = 0, end = 1) => ({
    kind: "year_month_interval",
    start,
    end: within("The last unit", end, start, 1) as YearMonthField,
  }),
  geometry: (srid) => ({ kind: "geometry", srid }),
  geography: (srid) => ({ kind: "geography", srid }),
  array: (elementType, containsNull = true) => ({
    kind: "array",
    elementType: typeOf(elementType),
    containsNull,
  }),
  map: (keyType, valueType, valueContainsNull = true) => ({
    kind: "map",
    keyType: typeOf(keyType),
    valueType: typeOf(valueType),
    valueContainsNull,
  }),
  struct,
};

import type { StructType } from "./struct-type.ts";

/** Types without parameters. `calendar_interval` is SQL's bare `INTERVAL`, `null` is SQL's `VOID`. */
export interface SimpleType {
  readonly kind:
    | "null"
    | "boolean"
    | "byte"
    | "short"
    | "integer"
    | "long"
    | "float"
    | "double"
    | "date"
    | "timestamp"
    | "timestamp_ntz"
    | "binary"
    | "variant"
    | "calendar_interval";
}

/** Text. Without a `collation` it is compared byte by byte (Spark's `UTF8_BINARY`). */
export interface StringType {
  readonly kind: "string";
  readonly collation?: string;
}

/** `CHAR(n)` and `VARCHAR(n)`; `length` counts characters. */
export interface BoundedStringType {
  readonly kind: "char" | "varchar";
  readonly length: number;
}

/** Exact numbers: `precision` digits (1 to 38), `scale` of them after the point. */
export interface DecimalType {
  readonly kind: "decimal";
  readonly precision: number;
  readonly scale: number;
}

/** A time of day with `precision` digits of a second (0 to 9). */
export interface TimeType {
  readonly kind: "time";
  readonly precision: number;
}

/** Timestamps finer than a microsecond (`precision` 7 to 9), off by default in Spark 4.3. */
export interface NanosTimestampType {
  readonly kind: "timestamp_ltz_nanos" | "timestamp_ntz_nanos";
  readonly precision: number;
}

/** Fields of a day-time interval: 0 day, 1 hour, 2 minute, 3 second. */
export type DayTimeField = 0 | 1 | 2 | 3;

/** Fields of a year-month interval: 0 year, 1 month. */
export type YearMonthField = 0 | 1;

/** `INTERVAL DAY TO SECOND` and its narrower forms. */
export interface DayTimeIntervalType {
  readonly kind: "day_time_interval";
  readonly start: DayTimeField;
  readonly end: DayTimeField;
}

/** `INTERVAL YEAR TO MONTH` and its narrower forms. */
export interface YearMonthIntervalType {
  readonly kind: "year_month_interval";
  readonly start: YearMonthField;
  readonly end: YearMonthField;
}

/** Shapes on a plane or on the globe; `srid` −1 means that each value brings its own. */
export interface SpatialType {
  readonly kind: "geometry" | "geography";
  readonly srid: number;
}

/** A list of elements of one type. */
export interface ArrayType {
  readonly kind: "array";
  readonly elementType: DataType;
  readonly containsNull: boolean;
}

/** A map; its keys are never null. */
export interface MapType {
  readonly kind: "map";
  readonly keyType: DataType;
  readonly valueType: DataType;
  readonly valueContainsNull: boolean;
}

/** A user-defined type of the server; its values travel as `sqlType`. */
export interface UserDefinedType {
  readonly kind: "udt";
  readonly sqlType?: DataType;
  readonly jvmClass?: string;
  readonly pythonClass?: string;
  readonly serializedPythonClass?: string;
}

/** Every type that Spark knows, told apart by `kind`. */
export type DataType =
  | SimpleType
  | StringType
  | BoundedStringType
  | DecimalType
  | TimeType
  | NanosTimestampType
  | DayTimeIntervalType
  | YearMonthIntervalType
  | SpatialType
  | ArrayType
  | MapType
  | StructType
  | UserDefinedType;

/** One named column of a {@link StructType}. A comment lives in `metadata.comment`. */
export interface StructField {
  readonly name: string;
  readonly type: DataType;
  readonly nullable: boolean;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** A field as it may be written: `nullable` is true and `metadata` empty unless said otherwise. */
export interface StructFieldInit {
  readonly name: string;
  readonly type: DataType;
  readonly nullable?: boolean;
  readonly metadata?: Readonly<Record<string, unknown>>;
}

/** Makes a struct of fields: handed to the parsers, which {@link StructType} itself uses. */
export type StructFactory = (fields: readonly StructFieldInit[]) => StructType;

/** Names of {@link DayTimeField}s, by position. */
export const DAY_TIME_FIELDS: readonly string[] = ["day", "hour", "minute", "second"];

/** Names of {@link YearMonthField}s, by position. */
export const YEAR_MONTH_FIELDS: readonly string[] = ["year", "month"];

import type { DataType, StructField } from "./data-type.ts";
import { DAY_TIME_FIELDS, YEAR_MONTH_FIELDS } from "./data-type.ts";
import type { StructType } from "./struct-type.ts";

interface Style {
  readonly word: (text: string) => string;
  readonly afterComma: string;
  readonly afterColon: string;
}

/** As Spark's `simpleString`: `array<struct<a:int,b:string>>`. */
const SIMPLE: Style = { word: (text) => text, afterComma: "", afterColon: "" };
/** As Spark's `sql`: `ARRAY<STRUCT<a: INT, b: STRING>>`. */
const SQL: Style = { word: (text) => text.toUpperCase(), afterComma: " ", afterColon: " " };

const WORDS = {
  null: "void",
  boolean: "boolean",
  byte: "tinyint",
  short: "smallint",
  integer: "int",
  long: "bigint",
  float: "float",
  double: "double",
  date: "date",
  timestamp: "timestamp",
  timestamp_ntz: "timestamp_ntz",
  binary: "binary",
  variant: "variant",
  calendar_interval: "interval",
} as const;

/** The name as SQL reads it: bare where that is safe, else in backquotes. */
export function quoteIfNeeded(name: string): string {
  return /^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name) ? name : `\`${name.replaceAll("`", "``")}\``;
}

/** `day to second`, or only `day` when both ends are the same. */
export function intervalUnits(names: readonly string[], start: number, end: number): string {
  return start === end ? `${names[start]}` : `${names[start]} to ${names[end]}`;
}

function commentText(comment: string): string {
  return `'${comment.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}

function fieldText(field: StructField, colon: string, style: Style): string {
  const comment = field.metadata["comment"];
  const notNull = field.nullable ? "" : style.word(" not null");
  const commented = typeof comment === "string" ? `${style.word(" comment ")}${commentText(comment)}` : "";
  return `${quoteIfNeeded(field.name)}${colon}${format(field.type, style)}${notNull}${commented}`;
}

function format(type: DataType, style: Style): string {
  const { word } = style;
  switch (type.kind) {
    case "string":
      return type.collation === undefined ? word("string") : `${word("string collate")} ${type.collation}`;
    case "char":
    case "varchar":
      return `${word(type.kind)}(${type.length})`;
    case "decimal":
      return `${word("decimal")}(${type.precision},${type.scale})`;
    case "time":
      return `${word("time")}(${type.precision})`;
    case "timestamp_ltz_nanos":
      return `${word("timestamp_ltz")}(${type.precision})`;
    case "timestamp_ntz_nanos":
      return `${word("timestamp_ntz")}(${type.precision})`;
    case "day_time_interval":
      return word(`interval ${intervalUnits(DAY_TIME_FIELDS, type.start, type.end)}`);
    case "year_month_interval":
      return word(`interval ${intervalUnits(YEAR_MONTH_FIELDS, type.start, type.end)}`);
    case "geometry":
    case "geography":
      return word(`${type.kind}(${type.srid === -1 ? "any" : type.srid})`);
    case "array":
      return `${word("array")}<${format(type.elementType, style)}>`;
    case "map":
      return `${word("map")}<${format(type.keyType, style)},${style.afterComma}${format(type.valueType, style)}>`;
    case "struct": {
      const fields = type.fields.map((field) => fieldText(field, `:${style.afterColon}`, style));
      return `${word("struct")}<${fields.join(`,${style.afterComma}`)}>`;
    }
    case "udt":
      // DDL has no word for a user-defined type: what travels and is stored is its SQL type.
      return type.sqlType === undefined ? word("binary") : format(type.sqlType, style);
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
      return word(WORDS[type.kind]);
    default:
      return type satisfies never;
  }
}

/**
 * The type as Spark SQL text, in Spark's short lower-case form: `bigint`, `array<struct<a:int,b:string>>`.
 *
 * Names are backquoted where SQL needs it; `not null` and comments of struct fields are kept, so that
 * `parseDataType` gives the same type back. SQL has no words for arrays and maps without nulls.
 */
export function formatDataType(type: DataType): string {
  return format(type, SIMPLE);
}

/** The columns as Spark's `StructType.toDDL` writes them: `a BIGINT NOT NULL,b STRING COMMENT 'x'`. */
export function formatColumns(struct: StructType): string {
  return struct.fields.map((field) => fieldText(field, " ", SQL)).join(",");
}

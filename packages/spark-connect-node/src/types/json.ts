import { InvalidArgumentError } from "../errors.ts";
import { COLLATIONS_KEY, collationsOf, normalizeCollation, withCollations } from "./collation.ts";
import type { DataType, StructFactory, StructField, StructFieldInit } from "./data-type.ts";
import { DAY_TIME_FIELDS, YEAR_MONTH_FIELDS } from "./data-type.ts";
import { DdlParser } from "./ddl-parser.ts";
import { formatDataType } from "./format.ts";
import type { StructType } from "./struct-type.ts";

/** A type in Spark's JSON: a name, or an object with a `type`. */
export type JsonType = string | JsonObject;

/** An object of Spark's JSON. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Coordinate reference systems that have a name of their own instead of `EPSG:n`. */
const NAMED_CRS: readonly (readonly [number, string])[] = [
  [-1, "SRID:ANY"],
  [0, "SRID:0"],
  [4326, "OGC:CRS84"],
];

function crsOf(srid: number): string {
  return NAMED_CRS.find(([known]) => known === srid)?.[1] ?? `EPSG:${srid}`;
}

function sridOf(crs: string): number | undefined {
  const named = NAMED_CRS.find(([, name]) => name.toLowerCase() === crs.toLowerCase());
  const number = /^(?:EPSG|SRID):(\d+)$/i.exec(crs)?.[1];
  return named?.[0] ?? (number === undefined ? undefined : Number(number));
}

/** {@link toJsonType} of a struct. */
export function structToJson(struct: StructType): JsonObject {
  return { type: "struct", fields: struct.fields.map(fieldToJson) };
}

function fieldToJson(field: StructField): JsonType {
  const collations = collationsOf(field.type, field.name);
  const metadata =
    Object.keys(collations).length === 0
      ? field.metadata
      : { ...field.metadata, [COLLATIONS_KEY]: collations };
  return { name: field.name, type: toJsonType(field.type), nullable: field.nullable, metadata };
}

/**
 * The type as Spark's `DataType.json` has it: `"long"`, `{"type":"struct","fields":[…]}`. As there, a
 * collation is kept in the metadata of the field around it; without a field around, it is lost.
 */
export function toJsonType(type: DataType): JsonType {
  switch (type.kind) {
    case "null":
      return "void";
    case "calendar_interval":
      return "interval";
    case "string":
      return "string";
    case "geometry":
      return `geometry(${crsOf(type.srid)})`;
    case "geography":
      return `geography(${crsOf(type.srid)}, SPHERICAL)`;
    case "array":
      return { type: "array", elementType: toJsonType(type.elementType), containsNull: type.containsNull };
    case "map":
      return {
        type: "map",
        keyType: toJsonType(type.keyType),
        valueType: toJsonType(type.valueType),
        valueContainsNull: type.valueContainsNull,
      };
    case "struct":
      return structToJson(type);
    case "udt":
      return {
        type: "udt",
        ...(type.jvmClass === undefined ? {} : { class: type.jvmClass }),
        ...(type.pythonClass === undefined ? {} : { pyClass: type.pythonClass }),
        ...(type.serializedPythonClass === undefined ? {} : { serializedClass: type.serializedPythonClass }),
        ...(type.sqlType === undefined ? {} : { sqlType: toJsonType(type.sqlType) }),
      };
    case "char":
    case "varchar":
    case "decimal":
    case "time":
    case "timestamp_ltz_nanos":
    case "timestamp_ntz_nanos":
    case "day_time_interval":
    case "year_month_interval":
      return formatDataType(type);
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
      return type.kind;
    default:
      return type satisfies never;
  }
}

const INTERVAL = new RegExp(
  `^interval (?:${[...DAY_TIME_FIELDS, ...YEAR_MONTH_FIELDS].join("|")})(?: to (?:hour|minute|second|month))?$`,
);
const PARAMETRIC = /^(?:decimal|char|varchar|time|timestamp_ltz|timestamp_ntz)\([\s\d,]+\)$/;
const NAMES = new Set(
  (
    "void boolean byte short integer long float double date timestamp timestamp_ntz binary variant string decimal " +
    "interval tinyint smallint int bigint"
  ).split(" "),
);
const NO_STRUCT: StructFactory = () => {
  throw new InvalidArgumentError("A struct is no simple type");
};

function named(name: string): DataType {
  const spatial = /^(geometry|geography)(?:\(\s*([^,()\s]+)\s*(?:,\s*\w+\s*)?\))?$/.exec(name);
  if (spatial !== null) {
    const srid = spatial[2] === undefined ? 4326 : sridOf(spatial[2]);
    if (srid !== undefined) return { kind: spatial[1] === "geometry" ? "geometry" : "geography", srid };
  }
  const decimal = /^decimal\(\s*(\d+)\s*,\s*(-\d+)\s*\)$/.exec(name);
  // Scales below zero are written by old servers only; DDL has none.
  if (decimal !== null) return { kind: "decimal", precision: Number(decimal[1]), scale: Number(decimal[2]) };
  if (name === "null") return { kind: "null" };
  if (name === "calendarinterval") return { kind: "calendar_interval" };
  const collated = /^string collate (\w+)$/.exec(name)?.[1];
  const collation = collated === undefined ? undefined : normalizeCollation(collated);
  if (collation !== undefined) return { kind: "string", collation };
  if (collated !== undefined) return { kind: "string" };
  if (NAMES.has(name) || INTERVAL.test(name) || PARAMETRIC.test(name))
    return new DdlParser(name, NO_STRUCT).type();
  throw new InvalidArgumentError(`Not a type of Spark's JSON: ${JSON.stringify(name)}`);
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function optionalText(key: string, value: unknown): Record<string, string> {
  return typeof value === "string" ? { [key]: value } : {};
}

function fieldFromJson(json: unknown, path: string, makeStruct: StructFactory): StructFieldInit {
  if (!isObject(json) || typeof json["name"] !== "string") {
    throw new InvalidArgumentError(
      `Not a field of Spark's JSON (no name) in ${path}: ${JSON.stringify(json)}`,
    );
  }
  const name = json["name"];
  const type = fromJsonType(json["type"], makeStruct, `${path}.${name}`);
  const { [COLLATIONS_KEY]: kept, ...metadata } = isObject(json["metadata"]) ? json["metadata"] : {};
  const collations = isObject(kept)
    ? new Map(Object.entries(kept).map(([at, value]) => [at, String(value)]))
    : undefined;
  return {
    name,
    type: collations === undefined ? type : withCollations(type, name, collations),
    nullable: json["nullable"] !== false,
    metadata,
  };
}

/** Reads what {@link toJsonType} and Spark write. `path` tells where in messages. */
export function fromJsonType(json: unknown, makeStruct: StructFactory, path = "schema"): DataType {
  if (typeof json === "string") return named(json);
  if (isObject(json)) {
    const nested = (key: string): DataType => fromJsonType(json[key], makeStruct, `${path}.${key}`);
    switch (json["type"]) {
      case "array":
        return {
          kind: "array",
          elementType: nested("elementType"),
          containsNull: json["containsNull"] !== false,
        };
      case "map":
        return {
          kind: "map",
          keyType: nested("keyType"),
          valueType: nested("valueType"),
          valueContainsNull: json["valueContainsNull"] !== false,
        };
      case "struct":
        if (Array.isArray(json["fields"])) {
          return makeStruct(json["fields"].map((field: unknown) => fieldFromJson(field, path, makeStruct)));
        }
        break;
      case "udt":
        return {
          kind: "udt",
          ...optionalText("jvmClass", json["class"]),
          ...optionalText("pythonClass", json["pyClass"]),
          ...optionalText("serializedPythonClass", json["serializedClass"]),
          ...(json["sqlType"] === undefined ? {} : { sqlType: nested("sqlType") }),
        };
      default:
    }
  }
  throw new InvalidArgumentError(`Not a type of Spark's JSON at ${path}: ${JSON.stringify(json)}`);
}

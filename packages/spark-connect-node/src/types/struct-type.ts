import { InvalidArgumentError } from "../errors.ts";
import type { DataType, StructField, StructFieldInit } from "./data-type.ts";
import { DdlParser } from "./ddl-parser.ts";
import { dataTypesEqual } from "./equal.ts";
import { formatColumns } from "./format.ts";
import type { JsonObject } from "./json.ts";
import { fromJsonType, structToJson } from "./json.ts";

const makeStruct = (fields: readonly StructFieldInit[]): StructType => new StructType(fields);

/**
 * Reads a type written as Spark SQL: `bigint`, `array<struct<a:int>>`, or as columns, `a INT, b STRING`.
 *
 * Keywords may be in either case, names in backquotes; `NOT NULL` and `COMMENT '…'` are understood.
 * @throws InvalidArgumentError that points at the place, when the text is not a type.
 */
export function parseDataType(ddl: string): DataType {
  const single = new DdlParser(ddl, makeStruct);
  try {
    return single.type();
  } catch (notOneType) {
    const columns = new DdlParser(ddl, makeStruct);
    try {
      return columns.columns();
    } catch (notColumns) {
      // `a strng` is a column with a wrong type, `arry<int>` a wrong type: tell what the text looks like.
      throw columns.reached > single.reached && startsLikeColumn(ddl) ? notColumns : notOneType;
    }
  }
}

function startsLikeColumn(ddl: string): boolean {
  return /^\s*(?:[A-Za-z0-9_]+|`(?:[^`]|``)*`)\s*(?::|(?<=\s)[A-Za-z`])/.test(ddl);
}

/** A row's shape, and the type of structs: named fields in order. Immutable. */
export class StructType {
  readonly kind = "struct";
  readonly fields: readonly StructField[];

  constructor(fields: readonly StructFieldInit[] = []) {
    this.fields = fields.map(({ name, type, nullable = true, metadata = {} }) => ({
      name,
      type,
      nullable,
      metadata,
    }));
  }

  /** A copy with one more field; `type` may be DDL. */
  add(name: string, type: DataType | string, nullable = true): StructType {
    const dataType = typeof type === "string" ? parseDataType(type) : type;
    return new StructType([...this.fields, { name, type: dataType, nullable }]);
  }

  /** The field of that name, upper or lower case; an exact match comes first. */
  field(name: string): StructField | undefined {
    const lower = name.toLowerCase();
    return (
      this.fields.find((field) => field.name === name) ??
      this.fields.find((field) => field.name.toLowerCase() === lower)
    );
  }

  /** The names of the fields, in order. */
  names(): string[] {
    return this.fields.map((field) => field.name);
  }

  /** As Spark's `StructType.toDDL`: `a BIGINT NOT NULL,b STRING COMMENT 'x'`. */
  toDDL(): string {
    return formatColumns(this);
  }

  /** Spark's JSON form; `JSON.stringify(struct)` is what Spark's `StructType.json` gives. */
  toJSON(): JsonObject {
    return structToJson(this);
  }

  /** See {@link dataTypesEqual}. */
  equals(other: StructType): boolean {
    return dataTypesEqual(this, other);
  }

  /** Reads `a INT, b STRING` or `struct<a:int,b:string>`. @throws InvalidArgumentError for anything else. */
  static fromDDL(ddl: string): StructType {
    return structOnly(parseDataType(ddl), ddl);
  }

  /** Reads Spark's JSON, as text or already parsed. @throws InvalidArgumentError when it is no struct. */
  static fromJSON(json: string | JsonObject): StructType {
    let value: unknown = json;
    if (typeof json === "string") {
      try {
        value = JSON.parse(json);
      } catch (cause) {
        throw new InvalidArgumentError("The schema is not valid JSON", { cause });
      }
    }
    return structOnly(fromJsonType(value, makeStruct), json);
  }
}

function structOnly(type: DataType, source: unknown): StructType {
  if (type.kind === "struct") return type;
  throw new InvalidArgumentError(
    `Columns expected, but this is the single type ${type.kind}: ${JSON.stringify(source)}`,
  );
}

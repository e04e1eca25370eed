import type { Expression } from "../plan/expression.ts";
import { type Relation, relation } from "../plan/relation.ts";
import { type DataType, StructType, types } from "../types/index.ts";

// Arrow knows one time of day and one interval of each kind, and servers refuse rows whose schema says a narrower one
// (`TIME(0)`, `INTERVAL YEAR`). So such rows are sent as the widest, and cast on the server.

/** The schema that rows are sent with, as JSON. Columns that are cast afterwards go by position: names may repeat. */
export function sentSchema(schema: StructType): string {
  const sent = widest(schema);
  const columns =
    sent === schema ? schema.fields : sent.fields.map((field, i) => ({ ...field, name: `_${i}` }));
  return JSON.stringify(new StructType(columns).toJSON());
}

/** Rows that were sent with {@link sentSchema}, as their own schema has them. */
export function asDeclared(input: Relation, schema: StructType): Relation {
  if (widest(schema) === schema) return input;
  const expressions = schema.fields.map(({ name, type, metadata }, i): Expression => {
    const column: Expression = { kind: "attribute", name: `_${i}` };
    const child =
      widestType(type) === type ? column : ({ kind: "cast", child: column, type, mode: "session" } as const);
    const hasMetadata = Object.keys(metadata).length > 0;
    return {
      kind: "alias",
      child,
      names: [name],
      ...(hasMetadata ? { metadata: JSON.stringify(metadata) } : {}),
    };
  });
  return relation({ kind: "project", input, expressions });
}

function widest(schema: StructType): StructType {
  const fields = schema.fields.map((field) => {
    const type = widestType(field.type);
    return type === field.type ? field : { ...field, type };
  });
  return fields.every((field, i) => field === schema.fields[i]) ? schema : new StructType(fields);
}

/** The same type where nothing in it is narrow. */
function widestType(type: DataType): DataType {
  if (type.kind === "struct") return widest(type);
  if (type.kind === "array") {
    const elementType = widestType(type.elementType);
    return elementType === type.elementType ? type : { ...type, elementType };
  }
  if (type.kind === "map") {
    const [keyType, valueType] = [widestType(type.keyType), widestType(type.valueType)];
    return keyType === type.keyType && valueType === type.valueType ? type : { ...type, keyType, valueType };
  }
  return isNarrow(type) ? WIDEST[type.kind] : type;
}

const WIDEST = {
  time: types.time(6),
  day_time_interval: types.dayTimeInterval(),
  year_month_interval: types.yearMonthInterval(),
} as const;

/** A time finer than the widest would lose digits by being sent as it: it is left to the server to refuse. */
function isNarrow(type: DataType): type is Extract<DataType, { kind: keyof typeof WIDEST }> {
  return (
    (type.kind === "time" && type.precision < 6) ||
    (type.kind === "day_time_interval" && (type.start > 0 || type.end < 3)) ||
    (type.kind === "year_month_interval" && (type.start > 0 || type.end < 1))
  );
}

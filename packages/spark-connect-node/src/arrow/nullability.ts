import type { Field, Map_, RecordBatch } from "apache-arrow";
import { DataType as Arrow } from "apache-arrow";
import type { DataType, StructType } from "../types/index.ts";

/** Where a column, and what is inside it, may hold nulls. Children are in the order of Arrow's. */
export interface Nullability {
  readonly nullable: boolean;
  readonly children: readonly Nullability[];
}

/**
 * Where the columns of a DataFrame made of Arrow batches may hold nulls, and what says so: the schema given with them,
 * or the fields of the batches. Then each batch keeps what its own fields declare.
 */
export interface ColumnNulls {
  readonly declaredBy: "schema" | "fields";
  readonly columns: readonly Nullability[];
}

/** As a schema says: it goes by position, as the server takes it, and wins over the Arrow fields. */
export function nullsOfSchema(schema: StructType): ColumnNulls {
  return { declaredBy: "schema", columns: schema.fields.map(ofSparkField) };
}

/**
 * As the fields of all batches together say: arrow-js makes a column nullable when it has nulls, so that the batches of
 * one table differ.
 */
export function nullsOfBatches(batches: readonly RecordBatch[]): ColumnNulls {
  const [first = [], ...others] = batches.map(({ schema }) => schema.fields.map(nullsOfField));
  return { declaredBy: "fields", columns: others.reduce(mergeAll, first) };
}

/** Nulls everywhere: of batches that come one after another nobody knows what the next one has. */
export function nullsAnywhere({ schema }: RecordBatch): ColumnNulls {
  return { declaredBy: "fields", columns: schema.fields.map((field) => anywhere(nullsOfField(field))) };
}

/** As an Arrow field declares it. */
export function nullsOfField({ type, nullable }: Field): Nullability {
  // Every value of this type is null, and arrow-js does not count them: its tables declare such columns non-nullable.
  if (Arrow.isNull(type)) return { nullable: true, children: [] };
  if (Arrow.isMap(type)) {
    const [key, value] = entryFields(type).map(nullsOfField);
    return { nullable, children: key && value ? [entries(key, value)] : [] };
  }
  const nested = Arrow.isList(type) || Arrow.isStruct(type) ? type.children : [];
  return { nullable, children: nested.map(nullsOfField) };
}

function ofSparkField({
  type,
  nullable,
}: {
  readonly type: DataType;
  readonly nullable: boolean;
}): Nullability {
  return { nullable, children: insideOf(type) };
}

function insideOf(type: DataType): readonly Nullability[] {
  if (type.kind === "struct") return type.fields.map(ofSparkField);
  if (type.kind === "array") return [ofSparkField({ type: type.elementType, nullable: type.containsNull })];
  if (type.kind !== "map") return [];
  const key = ofSparkField({ type: type.keyType, nullable: false });
  return [entries(key, ofSparkField({ type: type.valueType, nullable: type.valueContainsNull }))];
}

/** Spark's maps have no null among their keys, whatever the field of the keys says. */
function entries(key: Nullability, value: Nullability): Nullability {
  return { nullable: false, children: [{ ...key, nullable: false }, value] };
}

function entryFields(type: Map_): readonly Field[] {
  const [pairs] = type.children as readonly Field[];
  return pairs !== undefined && Arrow.isStruct(pairs.type) ? pairs.type.children : [];
}

function mergeAll(left: readonly Nullability[], right: readonly Nullability[]): Nullability[] {
  return left.map((a, at) => {
    const b = right[at] ?? a;
    return { nullable: a.nullable || b.nullable, children: mergeAll(a.children, b.children) };
  });
}

function anywhere({ children }: Nullability): Nullability {
  return { nullable: true, children: children.map(anywhere) };
}

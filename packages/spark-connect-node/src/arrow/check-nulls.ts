import type { Data } from "apache-arrow";
import { DataType as Arrow, Field, List, Map_, Struct } from "apache-arrow";
import { InvalidArgumentError } from "../errors.ts";
import { type ColumnNulls, type Nullability, nullsOfField } from "./nullability.ts";

/**
 * Returns the field under which a column is sent.
 *
 * @param data - The column in the type that it is sent in.
 * @throws InvalidArgumentError naming the column, or the place inside it, that holds a null and must not.
 */
export function checkedField(field: Field, data: Data, nulls: ColumnNulls, at: number): Field {
  const own = nullsOfField(field);
  const sent = nulls.columns[at] ?? own;
  refuseNulls(data, nulls.declaredBy === "schema" ? sent : own, field.name, nulls.declaredBy, () => true);
  return withNullability(field, data.type, sent);
}

/** @param live - Whether the place at an index belongs to a value that is not null itself. */
function refuseNulls(
  data: Data,
  { nullable, children }: Nullability,
  path: string,
  declaredBy: ColumnNulls["declaredBy"],
  live: (index: number) => boolean,
): void {
  const type = data.type;
  const valid = (index: number): boolean => !Arrow.isNull(type) && data.getValid(index);
  if (!nullable && (Arrow.isNull(type) || data.nullCount > 0)) {
    for (let i = 0; i < data.length; i++) {
      if (live(i) && !valid(i)) throw notNullable(path, declaredBy);
    }
  }
  if (!children.some(refusesAny)) return;
  const here = (index: number): boolean => live(index) && valid(index);
  const inside = Arrow.isList(type) || Arrow.isMap(type) ? elementsOf(data, here) : here;
  for (const [at, child] of children.entries()) {
    const column = data.children[at] as Data | undefined;
    if (column !== undefined) refuseNulls(column, child, pathInside(type, path, at), declaredBy, inside);
  }
}

function refusesAny({ nullable, children }: Nullability): boolean {
  return !nullable || children.some(refusesAny);
}

/** Which elements belong to lists that are there: a null list may cover some that nobody reads. */
function elementsOf(data: Data, here: (index: number) => boolean): (index: number) => boolean {
  const offsets = data.valueOffsets as Int32Array;
  const read = new Set<number>();
  for (let i = 0; i < data.length; i++) {
    if (here(i)) for (let k = offsets[i] ?? 0; k < (offsets[i + 1] ?? 0); k++) read.add(k);
  }
  return (index) => read.has(index);
}

function pathInside(type: Arrow, path: string, at: number): string {
  if (Arrow.isList(type)) return `${path}[]`;
  return Arrow.isStruct(type) ? `${path}.${type.children[at]?.name ?? at}` : path;
}

function notNullable(path: string, declaredBy: ColumnNulls["declaredBy"]): InvalidArgumentError {
  return new InvalidArgumentError(
    declaredBy === "schema"
      ? `Column ${path} holds nulls where the schema allows none. Drop NOT NULL from the schema, or fill the nulls`
      : `Column ${path} holds nulls, but its Arrow field is declared non-nullable. Declare it nullable, or fill the nulls`,
  );
}

function withNullability(field: Field, type: Arrow, { nullable, children }: Nullability): Field {
  return new Field(field.name, typeWith(type, children), nullable, field.metadata);
}

function typeWith(type: Arrow, children: readonly Nullability[]): Arrow {
  const inside = (fields: readonly Field[]): Field[] =>
    fields.map((child, at) =>
      withNullability(child, child.type as Arrow, children[at] ?? nullsOfField(child)),
    );
  if (Arrow.isStruct(type)) return new Struct(inside(type.children));
  if (Arrow.isList(type)) return new List(inside(type.children)[0] as Field);
  if (!Arrow.isMap(type)) return type;
  const [pairs] = inside(type.children as Field[]);
  const [key, value] = pairs?.type.children ?? [];
  if (pairs === undefined || key === undefined || value === undefined) return type;
  // Java's Arrow takes maps only whose entries and keys are never null.
  const entry = new Struct([new Field(key.name, key.type, false, key.metadata), value]);
  return new Map_(new Field(pairs.name, entry, false, pairs.metadata) as never, type.keysSorted);
}

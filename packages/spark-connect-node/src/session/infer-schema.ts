import { InvalidArgumentError } from "../errors.ts";
import { type DataType, StructType } from "../types/index.ts";
import { describe } from "../values/coerce.ts";
import { inferType, widenTypes } from "../values/infer-type.ts";

/**
 * The schema of rows that come without one: the names in the order in which they are first seen (or `names`), each of
 * the type that holds all its values. As in PySpark a column of nulls alone is refused.
 */
export function inferSchema(rows: readonly unknown[], names?: readonly string[]): StructType {
  const [first] = rows;
  if (first === undefined) {
    throw new InvalidArgumentError("No rows tell of no schema: give one, as a type or as DDL");
  }
  // By key, or by position: names may repeat.
  const columns = new Map<string | number, { readonly name: string; readonly type: DataType }>(
    (names ?? []).map((name, at) => [at, { name, type: { kind: "null" } }]),
  );
  const see = (key: string | number, name: string, value: unknown, index: number): void => {
    const type = columns.get(key)?.type;
    if (type !== undefined && covers(type, value)) return;
    const at = `row ${index}.${name}`;
    columns.set(key, { name, type: widenTypes(type ?? { kind: "null" }, inferType(value ?? null, at), at) });
  };
  for (const [index, row] of rows.entries()) {
    if (Array.isArray(row)) {
      for (const [at, value] of row.entries()) see(at, names?.[at] ?? `_${at + 1}`, value, index);
    } else if (typeof row === "object" && row !== null) {
      const values = row as Readonly<Record<string, unknown>>;
      for (const name of Object.keys(values)) see(name, name, values[name], index);
    } else {
      throw new InvalidArgumentError(
        `row ${index}: an object, or an array of values, expected, not ${describe(row)}`,
      );
    }
  }
  const fields = [...columns.values()];
  const unknown = fields.flatMap(({ name, type }) => unknownParts(type, name));
  if (unknown.length > 0) {
    throw new InvalidArgumentError(
      `Cannot infer the type of ${unknown.join(", ")}. Pass a schema, as a type or as DDL`,
    );
  }
  return new StructType(fields);
}

/** Whether a value adds nothing to what is known; most do not. */
function covers({ kind }: DataType, value: unknown): boolean {
  if (value === null || value === undefined) return true;
  if (typeof value === "number") {
    return kind === "double" || (kind === "integer" && (value | 0) === value && !Object.is(value, -0));
  }
  return kind === simple[typeof value];
}

const simple: Readonly<Record<string, DataType["kind"]>> = {
  string: "string",
  bigint: "long",
  boolean: "boolean",
};

/** The places of which no value tells the type, as `s.z (only nulls)` or `a[] (only empty arrays)`. */
function unknownParts(type: DataType, path: string, holder = "nulls"): string[] {
  if (type.kind === "null") return [`${path} (only ${holder})`];
  if (type.kind === "array")
    return unknownParts(type.elementType, `${path}[]`, "empty arrays, or nulls in them");
  if (type.kind === "map") {
    return [
      ...unknownParts(type.keyType, `${path} keys`, "empty maps"),
      ...unknownParts(type.valueType, `${path} values`, "empty maps, or nulls in them"),
    ];
  }
  if (!(type instanceof StructType)) return [];
  return type.fields.flatMap((field) => unknownParts(field.type, `${path}.${field.name}`));
}

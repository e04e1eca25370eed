import type { DataType } from "./data-type.ts";

/** Spark's default: text compares by its bytes. */
const DEFAULT_COLLATION = "UTF8_BINARY";

/** The key of a field's metadata under which Spark's JSON keeps collations. */
export const COLLATIONS_KEY = "__COLLATIONS";

/** A collation's name in Spark's own case where that is known; undefined for the default one. */
export function normalizeCollation(name: string): string | undefined {
  const known = /^(utf8|unicode)(_|$)/i.test(name) ? name.toUpperCase() : name;
  return known === DEFAULT_COLLATION ? undefined : known;
}

/** Paths, below a field, of strings with a collation: `name`, `name.element`, `name.key`, `name.value`. */
export function collationsOf(type: DataType, path: string): Record<string, string> {
  if (type.kind === "string" && type.collation !== undefined) {
    return { [path]: `${type.collation.startsWith("UTF8") ? "spark" : "icu"}.${type.collation}` };
  }
  if (type.kind === "array") return collationsOf(type.elementType, `${path}.element`);
  if (type.kind === "map") {
    return { ...collationsOf(type.keyType, `${path}.key`), ...collationsOf(type.valueType, `${path}.value`) };
  }
  // A struct's fields carry their own.
  return {};
}

/** The type with the collations of {@link collationsOf} put back. */
export function withCollations(
  type: DataType,
  path: string,
  collations: ReadonlyMap<string, string>,
): DataType {
  if (type.kind === "string") {
    const named = collations.get(path);
    const collation =
      named === undefined ? undefined : normalizeCollation(named.slice(named.indexOf(".") + 1));
    return collation === undefined ? type : { kind: "string", collation };
  }
  if (type.kind === "array") {
    return { ...type, elementType: withCollations(type.elementType, `${path}.element`, collations) };
  }
  if (type.kind === "map") {
    return {
      ...type,
      keyType: withCollations(type.keyType, `${path}.key`, collations),
      valueType: withCollations(type.valueType, `${path}.value`, collations),
    };
  }
  return type;
}

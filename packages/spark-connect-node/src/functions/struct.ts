import { Column, type ColumnOrName } from "../column/column.ts";
import { InvalidArgumentError } from "../errors.ts";
import { allNamed, type Columns, constant, invoke, named } from "./invoke.ts";

/** The columns, given one after another or as one array, as the fields of a struct, under their own names. */
export function struct(...columns: Columns): Column {
  return invoke("struct", ...allNamed(columns));
}

/**
 * A struct of these fields, by name.
 *
 * @param fields - Names and columns in turn, the names as constant columns (`lit("x"), "a"`); or an object of columns
 * by name, or pairs of a name and a column. JavaScript moves an object's names of digits to the front: pairs keep theirs.
 * @throws InvalidArgumentError when there is no field.
 */
export function namedStruct(
  ...fields:
    | readonly ColumnOrName[]
    | readonly [Readonly<Record<string, ColumnOrName>> | readonly (readonly [string, ColumnOrName])[]]
): Column {
  const [first] = fields;
  if (first === undefined) {
    throw new InvalidArgumentError("namedStruct() needs at least one field");
  }
  if (typeof first === "string" || first instanceof Column) {
    return invoke("named_struct", ...(fields as readonly ColumnOrName[]).map(named));
  }
  const entries: readonly (readonly [string, ColumnOrName])[] = Array.isArray(first)
    ? first
    : Object.entries(first);
  if (entries.length === 0) {
    throw new InvalidArgumentError("namedStruct() needs at least one field");
  }
  return invoke("named_struct", ...entries.flatMap(([name, value]) => [constant(name), named(value)]));
}

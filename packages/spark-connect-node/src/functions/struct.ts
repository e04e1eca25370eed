import { type Column, type ColumnOrName, operand } from "../column/column.ts";
import { InvalidArgumentError } from "../errors.ts";
import { invoke, named } from "./invoke.ts";

/** The columns as the fields of a struct, under their own names. */
export function struct(...columns: readonly ColumnOrName[]): Column {
  return invoke("struct", ...columns.map(named));
}

/** A struct of these fields, by name, in the order of the object's keys. */
export function namedStruct(
  fields: Readonly<Record<string, ColumnOrName>> | readonly [string, ColumnOrName][],
): Column {
  const entries: readonly (readonly [string, ColumnOrName])[] = Array.isArray(fields)
    ? fields
    : Object.entries(fields);
  if (entries.length === 0) {
    throw new InvalidArgumentError("namedStruct() needs at least one field");
  }
  return invoke("named_struct", ...entries.flatMap(([name, value]) => [operand(name), named(value)]));
}

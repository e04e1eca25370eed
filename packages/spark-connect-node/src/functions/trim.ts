import type { Column, ColumnOrName } from "../column/column.ts";
import { invoke, named } from "./invoke.ts";

// Spark's functions take the characters first, which nobody expects.

/** The text without spaces, or without the characters of a column, at both ends. */
export function trim(column: ColumnOrName, characters?: ColumnOrName): Column {
  return trimmed("trim", column, characters);
}

/** The text without spaces, or without the characters of a column, on the left. */
export function ltrim(column: ColumnOrName, characters?: ColumnOrName): Column {
  return trimmed("ltrim", column, characters);
}

/** The text without spaces, or without the characters of a column, on the right. */
export function rtrim(column: ColumnOrName, characters?: ColumnOrName): Column {
  return trimmed("rtrim", column, characters);
}

function trimmed(name: string, column: ColumnOrName, characters: ColumnOrName | undefined): Column {
  return characters === undefined
    ? invoke(name, named(column))
    : invoke(name, named(characters), named(column));
}

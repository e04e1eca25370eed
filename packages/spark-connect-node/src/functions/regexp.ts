import type { Column, ColumnOrName } from "../column/column.ts";
import { constant, invoke, named, optional } from "./invoke.ts";

// Regular expressions, in Java's syntax.

/** SQL LIKE with a pattern out of a column. */
export function like(column: ColumnOrName, pattern: ColumnOrName, escape?: Column | string): Column {
  return invoke("like", named(column), named(pattern), optional(escape));
}

/** SQL LIKE whatever the case, with a pattern out of a column. */
export function ilike(column: ColumnOrName, pattern: ColumnOrName, escape?: Column | string): Column {
  return invoke("ilike", named(column), named(pattern), optional(escape));
}

/** Whether the pattern, out of a column, matches somewhere in the text. */
export function rlike(column: ColumnOrName, pattern: ColumnOrName): Column {
  return invoke("rlike", named(column), named(pattern));
}

/** Whether the pattern matches; the same as {@link rlike}. */
export function regexp(column: ColumnOrName, pattern: ColumnOrName): Column {
  return invoke("regexp", named(column), named(pattern));
}

/** Whether the pattern matches; the same as {@link rlike}. */
export function regexpLike(column: ColumnOrName, pattern: ColumnOrName): Column {
  return invoke("regexp_like", named(column), named(pattern));
}

/** How often the pattern, out of a column, matches. */
export function regexpCount(column: ColumnOrName, pattern: ColumnOrName): Column {
  return invoke("regexp_count", named(column), named(pattern));
}

/** The group of the first match (0 is all of it); empty when there is none. */
export function regexpExtract(
  column: ColumnOrName,
  pattern: Column | string,
  group: Column | number,
): Column {
  return invoke("regexp_extract", named(column), constant(pattern), constant(group));
}

/** The group of each match, as an array. */
export function regexpExtractAll(
  column: ColumnOrName,
  pattern: ColumnOrName,
  group?: Column | number,
): Column {
  return invoke("regexp_extract_all", named(column), named(pattern), optional(group));
}

/** The position of the first match, from 1; 0 when there is none. */
export function regexpInstr(column: ColumnOrName, pattern: ColumnOrName, group?: Column | number): Column {
  return invoke("regexp_instr", named(column), named(pattern), optional(group));
}

/**
 * The text with each match replaced; `$1` in the replacement is the first group.
 *
 * @param position - Where to begin, 1 being the first character (Spark 4.3 and later).
 */
export function regexpReplace(
  column: ColumnOrName,
  pattern: Column | string,
  replacement: Column | string,
  position?: Column | number,
): Column {
  return invoke(
    "regexp_replace",
    named(column),
    constant(pattern),
    constant(replacement),
    optional(position),
  );
}

/** The first match; null when there is none. */
export function regexpSubstr(column: ColumnOrName, pattern: ColumnOrName): Column {
  return invoke("regexp_substr", named(column), named(pattern));
}

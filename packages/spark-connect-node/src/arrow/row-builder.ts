import { InvalidArgumentError } from "../errors.ts";
import type { SparkValue } from "../values/index.ts";
import { objectOf } from "../values/value.ts";
import type { Column } from "./buffers.ts";

/** How a row is given: an object by column name, or an array by position. Structs inside follow it. */
export type RowMode = "object" | "array";

/** A row, by the {@link RowMode} it was asked for in. */
export type Row = { [name: string]: SparkValue } | SparkValue[];

/** Puts `count` rows together out of their columns. */
export type RowBuilder = (count: number, columns: readonly Column<SparkValue>[]) => Row[];

/** @throws InvalidArgumentError when an object cannot hold all of the names. */
function refuseDuplicates(names: readonly string[], at: string): void {
  if (new Set(names).size === names.length) return;
  const duplicate = names.find((name, index) => names.indexOf(name) !== index);
  if (duplicate === undefined) return;
  throw new InvalidArgumentError(
    `${at} has more than one column named ${JSON.stringify(duplicate)}, which a row object cannot hold: ` +
      `give them different aliases, or collect with rowMode "array"`,
  );
}

/** The source of a row: in one literal, all rows have one hidden class and the engine one fast path. */
function rowSource(names: readonly string[], mode: RowMode): string {
  if (mode === "array") return `[${names.map((_, at) => `c${at}[i]`).join(",")}]`;
  // Only a computed `__proto__` is a property like any other.
  const keys = names.map((name) => (name === "__proto__" ? '["__proto__"]' : JSON.stringify(name)));
  return `{${keys.map((key, at) => `${key}:c${at}[i]`).join(",")}}`;
}

/** Without code generation (`--disallow-code-generation-from-strings`): the same rows, slower. */
function plainBuilder(names: readonly string[], mode: RowMode): RowBuilder {
  return (count, columns) =>
    Array.from({ length: count }, (_, i): Row => {
      const values = columns.map((column) => column[i] ?? null);
      return mode === "array" ? values : objectOf(names, values);
    });
}

/**
 * The builder of rows with those columns, generated for them once.
 *
 * @param at what has these columns, in messages
 */
export function rowBuilder(names: readonly string[], mode: RowMode, at: string): RowBuilder {
  if (mode === "object") refuseDuplicates(names, at);
  const columns = names.map((_, index) => `const c${index}=columns[${index}];`).join("");
  const source = `${columns}const rows=new Array(count);for(let i=0;i<count;i++)rows[i]=${rowSource(names, mode)};return rows;`;
  try {
    // oxlint-disable-next-line typescript/no-implied-eval -- column names are all it takes in, as JSON strings
    return new Function("count", "columns", source) as RowBuilder;
  } catch (error) {
    if (error instanceof EvalError) return plainBuilder(names, mode);
    throw error;
  }
}

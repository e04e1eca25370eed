import { type Column, type DataType, functions as f, type StructField, types } from "spark-connect-node";
import { InvalidInferenceRowError } from "../errors.ts";
import { quoteName } from "../names.ts";
import { storableType } from "../plan/types.ts";
import { narrowestType, NO_VALUE } from "./possible-types.ts";
import { replaceTexts, textsOf } from "./texts.ts";

/** A column to choose a type for: a name alone is a column of text. */
export type InferenceColumn = string | Pick<StructField, "name" | "type">;

/**
 * What to ask of columns that are seen for the first time: one small aggregate for each text, those inside structs,
 * arrays and values of maps among them, for one pass over these columns only. Hand the row to {@link chooseTypes}.
 *
 * @param columns - Names of string columns, or columns with their types. What is no text is not looked at.
 * @throws AmbiguousColumnError when two fields of one struct have one name, case ignored.
 */
export function inferenceAggregates(columns: readonly InferenceColumn[]): readonly Column[] {
  return columns
    .map((column) => typedColumn(column))
    .flatMap(({ name, type }) => textsOf(name, type).map((bits) => bits(f.col(quoteName(name)))))
    .map((bits, at) => f.bitAnd(bits).as(alias(at)));
}

/**
 * Chooses a type for each text of the columns: integer, bigint, double, boolean, date or timestamp if it holds every
 * value, in every row and element, and none of them was written in a way that the type would not give back; else
 * string. Types of what is no text, and of keys of maps, stay.
 *
 * @param columns - The columns that {@link inferenceAggregates} was given.
 * @param row - The row that Spark gave for its aggregates.
 * @returns The types by column. A text without any value has the type `void` inside a struct, array or map, which a
 * plan leaves out; a column that has nothing but such is missing: it is not added before it has a value.
 * @throws InvalidInferenceRowError when the row is another's.
 */
export function chooseTypes(
  columns: readonly InferenceColumn[],
  row: Readonly<Record<string, unknown>>,
): ReadonlyMap<string, DataType> {
  const chosen = new Map<string, DataType>();
  let at = 0;
  for (const { name, type } of columns.map((column) => typedColumn(column))) {
    const found = replaceTexts(type, (text) => {
      const bits = bitsOf(row, alias(at));
      at += 1;
      return bits === NO_VALUE ? types.null : (narrowestType(bits) ?? text);
    });
    if (storableType(found) !== undefined) chosen.set(name, found);
  }
  return chosen;
}

function typedColumn(column: InferenceColumn): Pick<StructField, "name" | "type"> {
  return typeof column === "string" ? { name: column, type: types.string } : column;
}

function bitsOf(row: Readonly<Record<string, unknown>>, name: string): number {
  const bits = row[name];
  if (bits === null) return NO_VALUE;
  if (typeof bits !== "number") throw new InvalidInferenceRowError(name);
  return bits;
}

function alias(at: number): string {
  return `types_${String(at)}`;
}

import {
  type Column,
  type DataFrame,
  type DataType,
  functions as f,
  type StructField,
  types,
} from "spark-connect-node";
import { ISO_TIMES, type TimeFormats } from "../convert/time-formats.ts";
import { InvalidInferenceRowError } from "../errors.ts";
import { quoteName } from "../names.ts";
import { storableType } from "../plan/types.ts";
import { narrowestType, NO_VALUE } from "./possible-types.ts";
import { replaceTexts, type TextBits, textsOf } from "./texts.ts";

/** A column to choose a type for: a name alone is a column of text. */
export type InferenceColumn = string | TypedColumn;

interface TypedColumn extends Pick<StructField, "name" | "type"> {
  /**
   * The type that the format of the data states for the column, with its parts, as JSON does: a text that is a string there
   * stays one, whatever it holds. Default: the format has no types, as CSV.
   */
  readonly stated?: DataType;
  /** How its times are written. Default: ISO 8601 in the session's zone. */
  readonly formats?: TimeFormats;
}

/**
 * Looks at columns that are seen for the first time, lazily, in one pass over these columns only. Hand the rows to
 * {@link chooseTypes}.
 *
 * Each text, those inside structs, arrays and values of maps among them, becomes a row of the type bits that all of its values
 * have.
 *
 * @param df - The rows; columns besides those are left out.
 * @param columns - Names of string columns, or columns with their types. What is no text is not looked at.
 * @returns undefined when there is no text to look at.
 * @throws AmbiguousColumnError when two fields of one struct have one name, case ignored.
 */
export function inferenceRows(df: DataFrame, columns: readonly InferenceColumn[]): DataFrame | undefined {
  const bits = textBits(columns);
  return (
    bits &&
    df.select(f.posexplode(bits).as("text", "types")).groupBy("text").agg(f.bitAnd("types").as("types"))
  );
}

/**
 * The type bits of all texts of one row, an `array<int>`; undefined when there is no text.
 *
 * Columns of text are looked at by one lambda over an array of them, so that Spark generates its code once: code for each
 * of some thousand columns was seen to take more memory than the server had.
 */
export function textBits(columns: readonly InferenceColumn[]): Column | undefined {
  const { plain, nested } = inOrder(columns);
  const parts = [
    ...plain.map((alike) =>
      f.transform(f.array(...alike.map(({ column }) => f.col(quoteName(column)))), alike[0].bits),
    ),
    ...(nested.length === 0
      ? []
      : [f.array(...nested.map(({ column, bits }) => bits(f.col(quoteName(column)))))]),
  ];
  const [first, ...rest] = parts;
  return first === undefined || rest.length === 0 ? first : f.concat(first, ...rest);
}

interface LookedAt {
  readonly column: string;
  /** Which of all texts it is, in the order of columns and fields. */
  readonly at: number;
  readonly bits: TextBits;
}

/** The texts of the columns as they are in {@link textBits}: whole columns first, those that read alike together, then those inside others. */
function inOrder(columns: readonly InferenceColumn[]): {
  readonly plain: readonly (readonly [LookedAt, ...LookedAt[]])[];
  readonly nested: readonly LookedAt[];
} {
  const plain = new Map<string, [LookedAt, ...LookedAt[]]>();
  const nested: LookedAt[] = [];
  let at = 0;
  for (const { name, type, stated, formats = ISO_TIMES } of columns.map((column) => typedColumn(column))) {
    for (const bits of textsOf(name, type, { stated, formats })) {
      const look = { column: name, at, bits };
      at += 1;
      if (type.kind !== "string") {
        nested.push(look);
        continue;
      }
      const { timeZone, dateFormat, timestampFormat } = formats;
      const key = JSON.stringify([stated?.kind ?? "", timeZone, dateFormat, timestampFormat]);
      const alike = plain.get(key);
      if (alike === undefined) plain.set(key, [look]);
      else alike.push(look);
    }
  }
  return { plain: [...plain.values()], nested };
}

/**
 * Chooses a type for each text of the columns: integer, bigint, double, boolean, date or timestamp if it holds every
 * value, in every row and element, and none of them was written in a way that the type would not give back; else
 * string. Types of what is no text, and of keys of maps, stay.
 *
 * @param columns - The columns that {@link inferenceRows} was given.
 * @param rows - The rows that it gave; none when there was no row to look at.
 * @returns The types by column. A text without any value has the type `void` inside a struct, array or map, which a
 * plan leaves out; a column that has nothing but such is missing: it is not added before it has a value.
 * @throws InvalidInferenceRowError when the rows are another query's.
 */
export function chooseTypes(
  columns: readonly InferenceColumn[],
  rows: readonly Readonly<Record<string, unknown>>[],
): ReadonlyMap<string, DataType> {
  const chosen = new Map<string, DataType>();
  const { plain, nested } = inOrder(columns);
  const order = [...plain.flat(), ...nested].map(({ at }) => at);
  const found = new Map(rows.map((row) => bitsOf(row, order)));
  let at = 0;
  for (const { name, type } of columns.map((column) => typedColumn(column))) {
    const typed = replaceTexts(type, (text) => {
      const bits = found.get(at) ?? NO_VALUE;
      at += 1;
      return bits === NO_VALUE ? types.null : (narrowestType(bits) ?? text);
    });
    if (storableType(typed) !== undefined) chosen.set(name, typed);
  }
  return chosen;
}

function typedColumn(column: InferenceColumn): TypedColumn {
  return typeof column === "string" ? { name: column, type: types.string } : column;
}

function bitsOf(
  { text, types: bits }: Readonly<Record<string, unknown>>,
  order: readonly number[],
): [at: number, bits: number] {
  const at = typeof text === "number" ? order[text] : undefined;
  if (at === undefined || (typeof bits !== "number" && bits !== null)) throw new InvalidInferenceRowError();
  return [at, bits ?? NO_VALUE];
}

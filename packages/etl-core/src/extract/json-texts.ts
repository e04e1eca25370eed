import { type Column, type DataType, formatDataType, functions } from "spark-connect-node";

const { arrayJoin, coalesce, concat, fromJson, get, lit, regexpExtractAll, transform, when } = functions;

/**
 * The pieces of JSON: a string, a number, or whatever is between. A string ends at the first quote behind an even number of
 * backslashes; written so, no loop of the regular expression is recursive, however long the string.
 */
const PIECE = String.raw`"(?s:.*?)(?<!\\)(?:\\\\)*+"|-?[0-9][0-9.eE+-]*+|[^"0-9-]++`;

/** As long as any value may be. */
const NO_LIMIT: Readonly<Record<string, string>> = { maxStringLen: "2147483647" };

/**
 * Takes JSON apart into a type with text in every leaf, as reading it under that type does: numbers as they were
 * written. By itself `from_json` writes numbers anew where text is wanted, `1.10` as `1.1`; so they are quoted first.
 *
 * @param json - Valid JSON, or null.
 * @param type - A structure with text in every leaf.
 */
export function jsonTexts(json: Column, type: DataType): Column {
  const pieces = transform(regexpExtractAll(json, lit(PIECE), 0), (piece) =>
    when(piece.rlike("^[-0-9]"), concat(lit('"'), piece, lit('"'))).otherwise(piece),
  );
  return fromJson(arrayJoin(pieces, ""), formatDataType(type), NO_LIMIT);
}

/**
 * A text in one form, whether it was read by itself or taken out of a longer one: a list or an object, which has text
 * for its type when it shares a place with a scalar, comes without blanks, and its numbers in quotes. Other texts stay.
 */
export function partsAsTexts(text: Column): Column {
  const alone = get(jsonTexts(concat(lit("["), text, lit("]")), LIST), 0);
  return when(text.rlike("^[\\[{]"), coalesce(alone, text)).otherwise(text);
}

const LIST: DataType = { kind: "array", elementType: { kind: "string" }, containsNull: true };

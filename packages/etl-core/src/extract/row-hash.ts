import { type Column, type DataType, functions, types } from "spark-connect-node";
import { textType } from "./json-columns.ts";
import { jsonTexts, partsAsTexts } from "./json-texts.ts";

const { concatWs, lit, sha2, struct, toJson, transform, when } = functions;

/** A value as it was read, and what Spark infers it to be. */
export interface HashedColumn {
  /** Text, or a structure with text in every leaf; see {@link textType}. */
  readonly value: Column;
  /** The type of `value`, which depends on the table. */
  readonly read: DataType;
  readonly inferred: DataType;
}

/**
 * A row's digest as the original computes it: SHA-256, in hex, of the values joined by `||`, nulls left out, in the order of Spark's
 * inferred schema, each as Spark writes it as text in its inferred type. A list of texts counts as its elements. Other
 * structures, on which the original failed, count as their JSON: fields in the order of their names, nulls left out, and
 * numbers as Spark writes them in their inferred type.
 *
 * The digest depends on the day's documents alone, not on the table: what was read as one text, because the table has
 * no parts there, is taken apart as the reader would have.
 */
export function rowHash(columns: readonly HashedColumn[]): Column {
  return sha2(concatWs("||", ...columns.map(hashedText)), 256);
}

function hashedText({ value, read, inferred }: HashedColumn): Column {
  if (inferred.kind === "array" && inferred.elementType.kind === "string") {
    return typed(value, read, inferred);
  }
  return inferred.kind === "struct" || inferred.kind === "array"
    ? toJson(typed(value, read, inferred))
    : scalarText(value, inferred);
}

/**
 * Text as the type that was inferred writes it: `1e-07` as a double is `1.0E-7`. JSON has one way to write a whole
 * number, but for `-0`.
 */
function scalarText(text: Column, inferred: DataType): Column {
  if (inferred.kind === "double") {
    return text.tryCast("double").cast("string");
  }
  return inferred.kind === "long" || inferred.kind === "decimal"
    ? when(text.eq("-0"), lit("0")).otherwise(text)
    : text;
}

/** A value in the type that was inferred, whatever parts of it were read as one text. */
function typed(value: Column, read: DataType, inferred: DataType): Column {
  if (inferred.kind === "struct" && read.kind === "struct") {
    const kinds = new Map(read.fields.map((field) => [field.name, field.type]));
    const fields = inferred.fields.map(({ name, type }) =>
      typed(value.getField(name), kinds.get(name) ?? types.string, type).as(name),
    );
    return when(value.isNotNull(), struct(...fields));
  }
  if (inferred.kind === "array" && read.kind === "array") {
    return transform(value, (element) => typed(element, read.elementType, inferred.elementType));
  }
  if (inferred.kind === "struct" || inferred.kind === "array") {
    const texts = textType(inferred, undefined);
    return typed(jsonTexts(value, texts), texts, inferred);
  }
  return inferred.kind === "string" ? partsAsTexts(value) : value.tryCast(inferred);
}

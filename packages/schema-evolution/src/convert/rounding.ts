import { type Column, type DataType, functions as f } from "spark-connect-node";
import { NUMBER_TEXT } from "./text-shapes.ts";

/** A type that keeps the nearest binary fraction to a number. */
export type FractionalKind = "double" | "float";

/** The kind of a fractional type; undefined for any other. */
export function fractionalKind({ kind }: DataType): FractionalKind | undefined {
  return kind === "double" || kind === "float" ? kind : undefined;
}

/** Numbers that may have more digits than a type always keeps; nearly all others are told by this. */
const LONG = { double: "(?s)[eE]|.{16}", float: "(?s)[eE]|.{7}" } as const;

/**
 * Whether a number loses digits in a double or float: the shortest text of the value that is nearest to it is another
 * number. False for a text that does not convert.
 */
export function isRounded(text: Column, kind: FractionalKind): Column {
  const converts = text.rlike(NUMBER_TEXT).and(digitsOf(nearest(text, kind)).ne(""));
  const differs = isGivenBack(text, kind).not();
  return f.coalesce(text.rlike(LONG[kind]).and(converts).and(differs), f.lit(false));
}

/**
 * Whether the value nearest to a number gives the number back; false where that is zero and the number is not, or infinite.
 * It is enough to compare digits, since the two numbers are next to each other. Java before 19 does not always write the
 * shortest text: one of more digits than the number has counts as the number's.
 */
export function isGivenBack(text: Column, kind: FractionalKind): Column {
  const [written, kept] = [digitsOf(text), digitsOf(nearest(text, kind))];
  return kept.eq(written).or(f.length(kept).gt(f.length(written)));
}

function nearest(text: Column, kind: FractionalKind): Column {
  return text.tryCast(kind).cast("string");
}

/** The digits of a number without zeros at either end: those of a number that is zero are none. */
function digitsOf(number: Column): Column {
  return f.btrim(f.regexpReplace(number, f.lit("(?s)[eE].*|[^0-9]"), ""), f.lit("0"));
}

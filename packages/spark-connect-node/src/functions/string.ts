import type { Column, ColumnOrName } from "../column/column.ts";
import {
  constant,
  invoke,
  invokeNewer,
  named,
  namedOr,
  namedOrNumber,
  optional,
  optionalName,
} from "./invoke.ts";

// Text.

/** The code of the first character. */
export function ascii(column: ColumnOrName): Column {
  return invoke("ascii", named(column));
}

/** Binary as base64 text. */
export function base64(column: ColumnOrName): Column {
  return invoke("base64", named(column));
}

/** Base64 text as binary. */
export function unbase64(column: ColumnOrName): Column {
  return invoke("unbase64", named(column));
}

/** Binary as base32 text, by RFC 4648 (Spark 4.3 and later). */
export function toBase32(column: ColumnOrName): Column {
  return invoke("to_base32", named(column));
}

/** Base32 text, by RFC 4648, as binary (Spark 4.3 and later). */
export function fromBase32(column: ColumnOrName): Column {
  return invoke("from_base32", named(column));
}

/** The length in bits. */
export function bitLength(column: ColumnOrName): Column {
  return invoke("bit_length", named(column));
}

/** The text without the characters (spaces by default) at both ends. */
export function btrim(column: ColumnOrName, characters?: ColumnOrName): Column {
  return invoke("btrim", named(column), optionalName(characters));
}

/** The ASCII character of a code. */
export function char(column: ColumnOrName): Column {
  return invoke("char", named(column));
}

/** The ASCII character of a code; the same as {@link char}. */
export function chr(column: ColumnOrName): Column {
  return invoke("chr", named(column));
}

/** The number of characters. */
export function charLength(column: ColumnOrName): Column {
  return invoke("char_length", named(column));
}

/** The number of characters. */
export function characterLength(column: ColumnOrName): Column {
  return invoke("character_length", named(column));
}

/** The number of characters of text, or of bytes of binary. */
export function length(column: ColumnOrName): Column {
  return invoke("length", named(column));
}

/** The number of characters of text, or of bytes of binary. */
export function len(column: ColumnOrName): Column {
  return invoke("len", named(column));
}

/** The number of bytes. */
export function octetLength(column: ColumnOrName): Column {
  return invoke("octet_length", named(column));
}

/** The columns one after another: text, binary or arrays; null if any of them is null. */
export function concat(...columns: readonly ColumnOrName[]): Column {
  return invoke("concat", ...columns.map(named));
}

/** The texts with a separator between them; nulls are skipped. */
export function concatWs(separator: Column | string, ...columns: readonly ColumnOrName[]): Column {
  return invoke("concat_ws", constant(separator), ...columns.map(named));
}

/** Whether the first text contains the second. */
export function contains(left: ColumnOrName, right: ColumnOrName): Column {
  return invoke("contains", named(left), named(right));
}

/** Whether the text begins with the prefix. */
export function startswith(column: ColumnOrName, prefix: ColumnOrName): Column {
  return invoke("startswith", named(column), named(prefix));
}

/** Whether the text ends with the suffix. */
export function endswith(column: ColumnOrName, suffix: ColumnOrName): Column {
  return invoke("endswith", named(column), named(suffix));
}

/** Binary as text in a charset such as `UTF-8` or `ISO-8859-1`. */
export function decode(column: ColumnOrName, charset: Column | string): Column {
  return invoke("decode", named(column), constant(charset));
}

/** Text as binary in a charset. */
export function encode(column: ColumnOrName, charset: Column | string): Column {
  return invoke("encode", named(column), constant(charset));
}

/** The column chosen by the number in the first: 1 is the one after it. */
export function elt(...columns: readonly ColumnOrName[]): Column {
  return invoke("elt", ...columns.map(named));
}

/** The position of a text in a comma-separated list, from 1; 0 when it is not there. */
export function findInSet(column: ColumnOrName, list: ColumnOrName): Column {
  return invoke("find_in_set", named(column), named(list));
}

/** A number like `1,234.50`, rounded to so many decimals. */
export function formatNumber(column: ColumnOrName, decimals: Column | number): Column {
  return invoke("format_number", named(column), constant(decimals));
}

/** Text by a printf format; as {@link formatString}, but the format is a column. */
export function printf(format: ColumnOrName, ...columns: readonly ColumnOrName[]): Column {
  return invoke("printf", named(format), ...columns.map(named));
}

/** Text by a printf format. */
export function formatString(format: Column | string, ...columns: readonly ColumnOrName[]): Column {
  return invoke("format_string", constant(format), ...columns.map(named));
}

/** Each word with a capital first letter, the rest in lower case. */
export function initcap(column: ColumnOrName): Column {
  return invoke("initcap", named(column));
}

/**
 * The position of an occurrence, from 1; 0 when there is none.
 *
 * @param start - Where to begin, 1 being the first character, and negative ones counting from the end, from where the
 * search goes backwards (Spark 4.3 and later).
 * @param occurrence - Which one, 1 being the first (Spark 4.3 and later).
 */
export function instr(
  column: ColumnOrName,
  substring: Column | string,
  start?: Column | number,
  occurrence?: Column | number,
): Column {
  if (start === undefined && occurrence === undefined) {
    return invoke("instr", named(column), constant(substring));
  }
  return invokeNewer(
    { count: 2, since: [4, 3], meaning: "instr() from a place or of an occurrence" },
    "instr",
    named(column),
    constant(substring),
    constant(start ?? 1),
    optional(occurrence),
  );
}

/** So many characters from the left. */
export function left(column: ColumnOrName, length: ColumnOrName): Column {
  return invoke("left", named(column), named(length));
}

/** So many characters from the right. */
export function right(column: ColumnOrName, length: ColumnOrName): Column {
  return invoke("right", named(column), named(length));
}

/** How alike two texts are by Jaro and Winkler: 0 not at all, 1 equal (Spark 4.3 and later). */
export function jaroWinklerSimilarity(left: ColumnOrName, right: ColumnOrName): Column {
  return invoke("jaro_winkler_similarity", named(left), named(right));
}

/** The edit distance of two texts; −1 above the threshold. */
export function levenshtein(left: ColumnOrName, right: ColumnOrName, threshold?: Column | number): Column {
  return invoke("levenshtein", named(left), named(right), optional(threshold));
}

/** The position of the first occurrence at or after `position`, from 1; 0 when there is none. */
export function locate(
  substring: Column | string,
  column: ColumnOrName,
  position: Column | number = 1,
): Column {
  return invoke("locate", constant(substring), named(column), constant(position));
}

/** The position of the first occurrence, from 1; 0 when there is none. */
export function position(substring: ColumnOrName, column: ColumnOrName, start?: ColumnOrName): Column {
  return invoke("position", named(substring), named(column), optionalName(start));
}

/** In lower case. */
export function lower(column: ColumnOrName): Column {
  return invoke("lower", named(column));
}

/** In lower case; the same as {@link lower}. */
export function lcase(column: ColumnOrName): Column {
  return invoke("lcase", named(column));
}

/** In upper case. */
export function upper(column: ColumnOrName): Column {
  return invoke("upper", named(column));
}

/** In upper case; the same as {@link upper}. */
export function ucase(column: ColumnOrName): Column {
  return invoke("ucase", named(column));
}

/** The text padded on the left, or cut, to a length. */
export function lpad(column: ColumnOrName, length: Column | number, pad: Column | string): Column {
  return invoke("lpad", named(column), constant(length), constant(pad));
}

/** The text padded on the right, or cut, to a length. */
export function rpad(column: ColumnOrName, length: Column | number, pad: Column | string): Column {
  return invoke("rpad", named(column), constant(length), constant(pad));
}

/** Whether the digits satisfy the Luhn check. */
export function luhnCheck(column: ColumnOrName): Column {
  return invoke("luhn_check", named(column));
}

/**
 * The text with its characters masked: capitals by `X`, small letters by `x`, digits by `n`, and others as they are.
 *
 * The other characters to mask with are columns, as `lit("*")`; `lit(null)` keeps the characters of a kind.
 */
export function mask(
  column: ColumnOrName,
  upperChar?: ColumnOrName,
  lowerChar?: ColumnOrName,
  digitChar?: ColumnOrName,
  otherChar?: ColumnOrName,
): Column {
  return invoke(
    "mask",
    named(column),
    namedOr(upperChar, "X"),
    namedOr(lowerChar, "x"),
    namedOr(digitChar, "n"),
    namedOr(otherChar, null),
  );
}

/** The text with the part at `position` replaced. */
export function overlay(
  column: ColumnOrName,
  replacement: ColumnOrName,
  position: ColumnOrName | number,
  length: ColumnOrName | number = -1,
): Column {
  return invoke("overlay", named(column), named(replacement), namedOrNumber(position), namedOrNumber(length));
}

/** The text so many times over. */
export function repeat(column: ColumnOrName, times: ColumnOrName | number): Column {
  return invoke("repeat", named(column), namedOrNumber(times));
}

/** The text with each occurrence of `search` replaced, or removed. */
export function replace(column: ColumnOrName, search: ColumnOrName, replacement?: ColumnOrName): Column {
  return invoke("replace", named(column), named(search), optionalName(replacement));
}

/** The text or the array backwards; binary too (Spark 4.2 and later). */
export function reverse(column: ColumnOrName): Column {
  return invoke("reverse", named(column));
}

/** The text as an array of sentences, each an array of words; language and country are columns, as `lit("en")`. */
export function sentences(column: ColumnOrName, language?: ColumnOrName, country?: ColumnOrName): Column {
  return invoke("sentences", named(column), namedOr(language, ""), namedOr(country, ""));
}

/** The Soundex code of the text. */
export function soundex(column: ColumnOrName): Column {
  return invoke("soundex", named(column));
}

/** The text in single quotes, those inside it preceded by a backslash (Spark 4.1 and later). */
export function quote(column: ColumnOrName): Column {
  return invoke("quote", named(column));
}

/** So many spaces. */
export function space(length: ColumnOrName): Column {
  return invoke("space", named(length));
}

/** The parts between matches of a Java regular expression, at most `limit` of them if it is positive. */
export function split(
  column: ColumnOrName,
  pattern: Column | string,
  limit: ColumnOrName | number = -1,
): Column {
  return invoke("split", named(column), constant(pattern), namedOrNumber(limit));
}

/** The part of this number, from 1; a negative one counts from the end. */
export function splitPart(column: ColumnOrName, delimiter: ColumnOrName, part: ColumnOrName): Column {
  return invoke("split_part", named(column), named(delimiter), named(part));
}

/** The text from a position (from 1; negative ones count from the end). */
export function substr(column: ColumnOrName, position: ColumnOrName, length?: ColumnOrName): Column {
  return invoke("substr", named(column), named(position), optionalName(length));
}

/** The text from a position (from 1), so many characters long. */
export function substring(
  column: ColumnOrName,
  position: ColumnOrName | number,
  length: ColumnOrName | number,
): Column {
  return invoke("substring", named(column), namedOrNumber(position), namedOrNumber(length));
}

/** The text before the `count`-th delimiter; a negative count is from the right. */
export function substringIndex(
  column: ColumnOrName,
  delimiter: Column | string,
  count: Column | number,
): Column {
  return invoke("substring_index", named(column), constant(delimiter), constant(count));
}

/** Text as binary; the format is hex (by default), utf-8 or base64. */
export function toBinary(column: ColumnOrName, format?: ColumnOrName): Column {
  return invoke("to_binary", named(column), optionalName(format));
}

/** A number or a date as text in a format. */
export function toChar(column: ColumnOrName, format: ColumnOrName): Column {
  return invoke("to_char", named(column), named(format));
}

/** A number, a date or binary as text in a format; the same as {@link toChar}. */
export function toVarchar(column: ColumnOrName, format: ColumnOrName): Column {
  return invoke("to_varchar", named(column), named(format));
}

/** Text in a format as a decimal. */
export function toNumber(column: ColumnOrName, format: ColumnOrName): Column {
  return invoke("to_number", named(column), named(format));
}

/** Text as binary, null where it is none. */
export function tryToBinary(column: ColumnOrName, format?: ColumnOrName): Column {
  return invoke("try_to_binary", named(column), optionalName(format));
}

/** Text in a format as a decimal, null where it is none. */
export function tryToNumber(column: ColumnOrName, format: ColumnOrName): Column {
  return invoke("try_to_number", named(column), named(format));
}

/** The text with each character of `matching` replaced by the one at its place in `replacement`, or removed. */
export function translate(
  column: ColumnOrName,
  matching: Column | string,
  replacement: Column | string,
): Column {
  return invoke("translate", named(column), constant(matching), constant(replacement));
}

/** Whether the text is valid UTF-8 (Spark 4.0 and later). */
export function isValidUtf8(column: ColumnOrName): Column {
  return invoke("is_valid_utf8", named(column));
}

/** The text with invalid UTF-8 replaced by U+FFFD (Spark 4.0 and later). */
export function makeValidUtf8(column: ColumnOrName): Column {
  return invoke("make_valid_utf8", named(column));
}

/** The text, but the query fails where it is no valid UTF-8 (Spark 4.0 and later). */
export function validateUtf8(column: ColumnOrName): Column {
  return invoke("validate_utf8", named(column));
}

/** The text, null where it is no valid UTF-8 (Spark 4.0 and later). */
export function tryValidateUtf8(column: ColumnOrName): Column {
  return invoke("try_validate_utf8", named(column));
}

/** The text under a collation such as `UNICODE_CI`, by which it is compared (Spark 4.0 and later). */
export function collate(column: ColumnOrName, collation: Column | string): Column {
  return invoke("collate", named(column), constant(collation));
}

/** The name of the text's collation (Spark 4.0 and later). */
export function collation(column: ColumnOrName): Column {
  return invoke("collation", named(column));
}

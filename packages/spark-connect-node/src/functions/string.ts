import { type Column, type ColumnOrLiteral, type ColumnOrName, operand } from "../column/column.ts";
import { invoke, named, namedOrNumber, optional } from "./invoke.ts";

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

/** The length in bits. */
export function bitLength(column: ColumnOrName): Column {
  return invoke("bit_length", named(column));
}

/** The text without the characters (spaces by default) at both ends. */
export function btrim(column: ColumnOrName, characters?: ColumnOrName): Column {
  return invoke("btrim", named(column), characters === undefined ? undefined : named(characters));
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
export function concatWs(separator: ColumnOrLiteral, ...columns: readonly ColumnOrName[]): Column {
  return invoke("concat_ws", operand(separator), ...columns.map(named));
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
export function decode(column: ColumnOrName, charset: ColumnOrLiteral): Column {
  return invoke("decode", named(column), operand(charset));
}

/** Text as binary in a charset. */
export function encode(column: ColumnOrName, charset: ColumnOrLiteral): Column {
  return invoke("encode", named(column), operand(charset));
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
export function formatNumber(column: ColumnOrName, decimals: ColumnOrLiteral): Column {
  return invoke("format_number", named(column), operand(decimals));
}

/** Text by a printf format. */
export function formatString(format: ColumnOrLiteral, ...columns: readonly ColumnOrName[]): Column {
  return invoke("format_string", operand(format), ...columns.map(named));
}

/** Each word with a capital first letter, the rest in lower case. */
export function initcap(column: ColumnOrName): Column {
  return invoke("initcap", named(column));
}

/** The position of the first occurrence, from 1; 0 when there is none. */
export function instr(column: ColumnOrName, substring: ColumnOrLiteral): Column {
  return invoke("instr", named(column), operand(substring));
}

/** So many characters from the left. */
export function left(column: ColumnOrName, length: ColumnOrName): Column {
  return invoke("left", named(column), named(length));
}

/** So many characters from the right. */
export function right(column: ColumnOrName, length: ColumnOrName): Column {
  return invoke("right", named(column), named(length));
}

/** The edit distance of two texts; −1 above the threshold. */
export function levenshtein(left: ColumnOrName, right: ColumnOrName, threshold?: ColumnOrLiteral): Column {
  return invoke("levenshtein", named(left), named(right), optional(threshold));
}

/** The position of the first occurrence at or after `position`, from 1; 0 when there is none. */
export function locate(
  substring: ColumnOrLiteral,
  column: ColumnOrName,
  position: ColumnOrLiteral = 1,
): Column {
  return invoke("locate", operand(substring), named(column), operand(position));
}

/** The position of the first occurrence, from 1; 0 when there is none. */
export function position(substring: ColumnOrName, column: ColumnOrName, start?: ColumnOrName): Column {
  return invoke("position", named(substring), named(column), start === undefined ? undefined : named(start));
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
export function lpad(column: ColumnOrName, length: ColumnOrLiteral, pad: ColumnOrLiteral): Column {
  return invoke("lpad", named(column), operand(length), operand(pad));
}

/** The text padded on the right, or cut, to a length. */
export function rpad(column: ColumnOrName, length: ColumnOrLiteral, pad: ColumnOrLiteral): Column {
  return invoke("rpad", named(column), operand(length), operand(pad));
}

/** Whether the digits satisfy the Luhn check. */
export function luhnCheck(column: ColumnOrName): Column {
  return invoke("luhn_check", named(column));
}

/** The text with its letters and digits masked; null keeps characters of a kind as they are. */
export function mask(
  column: ColumnOrName,
  upperChar: ColumnOrLiteral = "X",
  lowerChar: ColumnOrLiteral = "x",
  digitChar: ColumnOrLiteral = "n",
  otherChar: ColumnOrLiteral = null,
): Column {
  return invoke(
    "mask",
    named(column),
    operand(upperChar),
    operand(lowerChar),
    operand(digitChar),
    operand(otherChar),
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
  return invoke(
    "replace",
    named(column),
    named(search),
    replacement === undefined ? undefined : named(replacement),
  );
}

/** The text or the array backwards. */
export function reverse(column: ColumnOrName): Column {
  return invoke("reverse", named(column));
}

/** The text as an array of sentences, each an array of words. */
export function sentences(
  column: ColumnOrName,
  language: ColumnOrLiteral = "",
  country: ColumnOrLiteral = "",
): Column {
  return invoke("sentences", named(column), operand(language), operand(country));
}

/** The Soundex code of the text. */
export function soundex(column: ColumnOrName): Column {
  return invoke("soundex", named(column));
}

/** So many spaces. */
export function space(length: ColumnOrName): Column {
  return invoke("space", named(length));
}

/** The parts between matches of a Java regular expression. */
export function split(column: ColumnOrName, pattern: ColumnOrLiteral, limit: ColumnOrLiteral = -1): Column {
  return invoke("split", named(column), operand(pattern), operand(limit));
}

/** The part of this number, from 1; a negative one counts from the end. */
export function splitPart(column: ColumnOrName, delimiter: ColumnOrName, part: ColumnOrName): Column {
  return invoke("split_part", named(column), named(delimiter), named(part));
}

/** The text from a position (from 1; negative ones count from the end). */
export function substr(column: ColumnOrName, position: ColumnOrName, length?: ColumnOrName): Column {
  return invoke("substr", named(column), named(position), length === undefined ? undefined : named(length));
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
  delimiter: ColumnOrLiteral,
  count: ColumnOrLiteral,
): Column {
  return invoke("substring_index", named(column), operand(delimiter), operand(count));
}

/** Text as binary; the format is hex (by default), utf-8 or base64. */
export function toBinary(column: ColumnOrName, format?: ColumnOrName): Column {
  return invoke("to_binary", named(column), format === undefined ? undefined : named(format));
}

/** A number or a date as text in a format. */
export function toChar(column: ColumnOrName, format: ColumnOrName): Column {
  return invoke("to_char", named(column), named(format));
}

/** Text in a format as a decimal. */
export function toNumber(column: ColumnOrName, format: ColumnOrName): Column {
  return invoke("to_number", named(column), named(format));
}

/** Text as binary, null where it is none. */
export function tryToBinary(column: ColumnOrName, format?: ColumnOrName): Column {
  return invoke("try_to_binary", named(column), format === undefined ? undefined : named(format));
}

/** Text in a format as a decimal, null where it is none. */
export function tryToNumber(column: ColumnOrName, format: ColumnOrName): Column {
  return invoke("try_to_number", named(column), named(format));
}

/** The text with each character of `matching` replaced by the one at its place in `replacement`, or removed. */
export function translate(
  column: ColumnOrName,
  matching: ColumnOrLiteral,
  replacement: ColumnOrLiteral,
): Column {
  return invoke("translate", named(column), operand(matching), operand(replacement));
}

/** Whether the text is valid UTF-8 (Spark 4.0 and later). */
export function isValidUtf8(column: ColumnOrName): Column {
  return invoke("is_valid_utf8", named(column));
}

/** The text with invalid UTF-8 replaced by U+FFFD (Spark 4.0 and later). */
export function makeValidUtf8(column: ColumnOrName): Column {
  return invoke("make_valid_utf8", named(column));
}

/** Decodes `application/x-www-form-urlencoded` text. */
export function urlDecode(column: ColumnOrName): Column {
  return invoke("url_decode", named(column));
}

/** Encodes as `application/x-www-form-urlencoded`. */
export function urlEncode(column: ColumnOrName): Column {
  return invoke("url_encode", named(column));
}

/** A part of a URL: HOST, PATH, QUERY, REF, PROTOCOL, FILE, AUTHORITY or USERINFO. */
export function parseUrl(column: ColumnOrName, part: ColumnOrName, key?: ColumnOrName): Column {
  return invoke("parse_url", named(column), named(part), key === undefined ? undefined : named(key));
}

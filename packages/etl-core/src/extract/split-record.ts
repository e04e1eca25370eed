import type { CsvOptions } from "../model/collection.ts";

/** Splits the text of one record, without its record end, into the fields' values (RFC 4180). */
export function splitRecord(text: string, { delimiter, quote, escape }: CsvOptions): string[] {
  const fields: string[] = [];
  let rest = text;
  for (;;) {
    const { value, length } = rest.startsWith(quote)
      ? quotedField(rest, delimiter, quote, escape)
      : plainField(rest, delimiter);
    fields.push(value);
    if (length >= rest.length) {
      return fields;
    }
    rest = rest.slice(length + 1);
  }
}

interface Field {
  readonly value: string;
  /** Characters it takes in the record, quotes included, the delimiter behind it not. */
  readonly length: number;
}

function plainField(text: string, delimiter: string): Field {
  const end = text.indexOf(delimiter);
  const length = end < 0 ? text.length : end;
  return { value: text.slice(0, length), length };
}

function quotedField(text: string, delimiter: string, quote: string, escape: string): Field {
  let value = "";
  for (let at = 1; at < text.length; at += 1) {
    const char = text.charAt(at);
    const next = text.charAt(at + 1);
    if (char === escape && (next === quote || (escape !== quote && next === escape))) {
      value += next;
      at += 1;
    } else if (char !== quote) {
      value += char;
    } else if (next === "" || next === delimiter) {
      return { value, length: at + 1 };
    } else {
      break;
    }
  }
  // Text behind the closing quote: the field stands as it is, quotes and all.
  return plainField(text, delimiter);
}

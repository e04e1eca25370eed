import { ProtocolError } from "../errors.ts";

/** JSON whose whole numbers are bigints, for Java's longs do not fit into numbers. */
export type ExactJson =
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly ExactJson[]
  | { readonly [name: string]: ExactJson };

const TOKEN = /[\s]*(?:([{}[\],:]|true|false|null)|("(?:[^"\\]|\\.)*")|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?))/y;

const WORDS: ReadonlyMap<string, ExactJson> = new Map([
  ["true", true],
  ["false", false],
  ["null", null],
]);

/**
 * Reads JSON without losing digits: a whole number is a bigint, a fraction a number, or its text where a number would
 * not keep all its digits (a DECIMAL).
 *
 * @throws ProtocolError when the text is not JSON.
 */
export function parseExactJson(text: string): ExactJson {
  const tokens = new RegExp(TOKEN);
  const fail = (): never => {
    throw new ProtocolError(`The server sent JSON that cannot be read: ${text.slice(0, 200)}`);
  };
  const next = (): RegExpExecArray => tokens.exec(text) ?? fail();
  const value = (token: RegExpExecArray): ExactJson => {
    const [, symbol, string, number] = token;
    if (string !== undefined) return JSON.parse(string) as string;
    if (number !== undefined) return exactNumber(number);
    if (symbol === "[") return list();
    if (symbol === "{") return record();
    const word = symbol === undefined ? undefined : WORDS.get(symbol);
    return word === undefined ? fail() : word;
  };
  const list = (): ExactJson[] => {
    const items: ExactJson[] = [];
    for (let token = next(); token[1] !== "]"; token = next()) {
      if (items.length > 0) token = token[1] === "," ? next() : fail();
      items.push(value(token));
    }
    return items;
  };
  const record = (): Record<string, ExactJson> => {
    const entries: [string, ExactJson][] = [];
    for (let token = next(); token[1] !== "}"; token = next()) {
      if (entries.length > 0) token = token[1] === "," ? next() : fail();
      const name = token[2] ?? fail();
      if (next()[1] !== ":") fail();
      entries.push([JSON.parse(name) as string, value(next())]);
    }
    return Object.fromEntries(entries);
  };
  const result = value(next());
  return text.slice(tokens.lastIndex).trim() === "" ? result : fail();
}

function exactNumber(text: string): bigint | number | string {
  if (!/[.eE]/.test(text)) return BigInt(text);
  const digits = significantDigits(text);
  const number = Number(text);
  const kept = digits.length <= 100 && significantDigits(number.toPrecision(digits.length)) === digits;
  return kept ? number : text;
}

function significantDigits(text: string): string {
  return (
    text
      .replace(/[eE].*$/, "")
      .replaceAll(/[-.]/g, "")
      .replace(/^0+/, "")
      .replace(/0+$/, "") || "0"
  );
}

/** Prints what {@link parseExactJson} read, compactly. */
export function formatExactJson(value: ExactJson): string {
  if (typeof value === "bigint") return String(value);
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (isList(value)) return `[${value.map(formatExactJson).join(",")}]`;
  const entries = Object.entries(value).map(
    ([name, inner]) => `${JSON.stringify(name)}:${formatExactJson(inner)}`,
  );
  return `{${entries.join(",")}}`;
}

function isList(value: object): value is readonly ExactJson[] {
  return Array.isArray(value);
}

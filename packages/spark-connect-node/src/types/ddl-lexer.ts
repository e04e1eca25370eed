import { InvalidArgumentError } from "../errors.ts";

/** A piece of a DDL text; `at` is its offset. `value` is the name or text without its quotes. */
export interface Token {
  readonly kind: "word" | "quoted" | "number" | "string" | "symbol" | "end";
  readonly value: string;
  readonly at: number;
}

/** An error that shows the text and points at `at`. */
export function ddlError(text: string, at: number, problem: string): InvalidArgumentError {
  const before = text.slice(0, at).split("\n");
  const line = before.length;
  const column = (before.at(-1) ?? "").length;
  const where = line === 1 ? `position ${column + 1}` : `line ${line}, position ${column + 1}`;
  return new InvalidArgumentError(
    `Cannot parse the data type: ${problem} at ${where}\n  ${text.split("\n")[line - 1] ?? ""}\n  ${" ".repeat(column)}^`,
  );
}

const SKIPPED = /(?:\s+|--[^\r\n]*)+/y;
const WORD = /[A-Za-z0-9_]+/y;
const QUOTED = /`((?:[^`]|``)*)`/y;
const STRING = /([rR]?)(?:'((?:[^'\\]|\\[\s\S]|'')*)'|"((?:[^"\\]|\\[\s\S]|"")*)")/y;
const RAW_STRING = /[rR](?:'([^']*)'|"([^"]*)")/y;
const SYMBOL = /[<>(),:.-]/y;

const ESCAPES: Readonly<Record<string, string>> = {
  "0": "\0",
  b: "\b",
  n: "\n",
  r: "\r",
  t: "\t",
  Z: "\u001a",
  "%": "\\%",
  _: "\\_",
};

/** Spark's string escapes: the usual letters, octal, `\u` and `\U`; `\%` and `\_` stay as they are. */
function unescapeText(body: string, quote: string): string {
  return body.replaceAll(
    /\\(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[01][0-7]{2}|[\s\S])|(''|"")/g,
    (whole, escape?: string) => {
      if (escape === undefined) return whole === quote + quote ? quote : whole;
      if (/^[uU]./.test(escape)) return String.fromCodePoint(Number.parseInt(escape.slice(1), 16));
      if (/^[01]../.test(escape)) return String.fromCodePoint(Number.parseInt(escape, 8));
      return ESCAPES[escape] ?? escape;
    },
  );
}

/** After a bracketed comment (they nest) that begins at `start`. */
function skipComment(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const pair = text.slice(at, at + 2);
    if (pair === "/*") {
      depth++;
      at++;
    } else if (pair === "*/") {
      depth--;
      at++;
      if (depth === 0) return at + 1;
    }
  }
  throw ddlError(text, start, "a comment that is not closed");
}

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function tokenAt(text: string, at: number): { token: Token; length: number } {
  const raw = match(RAW_STRING, text, at);
  if (raw !== null) {
    return { token: { kind: "string", value: raw[1] ?? raw[2] ?? "", at }, length: raw[0].length };
  }
  const string = match(STRING, text, at);
  if (string !== null) {
    const value = string[2] === undefined ? unescapeText(string[3] ?? "", '"') : unescapeText(string[2], "'");
    return { token: { kind: "string", value, at }, length: string[0].length };
  }
  const word = match(WORD, text, at);
  if (word !== null) {
    return {
      token: { kind: /^\d+$/.test(word[0]) ? "number" : "word", value: word[0], at },
      length: word[0].length,
    };
  }
  const quoted = match(QUOTED, text, at);
  if (quoted !== null) {
    const value = (quoted[1] ?? "").replaceAll("``", "`");
    return { token: { kind: "quoted", value, at }, length: quoted[0].length };
  }
  const symbol = match(SYMBOL, text, at);
  if (symbol !== null) return { token: { kind: "symbol", value: symbol[0], at }, length: 1 };
  const found = text[at] ?? "";
  if (found === "`" || found === "'" || found === '"')
    throw ddlError(text, at, `a ${found} that is not closed`);
  throw ddlError(
    text,
    at,
    `unexpected ${JSON.stringify(String.fromCodePoint(text.codePointAt(at) ?? 0))} (put unusual names in backquotes)`,
  );
}

/** Cuts a DDL text into tokens; the last one is `end`. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  for (;;) {
    at += match(SKIPPED, text, at)?.[0].length ?? 0;
    if (at >= text.length) break;
    if (text.startsWith("/*", at)) {
      at = skipComment(text, at);
      continue;
    }
    const { token, length } = tokenAt(text, at);
    tokens.push(token);
    at += length;
  }
  tokens.push({ kind: "end", value: "", at: text.length });
  return tokens;
}

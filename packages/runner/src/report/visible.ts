/** What a terminal obeys instead of showing it, or what turns the order of a line around. */
const UNSEEN = /[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}]/gu;

const SHORT: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** A text from elsewhere on one line: `a\x1b[2Jb` for one that would clear the screen, `\u{202e}` for a change of direction. */
export function visible(text: string): string {
  return text.replace(UNSEEN, (character) => SHORT[character] ?? escaped(character));
}

/** As {@link visible}, of a text that is laid out in lines: its line feeds stay. */
export function visibleLines(text: string): string {
  return text.split("\n").map(visible).join("\n");
}

/** The first paragraph of a text on one line, its list joined by semicolons, as {@link visible}: what a program takes for the reason. */
export function onOneLine(text: string): string {
  const [paragraph = ""] = text.split(/\n[^\S\n]*\n/, 1);
  return visible(
    paragraph
      .trimEnd()
      .split("\n")
      .reduce((before, line) => `${before.trimEnd()}${joint(before.trimEnd(), line)}${line.trimStart()}`),
  );
}

function joint(before: string, line: string): string {
  if (/[.:;!?]$/.test(before)) return " ";
  return /^\s/.test(line) ? "; " : ". ";
}

/** JSON that reads the same to a program and shows nothing to a terminal that it would obey. Its layout stays. */
export function visibleJson(json: string): string {
  return json.replace(UNSEEN, (character) =>
    character === "\n" ? character : `\\u${codeOf(character).padStart(4, "0")}`,
  );
}

function escaped(character: string): string {
  const code = codeOf(character);
  return code.length < 3 ? `\\x${code.padStart(2, "0")}` : `\\u{${code}}`;
}

function codeOf(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16);
}

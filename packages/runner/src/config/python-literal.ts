const PYTHON_WORDS: Readonly<Record<string, string>> = { None: "null", True: "true", False: "false" };

/** A string in either quote, a word, a comma that Python allows before a closing bracket. The rest stays as it is. */
const TOKEN =
  /[uU]?"(?<double>(?:[^"\\\n]|\\.)*)"|[uU]?'(?<single>(?:[^'\\\n]|\\.)*)'|(?<word>[A-Za-z_]\w*)|(?<extra>,(?=\s*[\]}]))/gu;

/** What a match of {@link TOKEN} hands over: every group there is, one of them filled. */
type Groups = Readonly<Record<"double" | "single" | "word" | "extra", string | undefined>>;

/**
 * A Python literal of dicts, lists, strings, numbers, None, True and False, as JSON text. Nothing is evaluated:
 * tokens are rewritten one by one, and what is no such literal comes out as no JSON.
 */
export function pythonLiteralToJson(literal: string): string {
  return literal.replace(TOKEN, (token: string, ...rest: unknown[]) => {
    const { double, single, word, extra } = rest.at(-1) as Groups;
    if (extra !== undefined) return "";
    if (word !== undefined) return PYTHON_WORDS[word] ?? token;
    return jsonString(double ?? single ?? "");
  });
}

/** The inside of a Python string as a JSON string. */
function jsonString(inside: string): string {
  const text = inside.replace(/\\x([0-9a-fA-F]{2})|\\([^])|"/gu, (match, hex?: string, escaped?: string) => {
    if (match === '"') return '\\"';
    if (hex !== undefined) return `\\u00${hex}`;
    if (escaped === "'") return "'";
    // An escape that neither language has stands for itself, backslash included.
    return escaped !== undefined && '"\\bfnrtu'.includes(escaped) ? match : `\\\\${escaped ?? ""}`;
  });
  return `"${text}"`;
}

const QUANTIFIERS = new Set(["*", "+", "?", "{"]);

/** What fills a template: `{date}` and `{collection}`. */
export interface TemplateValues {
  readonly date: string;
  readonly collection: string;
}

/** Fills `{date}` and `{collection}` of a key's template. */
export function fillTemplate(template: string, { date, collection }: TemplateValues): string {
  return template.replaceAll("{date}", date).replaceAll("{collection}", collection);
}

/**
 * The regular expression a pattern stands for: its templates filled in, escaped, and the whole key meant.
 *
 * @throws SyntaxError when it is none.
 */
export function compilePattern(pattern: string, { date, collection }: TemplateValues): RegExp {
  const source = fillTemplate(pattern, { date: escapeRegExp(date), collection: escapeRegExp(collection) });
  return new RegExp(`^(?:${source})$`, "u");
}

/** Text as a regular expression that matches it alone, with the flag `u` too. */
export function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/gu, String.raw`\$&`);
}

/**
 * The longest template that every key of a pattern begins with, so that a listing need not go through the whole
 * bucket. Empty when the pattern begins with something variable.
 */
export function literalHead(pattern: string): string {
  const tokens: readonly string[] = pattern.match(/\{date\}|\{collection\}|\\.|[^]/gu) ?? [];
  if (tokens.includes("|")) {
    return "";
  }
  const head: string[] = [];
  for (const [index, token] of tokens.entries()) {
    if (index === 0 && token === "^") {
      continue;
    }
    const literal = literalOf(token);
    if (literal === undefined || QUANTIFIERS.has(tokens[index + 1] ?? "")) {
      break;
    }
    head.push(literal);
  }
  return head.join("");
}

function isTemplate(token: string): boolean {
  return token === "{date}" || token === "{collection}";
}

function literalOf(token: string): string | undefined {
  if (isTemplate(token)) {
    return token;
  }
  if (token.startsWith("\\")) {
    return /^\\[^A-Za-z0-9]$/u.test(token) ? token.slice(1) : undefined;
  }
  return "^$.*+?()[]{}|".includes(token) ? undefined : token;
}

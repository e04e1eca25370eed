/** Quotes one identifier for SQL text: `` a`b `` becomes `` `a``b` ``. */
export function quoteIdentifier(name: string): string {
  return `\`${name.replaceAll("`", "``")}\``;
}

/**
 * Splits a column reference the way Spark does: at dots outside backticks.
 *
 * @returns the parts unquoted, or undefined when the text is no such reference (an unclosed quote, an empty part).
 */
export function splitAttributeName(reference: string): string[] | undefined {
  const parts: string[] = [];
  let rest = reference;
  for (;;) {
    const match = /^(?:`((?:[^`]|``)+)`|([^`.]+))(\.|$)/.exec(rest);
    if (match === null) {
      return undefined;
    }
    parts.push(match[1] === undefined ? (match[2] ?? "") : match[1].replaceAll("``", "`"));
    rest = rest.slice(match[0].length);
    if (match[3] === "") {
      return parts;
    }
  }
}

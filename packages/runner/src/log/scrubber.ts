/** Shorter texts would blot out ordinary words. */
const SHORTEST_SECRET = 8;

/**
 * Takes known secrets out of every text that leaves the process. Redaction by field name cannot see a secret inside
 * an error's message; this can.
 */
export class Scrubber {
  readonly #secrets = new Set<string>();
  #pattern: RegExp | undefined;

  /** Remembers a secret, also as it looks in a URL and in JSON. Too short ones and undefined are passed over. */
  add(...secrets: readonly (string | undefined)[]): void {
    for (const secret of secrets) {
      if (secret === undefined || secret.length < SHORTEST_SECRET) continue;
      this.#secrets.add(secret);
      this.#secrets.add(encodeURIComponent(secret));
      this.#secrets.add(JSON.stringify(secret).slice(1, -1));
    }
    this.#pattern = undefined;
  }

  /** The text with every known secret replaced. */
  scrub(text: string): string {
    if (this.#secrets.size === 0) return text;
    this.#pattern ??= anyOf(this.#secrets);
    return text.replace(this.#pattern, "[redacted]");
  }
}

/** Longest first, so that a secret which contains another one goes as a whole. */
function anyOf(texts: ReadonlySet<string>): RegExp {
  const escaped = [...texts]
    .sort((a, b) => b.length - a.length)
    .map((text) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&"));
  return new RegExp(escaped.join("|"), "g");
}

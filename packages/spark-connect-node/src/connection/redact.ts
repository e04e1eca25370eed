/** Shorter texts are not taken for secrets: replacing them would garble messages and protect nothing. */
const SHORTEST_SECRET = 4;

/** Takes known secrets out of texts that may end in a message: a server or a proxy may echo what it got. */
export class Redactor {
  readonly #secrets = new Set<string>();

  add(secret: string): void {
    const bare = secret.replace(/^bearer\s+/i, "");
    if (bare.length >= SHORTEST_SECRET) this.#secrets.add(bare);
  }

  /** An arrow, so that it can be passed on as a plain function. */
  readonly redact = (text: string): string => {
    let clean = text;
    for (const secret of this.#secrets) clean = clean.replaceAll(secret, "***");
    return clean;
  };
}

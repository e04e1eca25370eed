/** Shorter texts are not taken for secrets: replacing them would garble messages and protect nothing. */
const SHORTEST_SECRET = 4;
/** Metadata of this length is taken for a secret whatever its name; names of teams and stages are shorter. */
const SURE_SECRET = 16;
const SECRET_KEY = /auth|token|secret|password|credential|cookie|signature|key/;
/** Tokens are made anew again and again: the newest are those that an answer may repeat. */
const MOST_SECRETS = 256;

/** Takes known secrets out of texts that may end in a message: a server or a proxy may echo what it got. */
export class Redactor {
  readonly #secrets = new Set<string>();

  add(secret: string): void {
    const bare = secret.replace(/^bearer\s+/i, "");
    if (bare.length < SHORTEST_SECRET) return;
    // Taken out first, so that what is still in use stays among the newest.
    this.#secrets.delete(bare);
    this.#secrets.add(bare);
    const [oldest] = this.#secrets;
    if (this.#secrets.size > MOST_SECRETS && oldest !== undefined) this.#secrets.delete(oldest);
  }

  /** Learns what is sent as metadata, if it looks like a credential. */
  addMetadata(key: string, value: string): void {
    if (value.length >= SURE_SECRET || SECRET_KEY.test(key)) this.add(value);
  }

  /** An arrow, so that it can be passed on as a plain function. */
  readonly redact = (text: string): string => {
    let clean = text;
    for (const secret of this.#secrets) clean = clean.replaceAll(secret, "***");
    return clean;
  };
}

/** What a session's keys are made of; plain, so only for handing over to a client that needs them. */
export interface CredentialValues {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
}

/**
 * Keys of an assumed role. Printing, logging or serialising one shows when it expires and nothing else: the keys
 * are in a private field, which Node's inspect leaves out.
 */
export class TemporaryCredentials {
  readonly expiration: Date;
  readonly #values: CredentialValues;

  constructor(values: CredentialValues) {
    this.expiration = values.expiration;
    this.#values = values;
  }

  /** The keys themselves. */
  reveal(): CredentialValues {
    return { ...this.#values };
  }

  /** Milliseconds left at `now`; negative once expired. */
  remainingMs(now: Date): number {
    return this.expiration.getTime() - now.getTime();
  }

  toString(): string {
    return `TemporaryCredentials(expires ${this.expiration.toISOString()})`;
  }

  toJSON(): string {
    return this.toString();
  }
}

/** What lets in at a managed endpoint, for a while. */
export interface SessionToken {
  readonly token: string;
  readonly expiresAt: Date;
  /** `sc://host:port/;…`, the session's address. */
  readonly remote: string;
}

export interface FreshTokenOptions {
  /** How long before it expires a token is renewed, in ms. Default 60,000: a call that is sent must still find it valid. */
  readonly marginMs?: number;
  /** In ms. Default: the clock. */
  readonly now?: () => number;
}

const MARGIN_MS = 60_000;

/**
 * A token that is always good: kept until shortly before it expires, then asked for anew, once for all who wait. When
 * that fails the old one serves as long as it is valid.
 */
export function freshToken(
  ask: () => Promise<SessionToken>,
  { marginMs = MARGIN_MS, now = Date.now }: FreshTokenOptions = {},
): () => Promise<SessionToken> {
  let current: SessionToken | undefined;
  let asking: Promise<SessionToken> | undefined;
  const renew = async (): Promise<SessionToken> => {
    try {
      current = await ask();
      return current;
    } catch (error) {
      if (current !== undefined && current.expiresAt.getTime() > now()) return current;
      throw error;
    } finally {
      asking = undefined;
    }
  };
  return () => {
    if (current !== undefined && current.expiresAt.getTime() - marginMs > now()) {
      return Promise.resolve(current);
    }
    asking ??= renew();
    return asking;
  };
}

import type { CredentialValues, TemporaryCredentials } from "./temporary-credentials.ts";

/** A session is renewed when less than this is left of it. */
const RENEW_BEFORE_MS = 5 * 60 * 1000;

/** Keys that are always good for a while. */
export interface SourceCredentials {
  /** Keys with at least five minutes left. */
  current(): Promise<TemporaryCredentials>;
  /** The same, as the SDK's clients take it. */
  readonly provider: () => Promise<CredentialValues>;
}

/**
 * Keeps one session's keys and renews them at least five minutes before they expire. However many ask at once,
 * one renewal is under way; a failed one is not remembered.
 *
 * @param fetch - makes new keys, such as `() => getStsToken(options)`.
 * @param now - the clock.
 */
export function sourceCredentials(
  fetch: () => Promise<TemporaryCredentials>,
  now: () => Date = () => new Date(),
): SourceCredentials {
  let held: TemporaryCredentials | undefined;
  let renewal: Promise<TemporaryCredentials> | undefined;

  const renew = async (): Promise<TemporaryCredentials> => {
    try {
      held = await fetch();
      return held;
    } finally {
      renewal = undefined;
    }
  };
  const current = async (): Promise<TemporaryCredentials> => {
    if (held !== undefined && held.remainingMs(now()) >= RENEW_BEFORE_MS) {
      return held;
    }
    renewal ??= renew();
    return await renewal;
  };
  return { current, provider: async () => (await current()).reveal() };
}

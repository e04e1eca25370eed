import type { CredentialValues, TemporaryCredentials } from "./temporary-credentials.ts";

/** What asks again is given keys of which at least this is left. */
const RENEW_BEFORE_MS = 5 * 60 * 1000;
/** What keeps its keys to its end is given a session of which at least this is left: nearly all of the hour there is. */
const LASTING_MS = 50 * 60 * 1000;

/** Keys that are always good for a while. */
export interface SourceCredentials {
  /** Keys for what cannot ask again, such as a Spark session: good for fifty minutes, where a role's sessions last that long. */
  lasting(): Promise<TemporaryCredentials>;
  /** Keys with at least five minutes left, as the SDK's clients take them, which ask again. */
  readonly provider: () => Promise<CredentialValues>;
}

/**
 * Keeps one session's keys and renews them before they expire. However many ask at once, one renewal is under way; a
 * failed one is not remembered.
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
  const withLeft = async (ms: number): Promise<TemporaryCredentials> => {
    if (held !== undefined && held.remainingMs(now()) >= ms) {
      return held;
    }
    renewal ??= renew();
    return await renewal;
  };
  return {
    lasting: () => withLeft(LASTING_MS),
    provider: async () => (await withLeft(RENEW_BEFORE_MS)).reveal(),
  };
}

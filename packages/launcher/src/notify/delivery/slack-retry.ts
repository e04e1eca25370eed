/** How one try ended. */
export type SlackAnswer =
  | { readonly kind: "taken" }
  | {
      readonly kind: "refused";
      readonly status: number;
      /** Of the header Retry-After; nothing where there is none. */
      readonly retryAfterMs: number | undefined;
      /** Slack's word for it, for instance `invalid_payload`. */
      readonly word: string;
    }
  /** No answer: refused, reset, timed out. Slack may have taken the message all the same. */
  | { readonly kind: "no answer"; readonly why: string };

export interface SlackRetryPolicy {
  /** Tries, the first among them. */
  readonly attempts: number;
  /** Pause after the first try; doubles with each. */
  readonly pauseMs: number;
  /** The longest pause, whatever Slack asks for: the function's time is limited, and is tried again as a whole. */
  readonly longestPauseMs: number;
  /** How long one try may take. */
  readonly timeoutMs: number;
}

export const SLACK_RETRIES: SlackRetryPolicy = {
  attempts: 4,
  pauseMs: 500,
  longestPauseMs: 15_000,
  timeoutMs: 5_000,
};

/** How long to wait before the next try; nothing where another would end as this one did. */
export function pauseAfter(
  answer: Exclude<SlackAnswer, { kind: "taken" }>,
  attempt: number,
  { attempts, pauseMs, longestPauseMs }: SlackRetryPolicy,
): number | undefined {
  if (attempt >= attempts) return undefined;
  const doubled = Math.min(pauseMs * 2 ** (attempt - 1), longestPauseMs);
  if (answer.kind === "no answer" || answer.status >= 500) return doubled;
  if (answer.status !== 429) return undefined;
  const asked = answer.retryAfterMs ?? doubled;
  return asked > longestPauseMs ? undefined : asked;
}

/** Retry-After as seconds; as a date it is not used by Slack. */
export function retryAfterMs(header: string | readonly string[] | undefined): number | undefined {
  const seconds =
    typeof header === "string" && /^\d{1,6}(\.\d+)?$/.test(header.trim()) ? Number(header) : undefined;
  return seconds === undefined ? undefined : Math.ceil(seconds * 1000);
}

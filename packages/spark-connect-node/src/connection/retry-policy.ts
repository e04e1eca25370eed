/** When and how long to wait before a call is tried again. All times in milliseconds. */
export interface RetryPolicy {
  /** Retries after the first attempt. Default 15. */
  readonly maxRetries: number;
  /** Wait before the first retry. Default 50. */
  readonly initialBackoffMs: number;
  /** Cap of the wait. Default 60,000. */
  readonly maxBackoffMs: number;
  /** Each wait is the last one times this. Default 4. */
  readonly backoffMultiplier: number;
  /** Up to this much is added at random. Default 500. */
  readonly jitterMs: number;
  /** Waits shorter than this get no jitter. Default 2,000. */
  readonly minJitterThresholdMs: number;
  /** Longest wait that the server may ask for through RetryInfo. Default 600,000. */
  readonly maxServerRetryDelayMs: number;
}

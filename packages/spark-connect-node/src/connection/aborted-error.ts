import { CancelledError, type SparkConnectErrorDetails } from "../errors.ts";

/** The error for what its caller's signal has cancelled: it says why, where a timeout or the caller gave a reason. */
export function abortedError(
  what: string,
  signal: AbortSignal | undefined,
  details: SparkConnectErrorDetails = {},
): CancelledError {
  const reason: unknown = signal?.reason;
  return new CancelledError(`${what} was cancelled: its signal was aborted${inWords(reason)}`, {
    ...details,
    cause: reason,
  });
}

/** `: TimeoutError: The operation was aborted due to timeout`; nothing for the reason that an abort has of itself. */
function inWords(reason: unknown): string {
  if (typeof reason === "string") return `: ${reason}`;
  if (typeof reason !== "object" || reason === null) return "";
  const { name, message } = reason as { readonly name?: unknown; readonly message?: unknown };
  if (name === "AbortError" || typeof message !== "string") return "";
  return typeof name === "string" ? `: ${name}: ${message}` : `: ${message}`;
}

/** What the SDK's errors carry, read structurally: two copies of the SDK in one program have two classes. */
interface SdkError {
  readonly name?: string;
  readonly message?: string;
  readonly code?: string;
}

const NO_KEYS: ReadonlySet<string> = new Set([
  "CredentialsProviderError",
  "ExpiredToken",
  "ExpiredTokenException",
  "InvalidClientTokenId",
  "UnrecognizedClientException",
]);
const NO_WAY: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EHOSTUNREACH",
  "ENOTFOUND",
  "ETIMEDOUT",
  "TimeoutError",
]);

/** What to do about a failure that is no answer to what was asked; empty: nothing is known. */
export function awsRemedy(error: unknown): string {
  const { name = "", message = "", code = "" } = (error ?? {}) as SdkError;
  if (NO_KEYS.has(name)) return "Set valid keys of AWS, as every AWS tool takes them.";
  if (message.startsWith("Region ")) return "Set AWS_REGION.";
  if (NO_WAY.has(code) || NO_WAY.has(name)) {
    return "See that AWS can be reached from here: check HTTPS_PROXY, NO_PROXY and AWS_ENDPOINT_URL.";
  }
  return "";
}

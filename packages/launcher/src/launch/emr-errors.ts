import { ClusterError } from "../errors.ts";
import { awsRemedy } from "../problems/aws-remedy.ts";

/** What the SDK's errors carry, read structurally. */
interface SdkError {
  readonly name?: string;
  readonly message?: string;
  readonly code?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $response?: { readonly statusCode?: number };
}

/** What became of a request by its error. */
export type Failure =
  /** EMR had too much to do and did nothing. */
  | "throttled"
  /** EMR said no, or was never reached: nothing was done. */
  | "refused"
  /** No answer, or one that says nothing: it may have been done. */
  | "unknown";

const THROTTLED: ReadonlySet<string> = new Set([
  "ThrottlingException",
  "Throttling",
  "ThrottledException",
  "RequestLimitExceeded",
  "TooManyRequestsException",
]);
/** Codes of connections that never came to be. */
const NEVER_SENT: ReadonlySet<string> = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN"]);

/** Sorts an error of the SDK. */
export function failureOf(error: unknown): Failure {
  const { name = "", code = "", ...rest } = sdkError(error);
  if (THROTTLED.has(name)) return "throttled";
  if (NEVER_SENT.has(code) || name === "CredentialsProviderError") return "refused";
  const status = statusOf(rest);
  if (status === 429) return "throttled";
  return status !== undefined && status >= 400 && status < 500 ? "refused" : "unknown";
}

/** What EMR says of a cluster that it does not know, or no longer: it forgets one two months after its end. */
const NO_CLUSTER: ReadonlySet<string> = new Set(["InvalidRequestException", "ResourceNotFoundException"]);

/** Whether a look at one cluster, by its id, found that EMR does not know it. */
export function isNoCluster(error: unknown): boolean {
  return NO_CLUSTER.has(sdkError(error).name ?? "");
}

/** `ValidationException: …`, for a message. */
export function said(error: unknown): string {
  const { name = "Error", message = String(error) } = sdkError(error);
  return `${name}: ${message}`;
}

/** The SDK's error in this package's words. */
export function clusterError(doing: string, action: string, error: unknown): ClusterError {
  const options = { cause: error };
  const { name, ...rest } = sdkError(error);
  if (name === "AccessDeniedException" || statusOf(rest) === 403) {
    return new ClusterError(
      "EMR_DENIED",
      `${doing} was denied.`,
      `Grant elasticmapreduce:${action}.`,
      options,
    );
  }
  return new ClusterError("EMR_FAILED", `${doing} failed: ${said(error)}`, awsRemedy(error), options);
}

function statusOf({ $metadata, $response }: SdkError): number | undefined {
  return $metadata?.httpStatusCode ?? $response?.statusCode;
}

function sdkError(error: unknown): SdkError {
  if (typeof error !== "object" || error === null) return {};
  const { name, message, code, $metadata, $response } = error as SdkError;
  return {
    ...(name === undefined ? {} : { name }),
    ...(message === undefined ? {} : { message }),
    ...(code === undefined ? {} : { code }),
    ...($metadata === undefined ? {} : { $metadata }),
    ...($response === undefined ? {} : { $response }),
  };
}

import { ClaimsTableError } from "../errors.ts";
import { awsRemedy } from "../problems/aws-remedy.ts";

/** What the SDK's errors carry, read structurally: two copies of the SDK in one program have two classes. */
interface SdkError {
  readonly name?: string;
  readonly message?: string;
  readonly $response?: { readonly statusCode?: number };
  readonly CancellationReasons?: readonly { readonly Code?: string }[];
}

/** Others were at the same keys at the same time, or a condition did not hold: look, and decide again. */
const CONTENDED: ReadonlySet<string> = new Set(["None", "ConditionalCheckFailed", "TransactionConflict"]);

/** Whether a transaction did not happen because of what others did to its keys. */
export function lostAgainstOthers(error: unknown): boolean {
  const { name, CancellationReasons = [] } = sdkError(error);
  if (name === "TransactionConflictException" || name === "TransactionInProgressException") return true;
  return (
    name === "TransactionCanceledException" &&
    CancellationReasons.every(({ Code = "None" }) => CONTENDED.has(Code))
  );
}

/** The SDK's error in this package's words. */
export function claimsTableError(table: string, doing: string, error: unknown): ClaimsTableError {
  const { name = "Error", message = String(error), $response } = sdkError(error);
  const options = { cause: error };
  if (name === "ResourceNotFoundException") {
    const text = `There is no state table "${table}" in this account and region (${doing}).`;
    const remedy = "Check EMR_LAUNCHER_STATE_TABLE (--state-table), the region and the endpoint.";
    return new ClaimsTableError("STATE_TABLE_MISSING", table, text, remedy, options);
  }
  // A proxy on the way, or an emulator, denies by HTTP's 403 and a text that the SDK cannot read.
  if (name === "AccessDeniedException" || name === "AccessDenied" || $response?.statusCode === 403) {
    const text = `Access to the state table "${table}" was denied (${doing}).`;
    const remedy = "Grant the role dynamodb:GetItem, PutItem, UpdateItem and DeleteItem on it.";
    return new ClaimsTableError("STATE_TABLE_DENIED", table, text, remedy, options);
  }
  const text = `The state table "${table}" failed (${doing}): ${name}: ${message}`;
  return new ClaimsTableError("STATE_TABLE_FAILED", table, text, awsRemedy(error), options);
}

function sdkError(error: unknown): SdkError {
  return typeof error === "object" && error !== null ? error : {};
}

import { LedgerError } from "../errors.ts";
import type { AttributeMap } from "./audit-item.ts";

/** What the SDK's errors carry, read structurally: two copies of the SDK in one program have two classes. */
interface SdkError {
  readonly name?: string;
  readonly message?: string;
  readonly Item?: AttributeMap;
  readonly $response?: { readonly statusCode?: number };
  readonly CancellationReasons?: readonly { readonly Code?: string }[];
}

/** A condition of one request did not hold; `item` is what the table has, where it says so. */
export function refusal(error: unknown): { item: AttributeMap | undefined } | undefined {
  const { name, Item } = sdkError(error);
  return name === "ConditionalCheckFailedException" ? { item: Item } : undefined;
}

/** Why each part of a cancelled transaction did not happen, in the order of its parts; "None" for the innocent. */
export function cancellation(error: unknown): string[] | undefined {
  const { name, CancellationReasons } = sdkError(error);
  // The second is what a call is told that is sent again while its first try is still at work.
  if (name === "TransactionConflictException" || name === "TransactionInProgressException") return [];
  if (name !== "TransactionCanceledException") return undefined;
  return (CancellationReasons ?? []).map((reason) => reason.Code ?? "None");
}

/** The SDK's error in this package's words. */
export function ledgerError(table: string, doing: string, error: unknown): LedgerError {
  const { name = "Error", message = String(error), $response } = sdkError(error);
  const options = { cause: error };
  if (name === "ResourceNotFoundException") {
    const text =
      `There is no audit table "${table}" in this account and region (${doing}). ` +
      "Check audit.table in the configuration, the region and the endpoint.";
    return new LedgerError("AUDIT_TABLE_MISSING", table, text, options);
  }
  // A proxy on the way, or an emulator, denies by HTTP's 403 and a text that the SDK cannot read.
  if (name === "AccessDeniedException" || name === "AccessDenied" || $response?.statusCode === 403) {
    const text =
      `Access to the audit table "${table}" was denied (${doing}). ` +
      "Grant the role dynamodb:GetItem, PutItem, UpdateItem, DeleteItem and ConditionCheckItem on it.";
    return new LedgerError("AUDIT_ACCESS_DENIED", table, text, options);
  }
  return new LedgerError(
    "AUDIT_FAILED",
    table,
    `The audit table "${table}" failed (${doing}): ${name}: ${message}`,
    options,
  );
}

function sdkError(error: unknown): SdkError {
  return typeof error === "object" && error !== null ? error : {};
}

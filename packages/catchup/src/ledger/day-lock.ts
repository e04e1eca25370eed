import type {
  DeleteItemCommandInput,
  PutItemCommandInput,
  TransactWriteItem,
  UpdateItemCommandInput,
} from "@aws-sdk/client-dynamodb";
import type { Day } from "../days/day.ts";
import type { AttributeMap } from "./audit-item.ts";
import type { ModuleKey } from "./module-key.ts";

/** What the lock item of a day says at an instant. */
export type LockState =
  | { readonly kind: "free" }
  | { readonly kind: "expired"; readonly owner: string; readonly expiresAt: Date }
  | { readonly kind: "held"; readonly owner: string; readonly expiresAt: Date };

/** Who holds which lock; the token tells two leases of one owner apart. */
export interface LockClaim {
  readonly day: Day;
  readonly owner: string;
  readonly token: string;
}

/** Hash key of a day's lock item, apart from every audit item's. */
export function lockKey(correlationId: string, day: Day): string {
  return `${correlationId}#lock#${day}`;
}

/** Expiry of a lease taken at `now`, in whole seconds since 1970: the unit of DynamoDB's own TTL. Rounded up. */
export function expirySeconds(now: Date, ttlMs: number): number {
  return Math.ceil((now.getTime() + ttlMs) / 1000);
}

/** Reads a lock item. Its expiry counts, not its presence: DynamoDB removes expired items only days later. */
export function lockState(item: AttributeMap | undefined, now: Date): LockState {
  const seconds = Number(item?.["Expires_At"]?.N ?? Number.NaN);
  if (item === undefined || Number.isNaN(seconds)) return { kind: "free" };
  const expiresAt = new Date(seconds * 1000);
  const owner = item["Owner"]?.S ?? "an unknown owner";
  return { kind: expiresAt <= now ? "expired" : "held", owner, expiresAt };
}

/** Takes a free or expired lock; refused by the table, not by us, when somebody else was quicker. */
export function acquireRequest(
  module: ModuleKey,
  claim: LockClaim,
  now: Date,
  ttlMs: number,
): PutItemCommandInput {
  return {
    TableName: module.table,
    Item: {
      ...lockItemKey(module, claim.day),
      Owner: { S: claim.owner },
      Token: { S: claim.token },
      Acquired_At: { S: now.toISOString() },
      Expires_At: { N: String(expirySeconds(now, ttlMs)) },
    },
    ConditionExpression: "attribute_not_exists(#expires) OR #expires <= :now",
    ExpressionAttributeNames: { "#expires": "Expires_At" },
    ExpressionAttributeValues: { ":now": { N: String(Math.floor(now.getTime() / 1000)) } },
    ReturnValuesOnConditionCheckFailure: "ALL_OLD",
  };
}

/** Prolongs a lock that is still ours. An expired one that nobody took is ours. */
export function renewRequest(
  module: ModuleKey,
  claim: LockClaim,
  now: Date,
  ttlMs: number,
): UpdateItemCommandInput {
  const ours = stillOurs(claim);
  return {
    TableName: module.table,
    Key: lockItemKey(module, claim.day),
    UpdateExpression: "SET #expires = :expires",
    ConditionExpression: ours.expression,
    ExpressionAttributeNames: { ...ours.names, "#expires": "Expires_At" },
    ExpressionAttributeValues: { ...ours.values, ":expires": { N: String(expirySeconds(now, ttlMs)) } },
  };
}

/** Removes a lock that is still ours. */
export function releaseRequest(module: ModuleKey, claim: LockClaim): DeleteItemCommandInput {
  const ours = stillOurs(claim);
  return {
    TableName: module.table,
    Key: lockItemKey(module, claim.day),
    ConditionExpression: ours.expression,
    ExpressionAttributeNames: ours.names,
    ExpressionAttributeValues: ours.values,
    ReturnValuesOnConditionCheckFailure: "ALL_OLD",
  };
}

export function lockItemKey(module: ModuleKey, day: Day): AttributeMap {
  return {
    Correlation_Id: { S: lockKey(module.correlationId, day) },
    DataProduct: { S: module.dataProduct },
  };
}

/** The first part of every transaction on a day: all of it happens only while the lock is ours. */
export function checkOurs(module: ModuleKey, claim: LockClaim): TransactWriteItem {
  const ours = stillOurs(claim);
  return {
    ConditionCheck: {
      TableName: module.table,
      Key: lockItemKey(module, claim.day),
      ConditionExpression: ours.expression,
      ExpressionAttributeNames: ours.names,
      ExpressionAttributeValues: ours.values,
    },
  };
}

function stillOurs(claim: LockClaim): {
  expression: string;
  names: Record<string, string>;
  values: AttributeMap;
} {
  return {
    expression: "#owner = :owner AND #token = :token",
    names: { "#owner": "Owner", "#token": "Token" },
    values: { ":owner": { S: claim.owner }, ":token": { S: claim.token } },
  };
}

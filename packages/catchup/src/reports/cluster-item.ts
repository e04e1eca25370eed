import type { UpdateItemCommandInput } from "@aws-sdk/client-dynamodb";
import { expirySeconds } from "../ledger/day-lock.ts";
import type { AttributeMap } from "../ledger/audit-item.ts";
import type { ModuleKey } from "../ledger/module-key.ts";
import { type FailureCause, formatCause } from "./run-report.ts";

/** How long a cluster's item is of use: its notices are sent, and asked about, within days. */
const KEEP_MS = 90 * 24 * 3_600_000;

/** Key of the item that lists a module's runs on one cluster, apart from every other item's: found without a query. */
export function clusterItemKey(module: ModuleKey, clusterId: string): AttributeMap {
  return {
    Correlation_Id: { S: `${module.correlationId}#cluster#${clusterId}` },
    DataProduct: { S: module.dataProduct },
  };
}

/** Adds a run to the cluster's. Twice is once: the SDK may send it again. */
export function addRunRequest(
  module: ModuleKey,
  clusterId: string,
  runId: number,
  now: Date,
): UpdateItemCommandInput {
  return {
    TableName: module.table,
    Key: clusterItemKey(module, clusterId),
    UpdateExpression: "SET #expires = :expires ADD #runs :run",
    ExpressionAttributeNames: { "#expires": "Expires_At", "#runs": "Runs" },
    ExpressionAttributeValues: {
      ":expires": { N: String(expirySeconds(now, KEEP_MS)) },
      ":run": { NS: [String(runId)] },
    },
  };
}

/** Keeps why the command ended, whether or not a day had begun. */
export function setFailureRequest(
  module: ModuleKey,
  clusterId: string,
  cause: FailureCause,
  now: Date,
): UpdateItemCommandInput {
  return {
    TableName: module.table,
    Key: clusterItemKey(module, clusterId),
    UpdateExpression: "SET #expires = :expires, #failure = :failure",
    ExpressionAttributeNames: { "#expires": "Expires_At", "#failure": "Failure" },
    ExpressionAttributeValues: {
      ":expires": { N: String(expirySeconds(now, KEEP_MS)) },
      ":failure": { S: formatCause(cause) },
    },
  };
}

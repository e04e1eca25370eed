import { AttributeType, BillingMode, Table, TableEncryption } from "aws-cdk-lib/aws-dynamodb";
import { RemovalPolicy } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import { names } from "../names.ts";

/**
 * The ledger. Other jobs and dashboards read it, so it keeps the original's keys, and AWS's own KMS key encrypts it:
 * one of ours would shut them out. It outlives the stack.
 */
export function auditTable(scope: Construct, tableName: string): Table {
  return new Table(scope, "AuditTable", {
    tableName,
    partitionKey: { name: "Correlation_Id", type: AttributeType.STRING },
    sortKey: { name: "DataProduct", type: AttributeType.STRING },
    // Only locks, and what notices are made of, have it: see packages/catchup/README.md.
    timeToLiveAttribute: "Expires_At",
    billingMode: BillingMode.PAY_PER_REQUEST,
    encryption: TableEncryption.AWS_MANAGED,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    deletionProtection: true,
    removalPolicy: RemovalPolicy.RETAIN,
  });
}

/** What was launched and what was said: claims that make each happen once. They expire by themselves. */
export function launcherStateTable(scope: Construct): Table {
  return new Table(scope, "LauncherState", {
    tableName: names.stateTable,
    partitionKey: { name: "Claim", type: AttributeType.STRING },
    timeToLiveAttribute: "Expires_At",
    billingMode: BillingMode.PAY_PER_REQUEST,
    encryption: TableEncryption.AWS_MANAGED,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    removalPolicy: RemovalPolicy.DESTROY,
  });
}

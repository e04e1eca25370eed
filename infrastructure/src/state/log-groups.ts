import type { IKey } from "aws-cdk-lib/aws-kms";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import { RemovalPolicy } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import { logGroupOf, names } from "../names.ts";
import type { Parameters } from "../parameters/parameters.ts";

/** Where the cluster and the functions write. They are kept apart from those, so that lines outlive who wrote them. */
export function logGroups(
  scope: Construct,
  { logRetentionDays: retention }: Pick<Parameters, "logRetentionDays">,
  encryptionKey: IKey,
): LogGroup[] {
  const groups = {
    ClusterLogs: names.clusterLogs,
    LauncherLogs: logGroupOf(names.launcherFunction),
    NotifierLogs: logGroupOf(names.notifierFunction),
  };
  return Object.entries(groups).map(
    ([id, logGroupName]) =>
      new LogGroup(scope, id, {
        logGroupName,
        retention,
        encryptionKey,
        removalPolicy: RemovalPolicy.RETAIN,
      }),
  );
}

import type { IKey } from "aws-cdk-lib/aws-kms";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import { Stack } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import { dayAlarms } from "../alarms/days.ts";
import { failureAlarms } from "../alarms/failures.ts";
import { alarmsTopic } from "../alarms/topic.ts";
import { clusterRoles } from "../cluster/roles.ts";
import { securityConfiguration } from "../cluster/security-configuration.ts";
import type { LambdaCode } from "../lambda/bundle.ts";
import { launcher } from "../launcher/launcher.ts";
import { names } from "../names.ts";
import { notifier } from "../notifier/notifier.ts";
import type { Parameters } from "../parameters/parameters.ts";
import { schedules } from "../schedule/schedules.ts";
import { stackProps } from "./stack-props.ts";

/** What makes the job run every day, and what watches over it. It can be deleted and made again. */
export class JobStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    parameters: Parameters,
    { key, code }: { key: IKey; code: LambdaCode },
  ) {
    super(scope, id, {
      ...stackProps(parameters),
      description: "Kickstart ADG: schedule, launcher, the cluster's roles, notifier, alarms",
    });
    clusterRoles(this, parameters, key.keyArn);
    securityConfiguration(this, key.keyArn);
    const logGroup = LogGroup.fromLogGroupName(this, "ClusterLogs", names.clusterLogs);

    const launching = launcher(this, parameters, { key, code });
    schedules(this, parameters, { keyArn: key.keyArn, failures: launching.failures });
    const notifying = notifier(this, parameters, { key, code });

    const action = alarmsTopic(this, parameters, key);
    dayAlarms(this, parameters, { logGroup, action });
    failureAlarms(this, "launcher", { lambda: launching.launch, failures: launching.failures, action });
    failureAlarms(this, "notifier", { lambda: notifying.notify, failures: notifying.failures, action });
  }
}

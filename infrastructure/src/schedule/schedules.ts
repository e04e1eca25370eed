import { Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { CfnSchedule, CfnScheduleGroup } from "aws-cdk-lib/aws-scheduler";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import { arnOf } from "../arns.ts";
import { names } from "../names.ts";
import type { Parameters } from "../parameters/parameters.ts";
import { keyThrough } from "../policy/own-keys.ts";
import { policyOf } from "../policy/statement.ts";
import { scheduleMessage } from "./message.ts";

/**
 * Publishes each schedule's message to the launch topic. EventBridge Scheduler, not a rule: it knows time zones, and so
 * the day begins at the same hour all year.
 */
export function schedules(
  scope: Construct,
  parameters: Parameters,
  { keyArn, failures }: { keyArn: string; failures: Queue },
): void {
  const role = schedulerRole(scope, parameters, keyArn);
  const group = new CfnScheduleGroup(scope, "Schedules", { name: names.scheduleGroup });
  for (const { name, cron, timeZone, modules } of parameters.schedules) {
    const schedule = new CfnSchedule(scope, `Schedule-${name}`, {
      name: `${names.application}-${name}`,
      groupName: names.scheduleGroup,
      description: `Launches a cluster for ${modules.join(", ")}`,
      scheduleExpression: cron,
      scheduleExpressionTimezone: timeZone,
      flexibleTimeWindow: { mode: "OFF" },
      target: {
        arn: arnOf(parameters, "sns", names.launchTopic),
        roleArn: role.roleArn,
        input: JSON.stringify(scheduleMessage(modules)),
        // A message older than that would be of yesterday: the alarm on missed days speaks before.
        retryPolicy: { maximumEventAgeInSeconds: 6 * 3600, maximumRetryAttempts: 20 },
        deadLetterConfig: { arn: failures.queueArn },
      },
    });
    schedule.addResourceDependency(group);
  }
}

function schedulerRole(scope: Construct, parameters: Parameters, keyArn: string): Role {
  const { account, region } = parameters;
  const group = arnOf(parameters, "scheduler", `schedule-group/${names.scheduleGroup}`);
  const actions = ["kms:Decrypt", "kms:GenerateDataKey"];
  return new Role(scope, "SchedulerRole", {
    roleName: names.schedulerRole,
    description: "Publishes the schedule's message",
    assumedBy: new ServicePrincipal("scheduler.amazonaws.com", {
      conditions: { StringEquals: { "aws:SourceAccount": account, "aws:SourceArn": group } },
    }),
    inlinePolicies: {
      schedule: policyOf([
        {
          Sid: "PublishToLaunch",
          Effect: "Allow",
          Action: "sns:Publish",
          Resource: arnOf(parameters, "sns", names.launchTopic),
        },
        {
          Sid: "KeepWhatFailed",
          Effect: "Allow",
          Action: "sqs:SendMessage",
          Resource: arnOf(parameters, "sqs", names.launcherFailures),
        },
        keyThrough("EncryptForTheTopic", { key: keyArn, service: "sns", region, actions }),
        keyThrough("EncryptForTheQueue", { key: keyArn, service: "sqs", region, actions }),
      ]),
    },
  });
}

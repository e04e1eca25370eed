import { Rule } from "aws-cdk-lib/aws-events";
import { LambdaFunction as LambdaTarget } from "aws-cdk-lib/aws-events-targets";
import { Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { IKey } from "aws-cdk-lib/aws-kms";
import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import { LambdaSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Duration } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import { arnOf } from "../arns.ts";
import type { LambdaCode } from "../lambda/bundle.ts";
import { nodeFunction } from "../lambda/node-function.ts";
import { failureQueue } from "../messages/failure-queue.ts";
import { encryptedTopic } from "../messages/topic.ts";
import { names } from "../names.ts";
import type { Parameters } from "../parameters/parameters.ts";
import { policyOf } from "../policy/statement.ts";
import { clusterEnds } from "./cluster-events.ts";
import { notifierPermissions } from "./notifier-permissions.ts";

export interface Notifier {
  readonly notify: LambdaFunction;
  readonly failures: Queue;
}

/** Ends of clusters and failed launches → notifier → Slack, and the topic for those who subscribe. */
export function notifier(
  scope: Construct,
  parameters: Parameters,
  { key, code }: { key: IKey; code: LambdaCode },
): Notifier {
  const failures = failureQueue(scope, "NotifierFailures", { queueName: names.notifierFailures, key });
  encryptedTopic(scope, "NoticesTopic", { topicName: names.noticesTopic, key });
  const notify = nodeFunction(scope, "Notifier", {
    functionName: names.notifierFunction,
    description: "Says how runs ended, in Slack and to subscribers",
    name: "notify",
    code,
    role: new Role(scope, "NotifierRole", {
      roleName: names.notifierRole,
      description: "The notifier",
      assumedBy: new ServicePrincipal("lambda.amazonaws.com"),
      inlinePolicies: { notifier: policyOf(notifierPermissions(parameters, key.keyArn)) },
    }),
    environment: {
      ENVIRONMENT: parameters.environment,
      EMR_LAUNCHER_STATE_TABLE: names.stateTable,
      AUDIT_TABLE: parameters.auditTable,
      NOTIFIER_SLACK_SECRET: parameters.secrets.slackArn,
      NOTIFIER_SNS_TOPIC_ARN: arnOf(parameters, "sns", names.noticesTopic),
    },
    timeoutSeconds: 60,
    failures,
  });
  encryptedTopic(scope, "LaunchFailuresTopic", {
    topicName: names.launchFailuresTopic,
    key,
  }).addSubscription(new LambdaSubscription(notify, { deadLetterQueue: failures }));
  onClusterEnds(scope, notify, failures);
  return { notify, failures };
}

function onClusterEnds(scope: Construct, notify: LambdaFunction, deadLetterQueue: Queue): Rule {
  return new Rule(scope, "ClusterEnds", {
    ruleName: `${names.application}-cluster-ends`,
    description: "A cluster of the job has ended",
    eventPattern: clusterEnds,
    targets: [
      new LambdaTarget(notify, { deadLetterQueue, retryAttempts: 10, maxEventAge: Duration.hours(2) }),
    ],
  });
}

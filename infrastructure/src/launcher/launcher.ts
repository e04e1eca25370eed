import { Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { IKey } from "aws-cdk-lib/aws-kms";
import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import { LambdaSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import { arnOf } from "../arns.ts";
import type { LambdaCode } from "../lambda/bundle.ts";
import { nodeFunction } from "../lambda/node-function.ts";
import { failureQueue } from "../messages/failure-queue.ts";
import { encryptedTopic } from "../messages/topic.ts";
import { names } from "../names.ts";
import type { Parameters } from "../parameters/parameters.ts";
import { policyOf } from "../policy/statement.ts";
import { launcherPermissions } from "./launcher-permissions.ts";

export interface Launcher {
  readonly launch: LambdaFunction;
  readonly failures: Queue;
}

/** Topic → launcher. A message that cannot be delivered, or fails three times, waits in the failure queue. */
export function launcher(
  scope: Construct,
  parameters: Parameters,
  { key, code }: { key: IKey; code: LambdaCode },
): Launcher {
  const failures = failureQueue(scope, "LauncherFailures", { queueName: names.launcherFailures, key });
  const launch = nodeFunction(scope, "Launcher", {
    functionName: names.launcherFunction,
    description: "Starts one cluster a module and day",
    name: "launch",
    code,
    role: new Role(scope, "LauncherRole", {
      roleName: names.launcherRole,
      description: "The launcher",
      assumedBy: new ServicePrincipal("lambda.amazonaws.com"),
      inlinePolicies: { launcher: policyOf(launcherPermissions(parameters, key.keyArn)) },
    }),
    environment: {
      ENVIRONMENT: parameters.environment,
      EMR_LAUNCHER_CONFIG_S3_BUCKET: parameters.buckets.config,
      EMR_LAUNCHER_CONFIG_S3_FOLDER: names.configFolder,
      EMR_LAUNCHER_STATE_TABLE: names.stateTable,
      NOTIFIER_SNS_TOPIC_ARN: arnOf(parameters, "sns", names.launchFailuresTopic),
    },
    timeoutSeconds: 120,
    failures,
  });
  encryptedTopic(scope, "LaunchTopic", { topicName: names.launchTopic, key }).addSubscription(
    new LambdaSubscription(launch, { deadLetterQueue: failures }),
  );
  return { launch, failures };
}

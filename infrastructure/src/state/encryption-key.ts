import { Key } from "aws-cdk-lib/aws-kms";
import { RemovalPolicy } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import { arnOf } from "../arns.ts";
import { logGroupOf, names } from "../names.ts";
import type { Parameters } from "../parameters/parameters.ts";
import { policyOf, type Statement } from "../policy/statement.ts";

/**
 * The key of topics, queues, log groups and the clusters' disks. AWS's own keys would not do: other services cannot
 * publish to a topic or queue encrypted by them.
 */
export function encryptionKey(scope: Construct, parameters: Parameters): Key {
  return new Key(scope, "Key", {
    alias: names.application,
    description: "Kickstart ADG: topics, queues, log groups, the clusters' disks",
    enableKeyRotation: true,
    policy: policyOf(keyPolicy(parameters)),
    removalPolicy: RemovalPolicy.RETAIN,
  });
}

/** In a key's policy `*` as resource is the key itself. */
function keyPolicy(parameters: Parameters): Statement[] {
  const { account, region } = parameters;
  const from = (service: string, sourceArns: readonly string[]): Statement => ({
    Sid: `${service.replaceAll(/[^a-z]/g, "")}PublishesEncrypted`,
    Effect: "Allow",
    Principal: { Service: `${service}.amazonaws.com` },
    Action: ["kms:Decrypt", "kms:GenerateDataKey"],
    Resource: "*",
    Condition: {
      StringEquals: { "aws:SourceAccount": account },
      ArnLike: { "aws:SourceArn": sourceArns },
    },
  });
  const logGroups = [
    names.clusterLogs,
    logGroupOf(names.launcherFunction),
    logGroupOf(names.notifierFunction),
  ];
  return [
    {
      Sid: "TheAccountsPoliciesDecide",
      Effect: "Allow",
      Principal: { AWS: `arn:aws:iam::${account}:root` },
      Action: "kms:*",
      Resource: "*",
    },
    from(
      "sns",
      [names.launchTopic, names.launchFailuresTopic].map((topic) => arnOf(parameters, "sns", topic)),
    ),
    from("events", [arnOf(parameters, "events", `rule/${names.application}-*`)]),
    from("cloudwatch", [arnOf(parameters, "cloudwatch", `alarm:${names.application}-*`)]),
    {
      Sid: "LogsAreEncrypted",
      Effect: "Allow",
      Principal: { Service: `logs.${region}.amazonaws.com` },
      Action: [
        "kms:Decrypt",
        "kms:DescribeKey",
        "kms:Encrypt",
        "kms:GenerateDataKey",
        "kms:ReEncryptFrom",
        "kms:ReEncryptTo",
      ],
      Resource: "*",
      Condition: {
        ArnEquals: {
          "kms:EncryptionContext:aws:logs:arn": logGroups.map((group) =>
            arnOf(parameters, "logs", `log-group:${group}`),
          ),
        },
      },
    },
  ];
}

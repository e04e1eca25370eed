import { arnOf } from "../arns.ts";
import { claims, functionBasics } from "../lambda/function-permissions.ts";
import { auditKeys, modules, names } from "../names.ts";
import type { Parameters } from "../parameters/parameters.ts";
import { keyThrough } from "../policy/own-keys.ts";
import type { Statement } from "../policy/statement.ts";

/** What the notifier may do: look at our clusters and the ledger, claim what it says, and say it. */
export function notifierPermissions(parameters: Parameters, keyArn: string): (Statement | undefined)[] {
  const { region, secrets } = parameters;
  const actions = ["kms:Decrypt", "kms:GenerateDataKey"];
  return [
    {
      Sid: "LookAtOurClusters",
      Effect: "Allow",
      Action: ["elasticmapreduce:DescribeCluster", "elasticmapreduce:ListSteps"],
      Resource: arnOf(parameters, "elasticmapreduce", "cluster/*"),
      Condition: { StringEquals: { "elasticmapreduce:ResourceTag/Application": names.application } },
    },
    {
      Sid: "ReadTheLedger",
      Effect: "Allow",
      Action: "dynamodb:GetItem",
      Resource: arnOf(parameters, "dynamodb", `table/${parameters.auditTable}`),
      Condition: {
        "ForAllValues:StringLike": {
          "dynamodb:LeadingKeys": modules.map(auditKeys).flatMap(({ runs, clusters }) => [runs, clusters]),
        },
        Null: { "dynamodb:LeadingKeys": "false" },
      },
    },
    {
      Sid: "ReadTheWebhooks",
      Effect: "Allow",
      Action: "secretsmanager:GetSecretValue",
      Resource: secrets.slackArn,
    },
    {
      Sid: "TellSubscribers",
      Effect: "Allow",
      Action: "sns:Publish",
      Resource: arnOf(parameters, "sns", names.noticesTopic),
    },
    keyThrough("EncryptForTheTopic", { key: keyArn, service: "sns", region, actions }),
    claims(parameters),
    ...functionBasics(parameters, {
      functionName: names.notifierFunction,
      failures: names.notifierFailures,
      keyArn,
    }),
  ];
}

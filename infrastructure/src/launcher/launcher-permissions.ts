import { arnOf, bucketArnOf, objectArnsOf, roleArnOf } from "../arns.ts";
import { names } from "../names.ts";
import type { Parameters } from "../parameters/parameters.ts";
import { keyThrough } from "../policy/own-keys.ts";
import type { Statement } from "../policy/statement.ts";
import { claims, functionBasics } from "../lambda/function-permissions.ts";

/** What the launcher may do: read the cluster's configuration, claim, and start clusters that bear our tags. */
export function launcherPermissions(parameters: Parameters, keyArn: string): (Statement | undefined)[] {
  const { buckets, bucketKeys, metastore, region } = parameters;
  return [
    {
      Sid: "ReadTheClustersConfiguration",
      Effect: "Allow",
      Action: "s3:GetObject",
      Resource: objectArnsOf(buckets.config, [`${names.configFolder}/*`]),
    },
    {
      // Without it a missing file looks like a forbidden one.
      Sid: "SeeWhatIsMissing",
      Effect: "Allow",
      Action: "s3:ListBucket",
      Resource: bucketArnOf(buckets.config),
      Condition: { StringLike: { "s3:prefix": `${names.configFolder}/*` } },
    },
    keyThrough("ConfigBucketsKey", {
      key: bucketKeys.config,
      service: "s3",
      region,
      actions: ["kms:Decrypt"],
    }),
    {
      Sid: "ReadTheMetastoresPassword",
      Effect: "Allow",
      Action: "secretsmanager:GetSecretValue",
      Resource: metastore.secretArn,
    },
    ...launching(parameters),
    {
      Sid: "TellTheNotifier",
      Effect: "Allow",
      Action: "sns:Publish",
      Resource: arnOf(parameters, "sns", names.launchFailuresTopic),
    },
    keyThrough("EncryptForTheTopic", {
      key: keyArn,
      service: "sns",
      region,
      actions: ["kms:Decrypt", "kms:GenerateDataKey"],
    }),
    claims(parameters),
    ...functionBasics(parameters, {
      functionName: names.launcherFunction,
      failures: names.launcherFailures,
      keyArn,
    }),
  ];
}

function launching(parameters: Parameters): Statement[] {
  const clusters = arnOf(parameters, "elasticmapreduce", "cluster/*");
  const ours = { Application: names.application, Environment: parameters.environment };
  const tags = (key: string): Record<string, string> =>
    Object.fromEntries(Object.entries(ours).map(([tag, value]) => [`elasticmapreduce:${key}/${tag}`, value]));
  const passed = (sid: string, role: string, service: string): Statement => ({
    Sid: sid,
    Effect: "Allow",
    Action: "iam:PassRole",
    Resource: roleArnOf(parameters, role),
    Condition: { StringEquals: { "iam:PassedToService": service } },
  });
  return [
    {
      Sid: "StartTaggedClusters",
      Effect: "Allow",
      Action: "elasticmapreduce:RunJobFlow",
      Resource: "*",
      Condition: { StringEquals: tags("RequestTag") },
    },
    {
      Sid: "TagAtTheStart",
      Effect: "Allow",
      Action: "elasticmapreduce:AddTags",
      Resource: clusters,
      Condition: { StringEquals: tags("RequestTag") },
    },
    {
      // A launch that died is found by its tag, which only the cluster's description has.
      Sid: "FindOurClusters",
      Effect: "Allow",
      Action: "elasticmapreduce:DescribeCluster",
      Resource: clusters,
    },
    {
      Sid: "ListClusters",
      Effect: "Allow",
      Action: "elasticmapreduce:ListClusters",
      Resource: "*",
    },
    {
      Sid: "CopyTheSecurityConfiguration",
      Effect: "Allow",
      Action: [
        "elasticmapreduce:CreateSecurityConfiguration",
        "elasticmapreduce:DeleteSecurityConfiguration",
        "elasticmapreduce:DescribeSecurityConfiguration",
      ],
      Resource: "*",
    },
    passed("GiveEmrItsRole", names.serviceRole, "elasticmapreduce.amazonaws.com"),
    passed("GiveInstancesTheirRole", names.jobRole, "ec2.amazonaws.com"),
  ];
}

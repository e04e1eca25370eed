import { arnOf, bucketArnOf, objectArnsOf } from "../arns.ts";
import { auditKeys, modules, names } from "../names.ts";
import type { Parameters } from "../parameters/parameters.ts";
import { keyThrough } from "../policy/own-keys.ts";
import type { Statement } from "../policy/statement.ts";
import { assumeSourceReader } from "./service-permissions.ts";

/** What the job's process, Spark and the node's agents may do: packages/runner/README.md, "Permissions", and the bootstrap. */
export function jobPermissions(parameters: Parameters, keyArn: string): (Statement | undefined)[] {
  return [
    assumeSourceReader(parameters),
    ...publishing(parameters),
    ledger(parameters),
    ...starting(parameters),
    ...reporting(parameters),
    ...keys(parameters, keyArn),
    sessionManager(),
  ];
}

/**
 * S3A and EMRFS look for a folder as an object, with and without a slash, and EMRFS marks one by `…_$folder$`: forbidden
 * to look, they fail instead of finding nothing.
 */
const folderKeys = (folder: string): string[] => [folder, `${folder}/*`, `${folder}_$folder$`];

function publishing({ buckets, e2eFolder }: Parameters): Statement[] {
  const bucket = bucketArnOf(buckets.published);
  const written = ["data", "staging"];
  return [
    {
      Sid: "FindPublished",
      Effect: "Allow",
      Action: ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"],
      Resource: bucket,
    },
    {
      Sid: "ReadAndWritePublished",
      Effect: "Allow",
      Action: [
        "s3:AbortMultipartUpload",
        "s3:DeleteObject",
        "s3:GetObject",
        "s3:GetObjectTagging",
        "s3:ListMultipartUploadParts",
        "s3:PutObject",
        "s3:PutObjectTagging",
      ],
      Resource: objectArnsOf(buckets.published, written.flatMap(folderKeys)),
    },
    {
      Sid: "ReadE2eFiles",
      Effect: "Allow",
      Action: "s3:GetObject",
      Resource: objectArnsOf(buckets.published, folderKeys(e2eFolder)),
    },
  ];
}

/** Of the audit table, the items of Kickstart's modules: theirs, their runs', locks' and clusters'. */
function ledger(parameters: Parameters): Statement {
  const items = modules.flatMap((module) => Object.values(auditKeys(module)));
  return {
    Sid: "KeepTheLedger",
    Effect: "Allow",
    Action: [
      "dynamodb:ConditionCheckItem",
      "dynamodb:DeleteItem",
      "dynamodb:GetItem",
      "dynamodb:PutItem",
      "dynamodb:UpdateItem",
    ],
    Resource: arnOf(parameters, "dynamodb", `table/${parameters.auditTable}`),
    Condition: {
      "ForAllValues:StringLike": { "dynamodb:LeadingKeys": items },
      // "All of none" holds too.
      Null: { "dynamodb:LeadingKeys": "false" },
    },
  };
}

/** What the bootstrap fetches, and the secret that the job reads. */
function starting({ buckets, dks, secrets }: Parameters): Statement[] {
  const { artefactFolder, nodeFolder, sparkConnectFolder, runnerConfig } = names;
  const fetched = [`${artefactFolder}/*`, `${nodeFolder}/*`, `${sparkConnectFolder}/*`, runnerConfig];
  return [
    {
      Sid: "FindTheBundle",
      Effect: "Allow",
      Action: "s3:ListBucket",
      Resource: bucketArnOf(buckets.config),
      Condition: { StringLike: { "s3:prefix": [`${artefactFolder}/*`, `${sparkConnectFolder}/*`] } },
    },
    {
      Sid: "FetchTheBundle",
      Effect: "Allow",
      Action: "s3:GetObject",
      Resource: objectArnsOf(
        buckets.config,
        dks.caCertificatesKey === null ? fetched : [...fetched, dks.caCertificatesKey],
      ),
    },
    {
      Sid: "ReadTheJobsSecret",
      Effect: "Allow",
      Action: "secretsmanager:GetSecretValue",
      Resource: secrets.jobArn,
    },
    {
      Sid: "ExportTheDksCertificate",
      Effect: "Allow",
      Action: "acm:ExportCertificate",
      Resource: dks.certificateArn,
    },
  ];
}

function reporting(parameters: Parameters): Statement[] {
  const logs = `log-group:${names.clusterLogs}`;
  return [
    {
      Sid: "WriteEmrLogs",
      Effect: "Allow",
      Action: "s3:PutObject",
      Resource: objectArnsOf(parameters.buckets.logs, [`${names.emrLogFolder}/*`]),
    },
    {
      Sid: "ShipLines",
      Effect: "Allow",
      Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
      Resource: [arnOf(parameters, "logs", logs), arnOf(parameters, "logs", `${logs}:log-stream:*`)],
    },
    {
      Sid: "ShipMetrics",
      Effect: "Allow",
      Action: "cloudwatch:PutMetricData",
      Resource: "*",
      Condition: { StringEquals: { "cloudwatch:namespace": names.metricNamespace } },
    },
  ];
}

function keys({ bucketKeys, region }: Parameters, keyArn: string): (Statement | undefined)[] {
  const write = ["kms:Decrypt", "kms:GenerateDataKey"];
  return [
    keyThrough("PublishedBucketsKey", { key: bucketKeys.published, service: "s3", region, actions: write }),
    keyThrough("ConfigBucketsKey", {
      key: bucketKeys.config,
      service: "s3",
      region,
      actions: ["kms:Decrypt"],
    }),
    keyThrough("LogBucketsKey", { key: bucketKeys.logs, service: "s3", region, actions: write }),
    {
      // The node opens its own disks at start; no service stands between.
      Sid: "EncryptDisks",
      Effect: "Allow",
      Action: ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey"],
      Resource: keyArn,
    },
  ];
}

/** A shell on a node, for those who may have one, without an open port. */
function sessionManager(): Statement {
  return {
    Sid: "SessionManager",
    Effect: "Allow",
    Action: [
      "ssm:UpdateInstanceInformation",
      "ssmmessages:CreateControlChannel",
      "ssmmessages:CreateDataChannel",
      "ssmmessages:OpenControlChannel",
      "ssmmessages:OpenDataChannel",
    ],
    Resource: "*",
  };
}

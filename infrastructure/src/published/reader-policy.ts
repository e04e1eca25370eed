import { CfnBucketPolicy } from "aws-cdk-lib/aws-s3";
import { RemovalPolicy } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import { bucketArnOf, objectArnsOf, roleArnOf } from "../arns.ts";
import { names } from "../names.ts";
import type { Parameters } from "../parameters/parameters.ts";
import { policyOf, type Conditions, type Statement } from "../policy/statement.ts";

/**
 * Attaches the published bucket's policy. The bucket exists already; CloudFormation refuses to take over one that has a
 * policy, so nobody's is overwritten unseen. The policy stays when the stack goes: without it personal data lies open.
 */
export function publishedBucketPolicy(scope: Construct, parameters: Parameters): CfnBucketPolicy {
  const policy = new CfnBucketPolicy(scope, "PublishedBucketPolicy", {
    bucket: parameters.buckets.published,
    policyDocument: policyOf(publishedPolicy(parameters)),
  });
  policy.applyRemovalPolicy(RemovalPolicy.RETAIN);
  return policy;
}

const READS = ["s3:GetObject", "s3:GetObjectVersion"];

/** It only takes away: who may read at all is said by each reader's own policy. */
function publishedPolicy(parameters: Parameters): Statement[] {
  const bucket = parameters.buckets.published;
  const folder = objectArnsOf(bucket, [`data/${parameters.database}/pii/*`]);
  const deny = (
    sid: string,
    action: string | string[],
    resource: string[],
    condition: Conditions,
  ): Statement => ({
    Sid: sid,
    Effect: "Deny",
    Principal: "*",
    Action: action,
    Resource: resource,
    Condition: condition,
  });
  const job = roleArnOf(parameters, names.jobRole);
  const withoutGrant = {
    ArnNotEquals: { "aws:PrincipalArn": [job, ...parameters.piiReaders] },
    // A principal without the tag does not equal it either.
    StringNotEquals: { "aws:PrincipalTag/pii": "true" },
  };
  const notTheJob = { ArnNotEquals: { "aws:PrincipalArn": job } };
  const all = objectArnsOf(bucket, ["*"]);
  return [
    deny("TlsOnly", "s3:*", [bucketArnOf(bucket), ...all], { Bool: { "aws:SecureTransport": "false" } }),
    deny("TaggedPiiForThoseWhoMay", READS, all, {
      ...withoutGrant,
      // However it was written; the job writes it in lower case.
      StringEqualsIgnoreCase: { "s3:ExistingObjectTag/pii": "true" },
    }),
    // By folder alone: an object that lost its tag, or never got one, is as personal as its neighbours.
    deny("PiiFolderForThoseWhoMay", READS, folder, withoutGrant),
    // Opened records while Spark reads them: nobody else's, whatever they may read.
    deny("StagingForTheJob", READS, objectArnsOf(bucket, ["staging/*"]), notTheJob),
    // Who could retag could read.
    deny(
      "TagsByTheJob",
      [
        "s3:PutObjectTagging",
        "s3:PutObjectVersionTagging",
        "s3:DeleteObjectTagging",
        "s3:DeleteObjectVersionTagging",
      ],
      all,
      notTheJob,
    ),
  ];
}

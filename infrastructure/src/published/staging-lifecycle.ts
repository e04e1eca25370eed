import {
  GetBucketLifecycleConfigurationCommand,
  type LifecycleRule,
  PutBucketLifecycleConfigurationCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { s3Failure } from "../content/s3-failure.ts";

const RULE_ID = "kickstart-adg-staging";

/**
 * Ends after a day what a killed run left in the staging area and no later run came to remove: objects, their earlier
 * versions, and uploads never finished. See docs/decisions/staging-area.md.
 */
const stagingRule: LifecycleRule = {
  ID: RULE_ID,
  Status: "Enabled",
  Filter: { Prefix: "staging/" },
  Expiration: { Days: 1 },
  NoncurrentVersionExpiration: { NoncurrentDays: 1 },
  AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
};

/** A bucket's rules with ours among them, others untouched: S3 takes all rules of a bucket at once. */
export function withStagingRule(rules: readonly LifecycleRule[]): LifecycleRule[] {
  return [...rules.filter(({ ID }) => ID !== RULE_ID), stagingRule];
}

/** Sees to the rule of an existing bucket, which CloudFormation cannot reach. Again is no harm. */
export async function putStagingLifecycle(s3: S3Client, bucket: string): Promise<void> {
  try {
    const rules = withStagingRule(await rulesOf(s3, bucket));
    await s3.send(
      new PutBucketLifecycleConfigurationCommand({
        Bucket: bucket,
        LifecycleConfiguration: { Rules: rules },
      }),
    );
  } catch (error) {
    throw s3Failure(bucket, error);
  }
}

async function rulesOf(s3: S3Client, bucket: string): Promise<LifecycleRule[]> {
  try {
    const { Rules } = await s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket: bucket }));
    return Rules ?? [];
  } catch (error) {
    if (error instanceof Error && error.name === "NoSuchLifecycleConfiguration") return [];
    throw error;
  }
}

import { names, roleArn, userArn } from "../config/names.ts";

interface Statement {
  readonly Effect: "Allow";
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Principal?: { readonly AWS: string };
}

/** A policy document in AWS's own words. */
export interface PolicyDocument {
  readonly Version: "2012-10-17";
  readonly Statement: readonly Statement[];
}

const policy = (...statements: Statement[]): PolicyDocument => ({
  Version: "2012-10-17",
  Statement: statements,
});
const bucketArns = (bucket: string): string[] => [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`];

/** May do everything: whoever runs the stack. */
export const adminPolicy: PolicyDocument = policy({ Effect: "Allow", Action: "*", Resource: "*" });

/**
 * What the cluster may do by itself: its own bucket, its ledger, its secret, and take the first role of the chain.
 * Nothing at the source. (moto knows the resource of S3 and STS calls only and checks the others against `*`.)
 */
export const clusterPolicy: PolicyDocument = policy(
  { Effect: "Allow", Action: "s3:*", Resource: bucketArns(names.publishedBucket) },
  { Effect: "Allow", Action: "sts:AssumeRole", Resource: roleArn(names.clusterRole) },
  { Effect: "Allow", Action: "dynamodb:*", Resource: "*" },
  {
    Effect: "Allow",
    Action: ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"],
    Resource: "*",
  },
);

/** The role in the cluster's account: it opens nothing but the role in the source's account. */
export const clusterRolePolicy: PolicyDocument = policy({
  Effect: "Allow",
  Action: "sts:AssumeRole",
  Resource: roleArn(names.sourceRole),
});

/** The role in the source's account: reads the source bucket. (moto checks HeadBucket under that name; AWS under ListBucket.) */
export const sourceRolePolicy: PolicyDocument = policy(
  {
    Effect: "Allow",
    Action: ["s3:ListBucket", "s3:ListBucketVersions", "s3:HeadBucket", "s3:GetBucketLocation"],
    Resource: `arn:aws:s3:::${names.sourceBucket}`,
  },
  {
    Effect: "Allow",
    Action: ["s3:GetObject", "s3:GetObjectVersion"],
    Resource: `arn:aws:s3:::${names.sourceBucket}/*`,
  },
);

/** Who may take the cluster's role. */
export const clusterRoleTrust: PolicyDocument = policy({
  Effect: "Allow",
  Action: "sts:AssumeRole",
  Principal: { AWS: userArn(names.clusterUser) },
});

/** Who may take the source's role: the account of the first role, as across accounts. */
export const sourceRoleTrust: PolicyDocument = policy({
  Effect: "Allow",
  Action: "sts:AssumeRole",
  Principal: { AWS: "*" },
});

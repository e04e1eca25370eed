/** The names of things in the embedded AWS account. Each instance has an account of its own, so they need not differ. */
export const names = {
  region: "eu-west-2",
  /** The account that moto gives to every caller. */
  accountId: "123456789012",
  sourceBucket: "dataworks-kickstart-source",
  publishedBucket: "dataworks-kickstart-published",
  publishedDatabase: "uc_kickstart",
  auditTable: "data_pipeline_metadata",
  dataProduct: "KICKSTART-ADG",
  secretName: "/concourse/dataworks/kickstart-adg",
  e2eFolder: "kickstart-e2e-tests",
  clusterUser: "kickstart-adg-cluster",
  adminUser: "stack-admin",
  clusterRole: "kickstart_s3_readonly",
  sourceRole: "dataworks-ksr",
} as const;

export const roleArn = (role: string): string => `arn:aws:iam::${names.accountId}:role/${role}`;
export const userArn = (user: string): string => `arn:aws:iam::${names.accountId}:user/${user}`;

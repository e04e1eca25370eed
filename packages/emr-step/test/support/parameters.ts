import type { ClusterParametersInput } from "../../src/index.ts";

/** An installation as one would write it. */
export const PARAMETERS: ClusterParametersInput = {
  environment: "development",
  release: "emr-7",
  configBucket: "config-bucket",
  bundleVersion: "1.4.0",
  logBucket: "log-bucket",
  publishedBucket: "published-bucket",
  serviceRole: "kickstart_adg_emr_service_role",
  instanceProfile: "kickstart_adg_instance_profile",
  securityConfiguration: "kickstart-adg",
  network: {
    subnet: "subnet-0a1b",
    masterSecurityGroup: "sg-1",
    coreSecurityGroup: "sg-2",
    serviceSecurityGroup: "sg-3",
  },
  instances: { masterType: "m7g.xlarge", coreType: "m7g.2xlarge", coreCount: 2 },
  metastore: {
    url: "jdbc:mysql://db.example:3306/metastore",
    user: "adg-writer",
    passwordSecret: "metastore-adg",
  },
  dks: {
    certificateArn: "arn:aws:acm:eu-west-2:123456789012:certificate/0a1b",
  },
  node: { version: "20.20.2", sha256: "ab".repeat(32) },
};

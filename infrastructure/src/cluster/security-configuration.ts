import { CfnSecurityConfiguration } from "aws-cdk-lib/aws-emr";
import type { Construct } from "constructs";
import { names } from "../names.ts";

/**
 * Disks are encrypted, for Spark spills opened records to them. The metadata service answers to tokens alone, and not to
 * what is a network hop away.
 */
export function securityConfiguration(scope: Construct, keyArn: string): CfnSecurityConfiguration {
  return new CfnSecurityConfiguration(scope, "SecurityConfiguration", {
    name: names.securityConfiguration,
    securityConfiguration: {
      EncryptionConfiguration: {
        EnableInTransitEncryption: false,
        EnableAtRestEncryption: true,
        AtRestEncryptionConfiguration: {
          LocalDiskEncryptionConfiguration: {
            EncryptionKeyProviderType: "AwsKms",
            AwsKmsKey: keyArn,
            EnableEbsEncryption: true,
          },
        },
      },
      InstanceMetadataServiceConfiguration: {
        MinimumInstanceMetadataServiceVersion: 2,
        HttpPutResponseHopLimit: 1,
      },
    },
  });
}

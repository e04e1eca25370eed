import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { IAMClient } from "@aws-sdk/client-iam";
import { S3Client } from "@aws-sdk/client-s3";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { names } from "../config/names.ts";
import type { Keys } from "../state/info.ts";

/** Where a client talks to and as whom; nothing is taken from the caller's own AWS settings. */
export interface AwsAccess {
  readonly endpoint: string;
  readonly keys: Keys;
}

interface ClientSettings {
  readonly region: string;
  readonly endpoint: string;
  readonly credentials: Keys;
}

function settings(access: AwsAccess): ClientSettings {
  return { region: names.region, endpoint: access.endpoint, credentials: { ...access.keys } };
}

/** An S3 client of an instance, for an administrator or whoever has keys. Destroy it after use. */
export function s3Client(access: AwsAccess): S3Client {
  return new S3Client({ ...settings(access), forcePathStyle: true });
}

export function iamClient(access: AwsAccess): IAMClient {
  return new IAMClient(settings(access));
}

export function dynamoClient(access: AwsAccess): DynamoDBClient {
  return new DynamoDBClient(settings(access));
}

export function secretsClient(access: AwsAccess): SecretsManagerClient {
  return new SecretsManagerClient(settings(access));
}

import { CreateTableCommand, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import {
  CreateBucketCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { CreateSecretCommand, type SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { names } from "../config/names.ts";
import { jobSecret } from "../config/secret.ts";

/** The source bucket (which keeps versions, so that what was read can be named) and the one the job publishes to. */
export async function createBuckets(s3: S3Client): Promise<void> {
  for (const bucket of [names.sourceBucket, names.publishedBucket]) {
    await s3.send(
      new CreateBucketCommand({
        Bucket: bucket,
        CreateBucketConfiguration: { LocationConstraint: names.region },
      }),
    );
  }
  await s3.send(
    new PutBucketVersioningCommand({
      Bucket: names.sourceBucket,
      VersioningConfiguration: { Status: "Enabled" },
    }),
  );
  await s3.send(
    new PutObjectCommand({
      Bucket: names.publishedBucket,
      Key: `${names.e2eFolder}/`,
      Body: new Uint8Array(),
      ContentLength: 0,
    }),
  );
}

/** The ledger's table, with the original's keys. */
export async function createAuditTable(dynamo: DynamoDBClient): Promise<void> {
  await dynamo.send(
    new CreateTableCommand({
      TableName: names.auditTable,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [
        { AttributeName: "Correlation_Id", AttributeType: "S" },
        { AttributeName: "DataProduct", AttributeType: "S" },
      ],
      KeySchema: [
        { AttributeName: "Correlation_Id", KeyType: "HASH" },
        { AttributeName: "DataProduct", KeyType: "RANGE" },
      ],
    }),
  );
}

export async function createSecret(secrets: SecretsManagerClient): Promise<void> {
  await secrets.send(
    new CreateSecretCommand({ Name: names.secretName, SecretString: JSON.stringify(jobSecret()) }),
  );
}

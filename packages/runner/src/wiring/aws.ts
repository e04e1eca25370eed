import { DynamoDB } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import { SecretsManager } from "@aws-sdk/client-secrets-manager";
import {
  getStsToken,
  sourceCredentials,
  type SourceCredentials,
  type SourceRoles,
  stsAssumeRole,
} from "@dataworks/etl-core";
import type { Scrubber } from "../log/scrubber.ts";
import { S3_TIMEOUTS, timely, type Timeouts } from "./timely.ts";

/** Every AWS client of a run; endpoint, keys and proxy are the environment's. */
export interface Aws extends Disposable {
  readonly dynamo: DynamoDB;
  readonly secrets: SecretsManager;
  /** With the process's own identity: the Output bucket. */
  readonly s3: S3Client;
  /** The source's keys, by both roles. */
  readonly sourceCredentials: SourceCredentials;
  /** With the source's keys. */
  readonly sourceS3: S3Client;
}

/** Makes the clients; every key they get to know is scrubbed from then on. */
export function createAws(options: {
  region: string;
  roles: SourceRoles;
  scrubber: Scrubber;
  signal: AbortSignal;
  /** In place of our own, for all calls. */
  timeouts?: Timeouts;
}): Aws {
  const { region, roles, scrubber, signal, timeouts } = options;
  // Agents of its own for each client, which ends them with itself.
  const assumeRole = stsAssumeRole({ region, requestHandler: timely(timeouts) });
  const chained = sourceCredentials(async () => {
    const keys = await getStsToken({ roles, region, signal, assumeRole });
    const { accessKeyId, secretAccessKey, sessionToken } = keys.reveal();
    scrubber.add(accessKeyId, secretAccessKey, sessionToken);
    return keys;
  });
  const dynamo = new DynamoDB({ region, requestHandler: timely(timeouts) });
  const secrets = new SecretsManager({ region, requestHandler: timely(timeouts) });
  const s3 = new S3Client({ region, requestHandler: timely(timeouts ?? S3_TIMEOUTS) });
  const sourceS3 = new S3Client({
    region,
    requestHandler: timely(timeouts ?? S3_TIMEOUTS),
    credentials: chained.provider,
  });
  return {
    dynamo,
    secrets,
    s3,
    sourceCredentials: chained,
    sourceS3,
    [Symbol.dispose]() {
      for (const client of [dynamo, secrets, s3, sourceS3]) client.destroy();
    },
  };
}

/** Variables of the environment whose value is a credential. */
export function environmentSecrets(
  environment: Readonly<Record<string, string | undefined>>,
): (string | undefined)[] {
  return ["AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "SPARK_CONNECT_AUTHENTICATE_TOKEN"].map(
    (name) => environment[name],
  );
}

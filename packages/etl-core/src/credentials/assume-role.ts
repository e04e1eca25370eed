import { AssumeRoleCommand, STSClient, type STSClientConfig } from "@aws-sdk/client-sts";
import { CredentialsError } from "../errors.ts";
import { TemporaryCredentials } from "./temporary-credentials.ts";

/** One AssumeRole. */
export interface AssumeRoleRequest {
  readonly roleArn: string;
  /** Shown in the account's audit trail. */
  readonly sessionName: string;
  readonly durationSeconds: number;
  /** Who asks; the process's own identity when absent. */
  readonly credentials?: TemporaryCredentials;
  readonly signal?: AbortSignal;
}

/** The part of STS the chain needs. */
export type AssumeRole = (request: AssumeRoleRequest) => Promise<TemporaryCredentials>;

export interface StsAssumeRoleOptions {
  readonly region: string;
  /** Makes the client of one call, which is closed after it: a way through a proxy, say. Default: the SDK's own. */
  readonly newClient?: (config: Pick<STSClientConfig, "region" | "credentials">) => STSClient;
}

/**
 * AssumeRole through the SDK, at the region's own endpoint (or `AWS_ENDPOINT_URL`): the global one is in another
 * region, and its tokens are not accepted everywhere.
 */
export function stsAssumeRole({
  region,
  newClient = (config) => new STSClient(config),
}: StsAssumeRoleOptions): AssumeRole {
  return async ({ roleArn, sessionName, durationSeconds, credentials, signal }) => {
    const client = newClient({
      region,
      ...(credentials === undefined ? {} : { credentials: credentials.reveal() }),
    });
    try {
      const { Credentials: keys } = await client.send(
        new AssumeRoleCommand({
          RoleArn: roleArn,
          RoleSessionName: sessionName,
          DurationSeconds: durationSeconds,
        }),
        signal === undefined ? {} : { abortSignal: signal },
      );
      if (
        keys?.AccessKeyId === undefined ||
        keys.SecretAccessKey === undefined ||
        keys.SessionToken === undefined ||
        keys.Expiration === undefined
      ) {
        throw new CredentialsError(`STS answered AssumeRole of ${roleArn} without credentials.`);
      }
      return new TemporaryCredentials({
        accessKeyId: keys.AccessKeyId,
        secretAccessKey: keys.SecretAccessKey,
        sessionToken: keys.SessionToken,
        expiration: keys.Expiration,
      });
    } finally {
      client.destroy();
    }
  };
}

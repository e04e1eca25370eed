import { DynamoDB } from "@aws-sdk/client-dynamodb";
import { S3 } from "@aws-sdk/client-s3";
import { SecretsManager } from "@aws-sdk/client-secrets-manager";
import { DynamoClaims } from "../once/dynamo-claims.ts";
import type { LaunchDeps } from "./deps.ts";
import { createEmr, type EmrClient } from "./emr-client.ts";

export interface LaunchDepsOptions
  extends Pick<LaunchDeps, "environment" | "configPlace" | "owner" | "log" | "signal" | "waiting"> {
  /** DynamoDB table of claims: hash key `Claim`, TTL attribute `Expires_At`. */
  readonly stateTable: string;
  /** Default: the environment's. */
  readonly region?: string;
}

const REQUEST_TIMEOUTS = {
  connectionTimeout: 5_000,
  requestTimeout: 10_000,
  throwOnRequestTimeout: true,
};

/** What a launch works with on AWS; endpoint, region and keys are the environment's. Dispose of it after use. */
export function createLaunchDeps(
  options: LaunchDepsOptions,
): LaunchDeps & Disposable & { readonly emr: EmrClient } {
  const { stateTable, region, ...deps } = options;
  const settings = { ...(region === undefined ? {} : { region }), requestHandler: REQUEST_TIMEOUTS };
  const s3 = new S3(settings);
  const secrets = new SecretsManager(settings);
  const dynamo = new DynamoDB(settings);
  const emr = createEmr(region === undefined ? {} : { region });
  return {
    ...deps,
    s3,
    secrets,
    emr,
    claims: new DynamoClaims(dynamo, { table: stateTable }),
    [Symbol.dispose]() {
      for (const client of [s3, secrets, dynamo]) client.destroy();
      emr[Symbol.dispose]();
    },
  };
}

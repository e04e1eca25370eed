import { DynamoDB } from "@aws-sdk/client-dynamodb";
import { S3 } from "@aws-sdk/client-s3";
import { SecretsManager } from "@aws-sdk/client-secrets-manager";
import { DynamoClaims } from "../once/dynamo-claims.ts";
import type { LaunchDeps } from "./deps.ts";
import { createEmr, type EmrClient, type EmrOptions } from "./emr-client.ts";

export interface LaunchDepsOptions
  extends Pick<LaunchDeps, "environment" | "configPlace" | "owner" | "log" | "signal" | "waiting">,
    Pick<EmrOptions, "region" | "agents"> {
  /** DynamoDB table of claims: hash key `Claim`, TTL attribute `Expires_At`. */
  readonly stateTable: string;
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
  const { stateTable, region, agents, ...deps } = options;
  const inRegion = region === undefined ? {} : { region };
  const settings = () => ({ ...inRegion, requestHandler: { ...REQUEST_TIMEOUTS, ...agents?.() } });
  const s3 = new S3(settings());
  const secrets = new SecretsManager(settings());
  const dynamo = new DynamoDB(settings());
  const emr = createEmr({ ...inRegion, agents });
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

import { DynamoDB } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import { SecretsManager } from "@aws-sdk/client-secrets-manager";
import { STSClient } from "@aws-sdk/client-sts";
import {
  getStsToken,
  type Log,
  sourceCredentials,
  type SourceCredentials,
  type SourceRoles,
  stsAssumeRole,
} from "@dataworks/etl-core";
import type { Scrubber } from "../log/scrubber.ts";
import { patienceOf, tryUntil } from "./patience.ts";
import { S3_TIMEOUTS, timely, type Timeouts } from "./timely.ts";
import { wholeAnswers } from "./whole-answers.ts";

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

const NAMES = { ledger: "DynamoDB", s3: "S3", secrets: "Secrets Manager", sts: "STS" } as const;

/** Makes the clients; every key they get to know is scrubbed from then on. */
export function createAws(options: {
  region: string;
  roles: SourceRoles;
  scrubber: Scrubber;
  signal: AbortSignal;
  /** Told of calls that are tried again for longer than some seconds. */
  log: Pick<Log, "warn">;
  /** How long a day's lock lives without being renewed: for so long the ledger may be waited for. */
  lockMs: number;
  /** In place of our own, for all calls. */
  timeouts?: Timeouts & { readonly patienceMs: number };
}): Aws {
  const { region, roles, scrubber, signal, log, lockMs, timeouts } = options;
  const patience = patienceOf(lockMs);
  // Each client has agents of its own, and ends them with itself.
  const settings = (what: keyof typeof patience) => ({
    region,
    retryStrategy: tryUntil(timeouts?.patienceMs ?? patience[what], {
      onWaiting: (error, leftMs) =>
        log.warn(
          { err: error },
          `${NAMES[what]} does not answer (${String(error)}); it is tried again for ${Math.round(leftMs / 1000)} s`,
        ),
    }),
    requestHandler: timely(timeouts ?? (what === "s3" ? S3_TIMEOUTS : undefined)),
  });
  const newClient = (more: object): STSClient => wholeAnswers(new STSClient({ ...settings("sts"), ...more }));
  const assumeRole = stsAssumeRole({ region, newClient });
  const chained = sourceCredentials(async () => {
    const keys = await getStsToken({ roles, region, signal, assumeRole });
    const { accessKeyId, secretAccessKey, sessionToken } = keys.reveal();
    scrubber.add(accessKeyId, secretAccessKey, sessionToken);
    return keys;
  });
  const dynamo = wholeAnswers(new DynamoDB(settings("ledger")));
  const secrets = wholeAnswers(new SecretsManager(settings("secrets")));
  const s3 = wholeAnswers(new S3Client(settings("s3")));
  const sourceS3 = wholeAnswers(new S3Client({ ...settings("s3"), credentials: chained.provider }));
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

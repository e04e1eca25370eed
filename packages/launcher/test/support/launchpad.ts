import { randomUUID } from "node:crypto";
import { S3 } from "@aws-sdk/client-s3";
import { SecretsManager } from "@aws-sdk/client-secrets-manager";
import { EMR } from "@aws-sdk/client-emr";
import {
  createEmr,
  DynamoClaims,
  type LaunchDeps,
  type LaunchRequest,
  parsePayload,
  type Payload,
} from "../../src/index.ts";
import { clusters, LIVE_STATES } from "../../src/launch/find-cluster.ts";
import { requireStack, stateTable } from "./aws.ts";
import { FILES } from "./cluster-files.ts";
import { type AwsProxy, awsProxy } from "./aws-proxy.ts";

export const PASSWORD = "p4ss-of-the-metastore";

/** What is counted, and where a test may want a fault. */
const PROXIED = ["AWS_ENDPOINT_URL_EMR", "AWS_ENDPOINT_URL_SNS"];

/** Everything a launch needs on moto, its own, with EMR and SNS behind a proxy that counts. */
export interface Launchpad {
  readonly deps: LaunchDeps;
  readonly proxy: AwsProxy;
  readonly emr: EMR;
  readonly s3: S3;
  readonly bucket: string;
  readonly table: string;
  /** Each pad has its own security configuration, and its own again token: keys that nobody else uses. */
  readonly again: string;
  readonly lines: { fields: object; message: string }[];
  request(payload?: Payload, requestId?: string): LaunchRequest;
  /** Claims and EMR of another process, on the same table. */
  other(changes?: Partial<LaunchDeps>): LaunchDeps;
  put(files: Readonly<Record<string, string>>): Promise<void>;
  close(): Promise<void>;
}

export async function launchpad(): Promise<Launchpad> {
  requireStack();
  const state = await stateTable();
  const proxy = await awsProxy();
  for (const name of PROXIED) process.env[name] = proxy.endpoint;
  const clients = {
    emr: new EMR({ endpoint: process.env["AWS_ENDPOINT_URL"] ?? "" }),
    s3: new S3({ forcePathStyle: true }),
    secrets: new SecretsManager({}),
  };
  const { emr, s3, secrets } = clients;
  const bucket = `launcher-${randomUUID()}`;
  const secret = `metastore-${randomUUID()}`;
  const security = `security-${randomUUID()}`;
  const again = randomUUID().slice(0, 8);
  const launchEmr = createEmr({ maxAttempts: 2, requestTimeoutMs: 5_000 });
  const lines: { fields: object; message: string }[] = [];
  const line = (fields: object, message: string): void => void lines.push({ fields, message });
  await s3.createBucket({ Bucket: bucket });
  await secrets.createSecret({ Name: secret, SecretString: JSON.stringify({ password: PASSWORD }) });
  await emr.createSecurityConfiguration({ Name: security, SecurityConfiguration: '{"a":1}' });
  const put = async (files: Readonly<Record<string, string>>): Promise<void> => {
    for (const [name, text] of Object.entries(files)) {
      await s3.putObject({
        Bucket: bucket,
        Key: `emr/kickstart-adg/${name}.yaml`,
        Body: text
          .replaceAll("METASTORE_SECRET", secret)
          .replace("SecurityConfiguration: kickstart-adg", `SecurityConfiguration: ${security}`),
      });
    }
  };
  await put(FILES);
  const deps: LaunchDeps = {
    environment: "development",
    configPlace: { kind: "s3", bucket, folder: "emr/kickstart-adg" },
    s3,
    secrets,
    emr: launchEmr,
    claims: new DynamoClaims(state.dynamo, { table: state.table }),
    owner: "test",
    log: { info: line, warn: line },
    waiting: { longestMs: 10_000, everyMs: 50 },
  };
  return {
    deps,
    proxy,
    emr,
    s3,
    bucket,
    table: state.table,
    again,
    lines,
    put,
    request: (payload = {}, requestId = randomUUID()) => {
      const [request] = parsePayload({ again, launch_day: "2026-11-20", ...payload }, { requestId });
      if (request === undefined) throw new Error("no request");
      return request;
    },
    other: (changes = {}) => ({ ...deps, ...changes }),
    close: async () => {
      // What lives on is looked at by every later launch.
      for await (const cluster of clusters(emr, { ClusterStates: [...LIVE_STATES] })) {
        const { Id = "", SecurityConfiguration: ours = "" } = cluster;
        if (ours.startsWith(security)) await emr.terminateJobFlows({ JobFlowIds: [Id] });
      }
      for (const client of [emr, s3, secrets]) client.destroy();
      launchEmr[Symbol.dispose]();
      await state.remove();
      for (const name of PROXIED) delete process.env[name];
      await proxy.close();
    },
  };
}

import { randomBytes } from "node:crypto";
import { mkdir, rm } from "node:fs/promises";
import { dynamoClient, iamClient, s3Client, secretsClient } from "../aws/clients.ts";
import { createIdentities } from "../aws/identities.ts";
import { createAuditTable, createBuckets, createSecret } from "../aws/resources.ts";
import { names, roleArn } from "../config/names.ts";
import { runnerConfig } from "../config/runner-config.ts";
import { StackError } from "../errors.ts";
import type { Installation } from "../install/install.ts";
import type { ProcessIdentity } from "../process/identity.ts";
import type { Report } from "../process/run.ts";
import { makeDksKeys, startDks } from "../services/dks.ts";
import { startMoto } from "../services/moto.ts";
import { startSpark } from "../services/spark.ts";
import { startVersitygw } from "../services/versitygw.ts";
import { type Keys, type MotoInfo, type S3Info, type StackInfo, writeInfo } from "../state/info.ts";
import type { StatePaths } from "../state/paths.ts";
import { writePrivateJson } from "../state/private-json.ts";
import { recordProcess, type ServiceName } from "../state/processes.ts";

export interface StartContext {
  readonly name: string;
  readonly paths: StatePaths;
  readonly installation: Installation;
  /** Path of versitygw when S3 is to be its. */
  readonly versitygw: string | undefined;
  /** Spark properties in addition to the instance's own. */
  readonly conf: Readonly<Record<string, string>> | undefined;
  readonly report: Report;
  readonly signal: AbortSignal | undefined;
}

/** Hooks that record a service's process the moment it exists. */
export function spawnHooks(
  context: Pick<StartContext, "paths" | "signal">,
  service: ServiceName,
): { onSpawn: (identity: ProcessIdentity) => Promise<void>; signal: AbortSignal | undefined } {
  return {
    onSpawn: (identity) => recordProcess(context.paths.processesFile, service, identity),
    signal: context.signal,
  };
}

/**
 * Starts an instance from nothing. Objects and the ledger live in moto's memory, so tables of an earlier life would
 * point at files that are gone: metastore and warehouse begin anew with them.
 */
export async function startAll(context: StartContext): Promise<StackInfo> {
  const { name, paths, installation, report, signal } = context;
  for (const folder of [paths.metastore, paths.warehouse, paths.objects]) {
    await rm(folder, { recursive: true, force: true });
  }
  await mkdir(paths.directory, { recursive: true, mode: 0o700 });
  report("starting moto");
  const moto = await startMoto(installation, paths, spawnHooks(context, "moto"));
  const { admin, cluster } = await createAccount(moto);
  const s3 = await startS3(context, moto, admin, cluster);
  report("starting the Data Key Service");
  await makeDksKeys(installation, paths, { report, signal });
  const dks = await startDks(paths, 0, spawnHooks(context, "dks"));
  // Both are seen through to their end, so that a failure of one leaves no start of the other in mid-air.
  const [started, filled] = await Promise.allSettled([
    startSpark(
      installation,
      paths,
      {
        port: 0,
        uiPort: 0,
        token: randomBytes(24).toString("base64url"),
        s3Endpoint: s3.endpoint,
        conf: context.conf,
      },
      cluster,
      { ...spawnHooks(context, "spark"), signal, report },
    ),
    fillAccount(moto, s3, admin),
  ]);
  if (started.status === "rejected") throw started.reason;
  if (filled.status === "rejected") throw filled.reason;
  const spark = started.value;
  const info: StackInfo = {
    name,
    directory: paths.directory,
    infoFile: paths.infoFile,
    startedAt: new Date().toISOString(),
    region: names.region,
    accountId: names.accountId,
    spark,
    moto,
    s3,
    dks,
    adminKeys: admin,
    clusterKeys: cluster,
    buckets: { source: names.sourceBucket, published: names.publishedBucket },
    roles: { cluster: roleArn(names.clusterRole), source: roleArn(names.sourceRole) },
    auditTable: names.auditTable,
    secretName: names.secretName,
    e2eFolder: names.e2eFolder,
    configFile: paths.configFile,
  };
  await writePrivateJson(paths.configFile, runnerConfig(dks));
  await writeInfo(info);
  return info;
}

/** Until the administrator exists any key will do: moto enforces nothing unless asked. */
const anyKeys: Keys = { accessKeyId: "anyone", secretAccessKey: "anyone" };

async function createAccount(moto: MotoInfo): Promise<{ admin: Keys; cluster: Keys }> {
  const iam = iamClient({ endpoint: moto.endpoint, keys: anyKeys });
  try {
    return await createIdentities(iam);
  } catch (error) {
    throw setupError("users and roles", moto.logFile, error);
  } finally {
    iam.destroy();
  }
}

async function startS3(context: StartContext, moto: MotoInfo, admin: Keys, cluster: Keys): Promise<S3Info> {
  if (context.versitygw === undefined) {
    return { kind: "moto", endpoint: moto.endpoint, adminKeys: admin };
  }
  context.report("starting versitygw");
  return startVersitygw(context.versitygw, context.paths, cluster, spawnHooks(context, "versitygw"));
}

async function fillAccount(moto: MotoInfo, s3: S3Info, admin: Keys): Promise<void> {
  const access = { endpoint: moto.endpoint, keys: admin };
  const clients = {
    s3: s3Client({ endpoint: s3.endpoint, keys: s3.adminKeys }),
    dynamo: dynamoClient(access),
    secrets: secretsClient(access),
  };
  try {
    await createBuckets(clients.s3);
    await createAuditTable(clients.dynamo);
    await createSecret(clients.secrets);
  } catch (error) {
    throw setupError("buckets, table and secret", s3.gateway?.logFile ?? moto.logFile, error);
  } finally {
    for (const client of Object.values(clients)) client.destroy();
  }
}

function setupError(what: string, logFile: string, cause: unknown): StackError {
  const why = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
  return new StackError("SETUP_FAILED", `setting up ${what} failed: ${why}; see ${logFile}`, { cause });
}

import type { ProcessIdentity } from "../process/identity.ts";
import { readJson, writePrivateJson } from "./private-json.ts";

export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** Which S3 the instance serves: moto's own, or versitygw where speed matters (benchmarks). */
export type S3Kind = "moto" | "versitygw";

export interface SparkInfo {
  /** `sc://localhost:{port}/;token=…`; holds the token. */
  readonly remote: string;
  readonly port: number;
  readonly token: string;
  /** `http://127.0.0.1:{port}`. */
  readonly uiUrl: string;
  readonly logFile: string;
  /** Folder of Spark's event logs, one folder or file an application, not compressed. */
  readonly eventLogDir: string;
  readonly warehouseDir: string;
  readonly process: ProcessIdentity;
}

export interface MotoInfo {
  /** `http://127.0.0.1:{port}`: all of AWS, and S3 too unless `s3.kind` says otherwise. */
  readonly endpoint: string;
  readonly port: number;
  readonly logFile: string;
  readonly process: ProcessIdentity;
}

export interface S3Info {
  readonly kind: S3Kind;
  readonly endpoint: string;
  /** May read and write every bucket: for putting data at the source and looking at what was published. */
  readonly adminKeys: Keys;
  /** Only for versitygw, which is a process of its own. */
  readonly gateway?: { readonly logFile: string; readonly process: ProcessIdentity };
}

/** The Data Key Service, which opens only for who shows a certificate of its authority. */
export interface DksInfo {
  /** Where ciphertexts of data keys are opened: `{baseUrl}/datakey/actions/decrypt`. */
  readonly url: string;
  /** `https://localhost:{port}`. */
  readonly baseUrl: string;
  /** The authority's certificate, PEM as all of these. */
  readonly caFile: string;
  readonly certFile: string;
  readonly keyFile: string;
  /** A client's certificate of another authority: for tests that it is refused. */
  readonly strangerCertFile: string;
  readonly strangerKeyFile: string;
  readonly logFile: string;
  readonly process: ProcessIdentity;
}

/** Everything about a running instance; `info.json`, readable by its owner only, since it holds keys. */
export interface StackInfo {
  readonly name: string;
  readonly directory: string;
  readonly infoFile: string;
  readonly startedAt: string;
  readonly region: string;
  readonly accountId: string;
  readonly spark: SparkInfo;
  readonly moto: MotoInfo;
  readonly s3: S3Info;
  readonly dks: DksInfo;
  /** May do everything in moto. */
  readonly adminKeys: Keys;
  /** The cluster's own: not allowed at the source bucket. */
  readonly clusterKeys: Keys;
  readonly buckets: { readonly source: string; readonly published: string };
  readonly roles: { readonly cluster: string; readonly source: string };
  readonly auditTable: string;
  readonly secretName: string;
  readonly e2eFolder: string;
  /** The runner's configuration for this instance. */
  readonly configFile: string;
}

/** Every file into which the stack's services write what they do: where a test looks for leaked secrets. */
export function logFiles(info: StackInfo): string[] {
  const { gateway } = info.s3;
  return [
    info.spark.logFile,
    info.moto.logFile,
    info.dks.logFile,
    ...(gateway === undefined ? [] : [gateway.logFile]),
  ];
}

/** Whether an `info.json` is of this version of the stack: an earlier one's tells of no Data Key Service. */
export function isCurrent(info: StackInfo): boolean {
  return "dks" in info;
}

/** Reads an instance's `info.json`; `undefined` when it never came up. */
export async function readInfo(infoFile: string): Promise<StackInfo | undefined> {
  return readJson<StackInfo>(infoFile);
}

export async function writeInfo(info: StackInfo): Promise<void> {
  await writePrivateJson(info.infoFile, info);
}

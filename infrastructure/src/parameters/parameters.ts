import { type ReleaseName, RELEASES } from "@dataworks/emr-step";
import type { RetentionDays } from "aws-cdk-lib/aws-logs";
import { z } from "zod";
import { environments, modules, type Environment, type Module } from "../names.ts";
import * as field from "./fields.ts";

/** One line of the day's plan: when, and which modules one cluster then runs. */
export interface Schedule {
  readonly name: string;
  /** As EventBridge Scheduler takes it: `cron(0 5 * * ? *)`. */
  readonly cron: string;
  /** IANA name: `Europe/London`. */
  readonly timeZone: string;
  readonly modules: readonly Module[];
}

/** Everything of an environment that this app does not make itself, and what may differ between environments. */
export interface Parameters {
  readonly environment: Environment;
  /** The account deployed to: 12 digits. */
  readonly account: string;
  readonly region: string;
  /** An existing network: at least one private subnet, and EMR's three managed security groups. */
  readonly network: {
    readonly vpcId: string;
    readonly subnetIds: readonly string[];
    readonly securityGroups: {
      readonly master: string;
      readonly worker: string;
      readonly serviceAccess: string;
    };
  };
  /** The existing Hive metastore; the secret holds its password. */
  readonly metastore: {
    readonly host: string;
    readonly port: number;
    readonly database: string;
    readonly user: string;
    readonly secretArn: string;
  };
  /** Existing buckets, by name. */
  readonly buckets: {
    readonly published: string;
    readonly config: string;
    readonly logs: string;
  };
  /** The KMS keys of those buckets; null: the bucket is encrypted by S3's own keys. */
  readonly bucketKeys: {
    readonly published: string | null;
    readonly config: string | null;
    readonly logs: string | null;
  };
  /** The account that delivers. Its bucket is named by the job's secret and opened by its role. */
  readonly source: {
    readonly account: string;
    readonly bucket: string;
    readonly roleName: string;
    /** Days after which the source deletes a file. */
    readonly retentionDays: number;
  };
  readonly dks: {
    readonly url: string;
    readonly certificateArn: string;
    /** Key in the Config bucket of a PEM file: who signed the service's certificate. Null: the certificate's own chain. */
    readonly caCertificatesKey: string | null;
  };
  readonly secrets: {
    /** What the job reads: collections, buckets, initial schemas. */
    readonly jobArn: string;
    /** JSON, channel → webhook. */
    readonly slackArn: string;
  };
  readonly proxy: { readonly url: string; readonly noProxy: readonly string[] } | null;
  readonly database: string;
  readonly e2eFolder: string;
  readonly auditTable: string;
  readonly schedules: readonly Schedule[];
  readonly alarms: {
    /** Hours after the time of the next run by which its day must be Completed. */
    readonly missedAfterHours: number;
    /** Days without a Completed day, or days to catch up on, that are too near the source's retention. */
    readonly behindDays: number;
  };
  /** Roles that may read personal data in the published bucket, beside the cluster's own. */
  readonly piiReaders: readonly string[];
  readonly cluster: {
    /** EMR 7 (Spark 3.5) or 8 (Spark 4); packages/emr-step says which one of them. */
    readonly release: ReleaseName;
    readonly masterInstanceType: string;
    readonly coreInstanceType: string;
    readonly coreInstances: number;
  };
  /** Node's tarball in the Config bucket, under `component/node/`. */
  readonly node: { readonly version: string; readonly sha256: string };
  /** Days that log groups keep their lines: one of CloudWatch's own steps. */
  readonly logRetentionDays: RetentionDays;
}

const ScheduleSchema: z.ZodType<Schedule> = z.strictObject({
  name: field.name,
  cron: field.cron,
  timeZone: field.timeZone,
  modules: z.array(z.enum(modules)).min(1),
});

/** What an environment's file must hold. Unknown keys are errors. */
export const ParametersSchema: z.ZodType<Parameters> = z.strictObject({
  environment: z.enum(environments),
  account: field.account,
  region: field.region,
  network: z.strictObject({
    vpcId: field.id("vpc"),
    subnetIds: z.array(field.id("subnet")).min(1),
    securityGroups: z.strictObject({
      master: field.id("sg"),
      worker: field.id("sg"),
      serviceAccess: field.id("sg"),
    }),
  }),
  metastore: z.strictObject({
    host: field.host,
    port: z.int().min(1).max(65_535),
    database: z.string().regex(/^\w+$/, "letters, digits, underscores"),
    user: field.databaseUser,
    secretArn: field.arn("secretsmanager"),
  }),
  buckets: z.strictObject({ published: field.bucket, config: field.bucket, logs: field.bucket }),
  bucketKeys: z.strictObject({
    published: field.arn("kms").nullable(),
    config: field.arn("kms").nullable(),
    logs: field.arn("kms").nullable(),
  }),
  source: z.strictObject({
    account: field.account,
    bucket: field.bucket,
    roleName: field.roleName,
    retentionDays: z.int().min(2).max(31),
  }),
  dks: z.strictObject({
    url: z.url({ protocol: /^https$/ }),
    certificateArn: field.arn("acm"),
    caCertificatesKey: field.objectKey.nullable(),
  }),
  secrets: z.strictObject({ jobArn: field.arn("secretsmanager"), slackArn: field.arn("secretsmanager") }),
  proxy: z.strictObject({ url: field.proxyUrl, noProxy: z.array(field.noProxy) }).nullable(),
  database: z.string().regex(/^[a-z0-9_]+$/, "lower-case letters, digits, underscores"),
  e2eFolder: z.string().regex(/^[\w-]+$/, "one folder, without slashes"),
  auditTable: z.string().regex(/^[\w.-]{3,255}$/, "a DynamoDB table's name"),
  schedules: z.array(ScheduleSchema),
  alarms: z.strictObject({ missedAfterHours: z.int().min(1).max(23), behindDays: z.int().min(1).max(6) }),
  piiReaders: z.array(field.roleArn),
  cluster: z.strictObject({
    release: z.enum(Object.keys(RELEASES) as ReleaseName[]),
    masterInstanceType: field.instanceType,
    coreInstanceType: field.instanceType,
    coreInstances: z.int().min(1).max(50),
  }),
  node: z.strictObject({
    version: field.nodeVersion,
    sha256: z.string().regex(/^[0-9a-f]{64}$/, "64 hexadecimal digits"),
  }),
  logRetentionDays: field.logRetentionDays,
});

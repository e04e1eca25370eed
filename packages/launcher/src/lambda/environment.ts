import { z } from "zod";
import type { ConfigPlace } from "../cluster-config/read.ts";
import { type Environment, ENVIRONMENTS } from "../environment.ts";
import { InvalidEnvironmentError } from "../errors.ts";

/** A process's environment. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** What the launch Lambda is told by its environment. */
export interface LaunchEnvironment {
  readonly environment: Environment;
  readonly configPlace: ConfigPlace;
  readonly stateTable: string;
  /** Where failures are told. */
  readonly topicArn: string;
}

/** What the notify Lambda is told by its environment. */
export interface NotifyEnvironment {
  readonly environment: Environment;
  readonly stateTable: string;
  /** The ledger. */
  readonly auditTable: string;
  /** Name or ARN of the secret with Slack's webhooks: JSON, channel to URL. */
  readonly slackSecret: string;
  /** Where notices are published. */
  readonly topicArn: string;
}

export type LogLevel = "debug" | "info" | "warn" | "error" | "silent";

const LOG_LEVELS: readonly LogLevel[] = ["debug", "info", "warn", "error", "silent"];

interface Raw {
  readonly ENVIRONMENT: Environment;
  readonly EMR_LAUNCHER_STATE_TABLE: string;
  readonly NOTIFIER_SNS_TOPIC_ARN: string;
  readonly EMR_LAUNCHER_CONFIG_DIR?: string | undefined;
  readonly EMR_LAUNCHER_CONFIG_S3_BUCKET?: string | undefined;
  readonly EMR_LAUNCHER_CONFIG_S3_FOLDER?: string | undefined;
  readonly LOG_LEVEL?: LogLevel | undefined;
}

interface RawNotify {
  readonly ENVIRONMENT: Environment;
  readonly EMR_LAUNCHER_STATE_TABLE: string;
  readonly AUDIT_TABLE: string;
  readonly NOTIFIER_SLACK_SECRET: string;
  readonly NOTIFIER_SNS_TOPIC_ARN: string;
}

const someText = z.string({ error: "is not set" }).min(1, { error: "is empty" });

const environmentName = z.enum(ENVIRONMENTS, { error: `must be one of ${ENVIRONMENTS.join(", ")}` });
const snsTopic = someText.regex(/^arn:[\w-]+:sns:/, { error: "must be the ARN of an SNS topic" });

const rawSchema: z.ZodType<Raw> = z.object({
  ENVIRONMENT: environmentName,
  EMR_LAUNCHER_STATE_TABLE: someText,
  NOTIFIER_SNS_TOPIC_ARN: snsTopic,
  EMR_LAUNCHER_CONFIG_DIR: z.string().optional(),
  EMR_LAUNCHER_CONFIG_S3_BUCKET: z.string().optional(),
  EMR_LAUNCHER_CONFIG_S3_FOLDER: z.string().optional(),
  LOG_LEVEL: z.enum(LOG_LEVELS, { error: `must be one of ${LOG_LEVELS.join(", ")}` }).optional(),
});

/**
 * Reads the Lambda's environment.
 *
 * @throws InvalidEnvironmentError naming every variable that is wrong.
 */
export function launchEnvironment(variables: Variables): LaunchEnvironment {
  const result = rawSchema.safeParse(variables);
  const place = configPlaceOf(variables);
  if (!result.success || place === undefined) {
    const problems = problemsOf(result.error);
    const noPlace =
      "EMR_LAUNCHER_CONFIG_S3_BUCKET and EMR_LAUNCHER_CONFIG_S3_FOLDER, or EMR_LAUNCHER_CONFIG_DIR, are not set";
    throw new InvalidEnvironmentError(place === undefined ? [...problems, noPlace] : problems);
  }
  const { ENVIRONMENT, EMR_LAUNCHER_STATE_TABLE, NOTIFIER_SNS_TOPIC_ARN } = result.data;
  return {
    environment: ENVIRONMENT,
    configPlace: place,
    stateTable: EMR_LAUNCHER_STATE_TABLE,
    topicArn: NOTIFIER_SNS_TOPIC_ARN,
  };
}

const rawNotifySchema: z.ZodType<RawNotify> = z.object({
  ENVIRONMENT: environmentName,
  EMR_LAUNCHER_STATE_TABLE: someText,
  AUDIT_TABLE: someText,
  NOTIFIER_SLACK_SECRET: someText,
  NOTIFIER_SNS_TOPIC_ARN: snsTopic,
});

/**
 * Reads the notify Lambda's environment.
 *
 * @throws InvalidEnvironmentError naming every variable that is wrong, and no value.
 */
export function notifyEnvironment(variables: Variables): NotifyEnvironment {
  const result = rawNotifySchema.safeParse(variables);
  if (!result.success) {
    throw new InvalidEnvironmentError(problemsOf(result.error));
  }
  const raw = result.data;
  return {
    environment: raw.ENVIRONMENT,
    stateTable: raw.EMR_LAUNCHER_STATE_TABLE,
    auditTable: raw.AUDIT_TABLE,
    slackSecret: raw.NOTIFIER_SLACK_SECRET,
    topicArn: raw.NOTIFIER_SNS_TOPIC_ARN,
  };
}

/** How much is logged, before it is known whether the environment is right. */
export function logLevelOf(variables: Variables): LogLevel {
  return LOG_LEVELS.find((level) => level === variables["LOG_LEVEL"]) ?? "info";
}

/**
 * Where the environment says that the cluster's files are: a directory before S3, as with the original. `undefined`: it
 * does not say.
 */
export function configPlaceOf(variables: Variables): ConfigPlace | undefined {
  const path = variables["EMR_LAUNCHER_CONFIG_DIR"] ?? "";
  if (path !== "") return { kind: "directory", path };
  const bucket = variables["EMR_LAUNCHER_CONFIG_S3_BUCKET"] ?? "";
  const folder = variables["EMR_LAUNCHER_CONFIG_S3_FOLDER"] ?? "";
  return bucket === "" || folder === "" ? undefined : { kind: "s3", bucket, folder };
}

/** Each variable that is wrong, and how; not its value. */
function problemsOf(error: z.ZodError | undefined): string[] {
  return (error?.issues ?? []).map(({ path, message }) => `${path.join(".")} ${message}`);
}

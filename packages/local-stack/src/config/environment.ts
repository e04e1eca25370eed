import type { StackInfo } from "../state/info.ts";

/**
 * The environment in which any tool talks to an instance: as the cluster would, with the cluster's own keys.
 * The administrator's keys, for putting data into the source bucket, are in the file that `ADG_STACK_INFO` names.
 */
export function stackEnvironment(info: StackInfo): Record<string, string> {
  return {
    SPARK_REMOTE: info.spark.remote,
    AWS_ENDPOINT_URL: info.moto.endpoint,
    ...(info.s3.kind === "moto" ? {} : { AWS_ENDPOINT_URL_S3: info.s3.endpoint }),
    AWS_ACCESS_KEY_ID: info.clusterKeys.accessKeyId,
    AWS_SECRET_ACCESS_KEY: info.clusterKeys.secretAccessKey,
    AWS_REGION: info.region,
    AWS_DEFAULT_REGION: info.region,
    AWS_EC2_METADATA_DISABLED: "true",
    ADG_CONFIG: info.configFile,
    ADG_STACK_INFO: info.infoFile,
  };
}

/** Quotes for POSIX shells: single quotes, which nothing but themselves can end. */
export function shellQuote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** What a shell may hold that would send its tools elsewhere, or as somebody else. */
const misleading = ["AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_ENDPOINT_URL_S3"];

/** Lines for `eval "$(… env)"`. */
export function shellExports(environment: Readonly<Record<string, string>>): string {
  const lines = Object.entries(environment).map(([name, value]) => `export ${name}=${shellQuote(value)}`);
  return [
    "# the keys are the cluster's own; the administrator's are in $ADG_STACK_INFO (adminKeys)",
    `unset ${misleading.join(" ")}`,
    ...lines,
    "",
  ].join("\n");
}

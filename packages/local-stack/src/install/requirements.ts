import { createHash } from "node:crypto";

/** Spark's version: the server, its client protocol, and the Python package that carries both. */
export const SPARK_VERSION = "4.3.0";

/** What pip installs into the stack's own environment, pinned. */
export const PYTHON_REQUIREMENTS: readonly string[] = [`pyspark==${SPARK_VERSION}`, "moto[server]==5.2.5"];

/** S3A without the AWS SDK's bundle of 686 MB: only the parts that it calls. The versions are those hadoop-aws 3.5.0 names. */
export const S3A_PACKAGES: readonly string[] = [
  "org.apache.hadoop:hadoop-aws:3.5.0",
  "software.amazon.awssdk:s3:2.35.4",
  "software.amazon.awssdk:sts:2.35.4",
  "software.amazon.awssdk:s3-transfer-manager:2.35.4",
];

/** What Spark has in newer versions already, which must not come before its own on the class path. */
export const S3A_EXCLUSIONS: readonly string[] = [
  "software.amazon.awssdk:bundle",
  "org.slf4j:slf4j-api",
  "io.netty:*",
  "org.apache.httpcomponents:*",
  "commons-codec:*",
  "commons-logging:*",
];

/** The bench's quick S3, built from source by Go. */
export const VERSITYGW_MODULE = "github.com/versity/versitygw/cmd/versitygw@v1.8.0";

/** Names a cache folder after exactly what is in it, so that another set of pins never reuses it. */
export function requirementsHash(parts: readonly string[]): string {
  return createHash("sha256").update(parts.join("\n")).digest("hex").slice(0, 16);
}

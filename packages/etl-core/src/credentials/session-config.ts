import { randomBytes } from "node:crypto";
import type { TemporaryCredentials } from "./temporary-credentials.ts";

const S3A = "org.apache.hadoop.fs.s3a.S3AFileSystem";
const TEMPORARY = "org.apache.hadoop.fs.s3a.TemporaryAWSCredentialsProvider";

/**
 * A URI scheme of one reader's own: `src{run}x{n}x{8 hex}`. Hadoop keeps file systems by user, scheme and bucket, not
 * by credentials: with a shared scheme a second reader gets the first one's, and once a session has read, whoever
 * knows its scheme reads with its keys until the server ends, without having them. Hence the hex; also, run ids repeat
 * after a reset of the ledger, while a server lives on.
 *
 * @param n - which reader of the run.
 */
export function uniqueScheme(
  runId: number,
  n: number,
  token: string = randomBytes(4).toString("hex"),
): string {
  return `src${runId}x${n}x${token}`;
}

/**
 * The settings that let one Spark session read one bucket with given keys, for the session's Config RPC only: what
 * goes by reader options ends in the plan, and Connect writes plans into the event log and its page.
 *
 * @param scheme - of {@link uniqueScheme}; paths are then `{scheme}://{bucket}/{key}`.
 */
export function sourceSessionConfig(
  bucket: string,
  credentials: TemporaryCredentials,
  scheme: string,
): Record<string, string> {
  const { accessKeyId, secretAccessKey, sessionToken } = credentials.reveal();
  const ofBucket = `fs.s3a.bucket.${bucket}`;
  return {
    [`fs.${scheme}.impl`]: S3A,
    [`${ofBucket}.aws.credentials.provider`]: TEMPORARY,
    [`${ofBucket}.access.key`]: accessKeyId,
    [`${ofBucket}.secret.key`]: secretAccessKey,
    [`${ofBucket}.session.token`]: sessionToken,
  };
}

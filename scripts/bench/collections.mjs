// What both sides of the benchmark read, and how many at a time.
import { readInfo } from "@dataworks/local-stack";
import { S3Client } from "@aws-sdk/client-s3";

export const CONCURRENCY = 2;

export async function stackInfo() {
  const info = await readInfo(process.env.ADG_STACK_INFO ?? "");
  if (!info) throw new Error("ADG_STACK_INFO names no running stack: start this through `pnpm bench`");
  return info;
}

/** The S3 that serves the files, with keys that may read and write: the measured thing is not STS. */
export function s3Of(info) {
  return new S3Client({
    endpoint: info.s3.endpoint,
    region: info.region,
    credentials: info.s3.adminKeys,
    forcePathStyle: true,
  });
}

/** Prints the figures of this process as its last line. */
export function report(seconds, more = {}) {
  const peakMiB = Math.round(process.resourceUsage().maxRSS / 1024);
  console.log(JSON.stringify({ seconds, peakMiB, ...more }));
}

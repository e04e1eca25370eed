import { randomBytes } from "node:crypto";
import { CreateBucketCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { SparkSession } from "spark-connect-node";

/** What `pnpm stack env` prints; stack tests take their connection from nowhere else. */
export function stackVariable(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === "") {
    throw new Error(
      `${name} is not set. Stack tests need the embedded stack: eval "$(pnpm --silent stack env)".`,
    );
  }
  return value;
}

/** A name no other test uses. */
export function uniqueName(head: string): string {
  return `${head}_${randomBytes(4).toString("hex")}`;
}

/** A client of the stack's S3. */
export function stackS3(): S3Client {
  return new S3Client({
    endpoint: stackVariable("AWS_ENDPOINT_URL"),
    region: stackVariable("AWS_REGION"),
    credentials: {
      accessKeyId: stackVariable("AWS_ACCESS_KEY_ID"),
      secretAccessKey: stackVariable("AWS_SECRET_ACCESS_KEY"),
    },
  });
}

/** A session of the stack's Spark. */
export function stackSpark(): Promise<SparkSession> {
  return SparkSession.builder().remote(stackVariable("SPARK_REMOTE")).getOrCreate();
}

/** Makes a bucket of its own. */
export async function makeBucket(s3: S3Client, head: string): Promise<string> {
  const Bucket = uniqueName(head).replaceAll("_", "-");
  await s3.send(
    new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: "eu-west-2" } }),
  );
  return Bucket;
}

/** Puts one object. */
export async function put(
  s3: S3Client,
  bucket: string,
  key: string,
  body: string | Uint8Array,
): Promise<void> {
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body }));
}

/** Every key under a prefix, page by page. */
export async function keysUnder(s3: S3Client, bucket: string, prefix: string): Promise<string[]> {
  const keys: string[] = [];
  let token: string | undefined;
  do {
    const page = await s3.send(
      new ListObjectsV2Command({
        Bucket: bucket,
        Prefix: prefix,
        ...(token === undefined ? {} : { ContinuationToken: token }),
      }),
    );
    keys.push(...(page.Contents ?? []).flatMap((object) => (object.Key === undefined ? [] : [object.Key])));
    token = page.NextContinuationToken;
  } while (token !== undefined);
  return keys;
}

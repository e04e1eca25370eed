import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { type S3Client, S3Client as Client } from "@aws-sdk/client-s3";
import { type SparkSession, StructType, types } from "spark-connect-node";
import { sourceSessionConfig, uniqueScheme } from "../../src/credentials/session-config.ts";
import { sourceCredentials } from "../../src/credentials/source-credentials.ts";
import { getStsToken } from "../../src/credentials/sts-token.ts";
import { s3ObjectStore } from "../../src/storage/s3-object-store.ts";
import { makeBucket, put, stackS3, stackSpark, stackVariable } from "../support/stack.ts";

let s3: S3Client;
let spark: SparkSession;
let bucket: string;

beforeAll(async () => {
  s3 = stackS3();
  spark = await stackSpark();
  bucket = await makeBucket(s3, "e1_credentials");
  await put(s3, bucket, "2026-11-01_bids.csv", "a,b\n1,2\n");
});

afterAll(async () => {
  await spark?.stop();
  s3?.destroy();
});

const credentials = sourceCredentials(() =>
  getStsToken({
    roles: {
      cluster: "arn:aws:iam::123456789012:role/kickstart_s3_readonly",
      source: "arn:aws:iam::123456789012:role/dataworks-ksr",
    },
    region: stackVariable("AWS_REGION"),
  }),
);

async function read(session: SparkSession, scheme: string): Promise<unknown> {
  const schema = new StructType([
    { name: "a", type: types.string },
    { name: "b", type: types.string },
  ]);
  return await session.read
    .schema(schema)
    .options({ header: "true" })
    .csv(`${scheme}://${bucket}/2026-11-01_bids.csv`)
    .collect();
}

describe("the chain of roles", () => {
  it("gives keys of an hour that list the source", async () => {
    const token = await credentials.lasting();
    const left = token.remainingMs(new Date());
    expect(left).toBeGreaterThan(50 * 60_000);
    expect(left).toBeLessThanOrEqual(60 * 60_000);

    const client = new Client({ region: stackVariable("AWS_REGION"), credentials: credentials.provider });
    const keys: string[] = [];
    for await (const { key } of s3ObjectStore(client).list(bucket, "2026-11-01")) {
      keys.push(key);
    }
    client.destroy();
    expect(keys).toEqual(["2026-11-01_bids.csv"]);
  });
});

describe("a Spark session of the source's own", () => {
  it("reads under its scheme, and nothing of the keys is in a plan", async () => {
    const scheme = uniqueScheme(1, 1);
    const token = await credentials.lasting();
    const own = await spark.newSession();
    try {
      for (const [key, value] of Object.entries(sourceSessionConfig(bucket, token, scheme))) {
        await own.conf.set(key, value);
      }
      expect(await read(own, scheme)).toEqual([{ a: "1", b: "2" }]);

      const plan = await own.read.text(`${scheme}://${bucket}/2026-11-01_bids.csv`).explain("extended");
      const { accessKeyId, secretAccessKey, sessionToken } = token.reveal();
      for (const secret of [accessKeyId, secretAccessKey, sessionToken]) {
        expect(plan).not.toContain(secret);
      }
    } finally {
      await own.stop();
    }
  });

  it("shares neither the scheme nor the keys with other sessions", async () => {
    const scheme = uniqueScheme(1, 2);
    const own = await spark.newSession();
    const other = await spark.newSession();
    try {
      for (const [key, value] of Object.entries(
        sourceSessionConfig(bucket, await credentials.lasting(), scheme),
      )) {
        await own.conf.set(key, value);
      }
      await expect(read(other, scheme)).rejects.toThrow(scheme);
      await expect(other.conf.get(`fs.s3a.bucket.${bucket}.secret.key`, "unset")).resolves.toBe("unset");
    } finally {
      await own.stop();
      await other.stop();
    }
  });
});

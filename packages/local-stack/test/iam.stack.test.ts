import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { setIamEnforcement } from "../src/aws/enforcement.ts";
import type { Keys, StackInfo } from "../src/state/info.ts";
import { stackInfo } from "./stack-info.ts";

const KEY = "2026-01-01_iam_proof.csv";

interface SessionKeys extends Keys {
  readonly sessionToken?: string;
}

let info: StackInfo;
const clients: { destroy(): void }[] = [];

function s3As(credentials: SessionKeys): S3Client {
  const client = new S3Client({ region: info.region, endpoint: info.moto.endpoint, credentials });
  clients.push(client);
  return client;
}

async function assume(credentials: SessionKeys, role: string): Promise<SessionKeys> {
  const sts = new STSClient({ region: info.region, endpoint: info.moto.endpoint, credentials });
  clients.push(sts);
  const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn: role, RoleSessionName: "proof" }));
  return {
    accessKeyId: Credentials?.AccessKeyId ?? "",
    secretAccessKey: Credentials?.SecretAccessKey ?? "",
    sessionToken: Credentials?.SessionToken ?? "",
  };
}

const denied = { name: expect.stringMatching(/^(AccessDenied|403|Forbidden)/) };

beforeAll(async () => {
  info = await stackInfo();
  await s3As(info.adminKeys).send(
    new PutObjectCommand({ Bucket: info.buckets.source, Key: KEY, Body: "a,b\n1,2\n" }),
  );
  await setIamEnforcement(info, true);
});

afterAll(async () => {
  await setIamEnforcement(info, false);
  await s3As(info.adminKeys).send(new DeleteObjectCommand({ Bucket: info.buckets.source, Key: KEY }));
  for (const client of clients) client.destroy();
});

describe("with IAM policies enforced", () => {
  it("the cluster's own keys are denied at the source and allowed at its own bucket", async () => {
    const s3 = s3As(info.clusterKeys);
    const { source, published } = info.buckets;
    await expect(s3.send(new ListObjectsV2Command({ Bucket: source }))).rejects.toMatchObject(denied);
    await expect(s3.send(new GetObjectCommand({ Bucket: source, Key: KEY }))).rejects.toMatchObject(denied);
    await s3.send(new PutObjectCommand({ Bucket: published, Key: "iam-proof", Body: "x" }));
    await s3.send(new ListObjectsV2Command({ Bucket: published }));
    await s3.send(new DeleteObjectCommand({ Bucket: published, Key: "iam-proof" }));
  });

  it("the chained keys read the source and can write nothing there", async () => {
    const chained = await assume(await assume(info.clusterKeys, info.roles.cluster), info.roles.source);
    const s3 = s3As(chained);
    const Bucket = info.buckets.source;
    const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: KEY }));
    expect(Contents?.map((object) => object.Key)).toEqual([KEY]);
    const head = await s3.send(new HeadObjectCommand({ Bucket, Key: KEY }));
    const { Body } = await s3.send(
      new GetObjectCommand({ Bucket, Key: KEY, ...(head.VersionId && { VersionId: head.VersionId }) }),
    );
    expect(head.VersionId).toBeDefined();
    expect(await Body?.transformToString()).toBe("a,b\n1,2\n");

    for (const Key of [KEY, "new.csv"]) {
      await expect(s3.send(new PutObjectCommand({ Bucket, Key, Body: "x" }))).rejects.toMatchObject(denied);
      await expect(s3.send(new DeleteObjectCommand({ Bucket, Key }))).rejects.toMatchObject(denied);
    }
    await expect(s3.send(new ListObjectsV2Command({ Bucket: info.buckets.published }))).rejects.toMatchObject(
      denied,
    );
  });

  it("the first role opens only the second, and the cluster cannot skip it", async () => {
    const first = await assume(info.clusterKeys, info.roles.cluster);
    const s3 = s3As(first);
    await expect(
      s3.send(new GetObjectCommand({ Bucket: info.buckets.source, Key: KEY })),
    ).rejects.toMatchObject(denied);
    await expect(assume(info.clusterKeys, info.roles.source)).rejects.toMatchObject(denied);
  });

  it("keys that nobody was given are refused", async () => {
    const s3 = s3As({ accessKeyId: "AKIAUNKNOWN", secretAccessKey: "unknown" });
    await expect(s3.send(new ListObjectsV2Command({ Bucket: info.buckets.source }))).rejects.toMatchObject({
      name: "InvalidAccessKeyId",
    });
  });
});

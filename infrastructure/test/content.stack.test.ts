import { randomUUID } from "node:crypto";
import { readClusterConfig } from "@dataworks/launcher";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { clusterFiles } from "../src/content/cluster-files.ts";
import { runnerConfigFile } from "../src/content/runner-config.ts";
import { CONNECT_STEP, modules, names, stepOf } from "../src/names.ts";
import { exampleOf } from "./support/synth.ts";
import type { ContentFile } from "../src/content/content-file.ts";
import { publishContent } from "../src/content/publish.ts";
import { s3Store } from "../src/content/s3-store.ts";
import { putStagingLifecycle } from "../src/published/staging-lifecycle.ts";
import { Account, stackInfo } from "./stack/account.ts";

let account: Account;
const bucket = `config-${randomUUID()}`;

beforeAll(async () => {
  const info = await stackInfo();
  account = new Account(info, info.adminKeys);
  await account.s3.createBucket({
    Bucket: bucket,
    CreateBucketConfiguration: { LocationConstraint: "eu-west-2" },
  });
});
afterAll(() => account[Symbol.dispose]());

const file = (key: string, text: string): ContentFile => ({ key, body: Buffer.from(text) });
const at = (version: string, name: string): string => `component/kickstart-adg/${version}/${name}`;
const content = (version: string, sums: string, cluster: string): Parameters<typeof publishContent>[2] => ({
  version,
  bundle: [file(at(version, "adg.mjs"), sums), file(at(version, "SHA256SUMS"), sums)],
  cluster: [file("emr/kickstart-adg/cluster.yaml", cluster)],
});
const textAt = async (key: string): Promise<string | undefined> => s3Store(account.s3).read(bucket, key);

it("a bundle's version is written once; the configuration again whenever it is published", async () => {
  const store = s3Store(account.s3);
  expect(await publishContent(store, bucket, content("1", "a", "first"))).toBe("bundle and configuration");
  expect(await publishContent(store, bucket, content("1", "a", "second"))).toBe(
    "configuration; the bundle was there",
  );
  expect([await textAt(at("1", "adg.mjs")), await textAt("emr/kickstart-adg/cluster.yaml")]).toEqual([
    "a",
    "second",
  ]);
});

it("what is published is what the launcher reads: whole, with the roles and tags that the policies ask for", async () => {
  const parameters = exampleOf("development");
  await publishContent(s3Store(account.s3), bucket, {
    ...content("4", "a", ""),
    cluster: [runnerConfigFile(parameters), ...clusterFiles(parameters, "4")],
  });
  const read = await readClusterConfig({ kind: "s3", bucket, folder: names.configFolder }, account.s3);
  expect(read).toMatchObject({
    Name: "kickstart-adg",
    ServiceRole: names.serviceRole,
    JobFlowRole: names.jobRole,
    SecurityConfiguration: names.securityConfiguration,
    Tags: expect.arrayContaining([
      { Key: "Application", Value: "kickstart-adg" },
      { Key: "Environment", Value: "development" },
    ]),
    Instances: { Ec2SubnetId: parameters.network.subnetIds[0] },
  });
  expect(read.Steps?.map(({ Name }) => Name)).toEqual([CONNECT_STEP, ...modules.map(stepOf)]);
});

it("another bundle of a version that is there is refused, and nothing is written", async () => {
  const store = s3Store(account.s3);
  await publishContent(store, bucket, content("2", "a", "before"));
  await expect(publishContent(store, bucket, content("2", "b", "after"))).rejects.toThrow(
    /holds another bundle of that version/,
  );
  expect([await textAt(at("2", "adg.mjs")), await textAt("emr/kickstart-adg/cluster.yaml")]).toEqual([
    "a",
    "before",
  ]);
});

it("a version that is there is gone back to without its bundle", async () => {
  const store = s3Store(account.s3);
  await publishContent(store, bucket, content("5", "a", "five"));
  await publishContent(store, bucket, content("6", "b", "six"));
  expect(await publishContent(store, bucket, { ...content("5", "a", "five"), bundle: undefined })).toBe(
    "configuration; the bundle was there",
  );
  expect([await textAt(at("5", "adg.mjs")), await textAt("emr/kickstart-adg/cluster.yaml")]).toEqual([
    "a",
    "five",
  ]);
});

it("a version that is not there wants its bundle, and nothing is written", async () => {
  const before = await textAt("emr/kickstart-adg/cluster.yaml");
  await expect(
    publishContent(s3Store(account.s3), bucket, { ...content("7", "a", "seven"), bundle: undefined }),
  ).rejects.toThrow(/component\/kickstart-adg\/7\/ holds no whole bundle/);
  expect(await textAt("emr/kickstart-adg/cluster.yaml")).toBe(before);
});

it("a bucket that is not there is named, with what to do", async () => {
  const nowhere = `nowhere-${randomUUID()}`;
  const message = `s3://${nowhere}: there is no such bucket. Make it, or correct buckets in the parameters.`;
  const failed = { code: "S3_FAILED", message };
  await expect(publishContent(s3Store(account.s3), nowhere, content("1", "a", "x"))).rejects.toMatchObject(
    failed,
  );
  await expect(putStagingLifecycle(account.s3, nowhere)).rejects.toMatchObject(failed);
});

it("what was half written is written whole: the list of checksums comes last", async () => {
  const store = s3Store(account.s3);
  await store.write(bucket, file(at("3", "adg.mjs"), "torn"));
  expect(await publishContent(store, bucket, content("3", "a", "x"))).toBe("bundle and configuration");
  expect(await textAt(at("3", "adg.mjs"))).toBe("a");
});

it("the staging area's rule joins a bucket's own, once", async () => {
  const own = { ID: "own", Status: "Enabled", Filter: { Prefix: "tmp/" }, Expiration: { Days: 3 } } as const;
  const rules = async (): Promise<unknown> =>
    (await account.s3.getBucketLifecycleConfiguration({ Bucket: bucket })).Rules?.map(({ ID }) => ID);
  await putStagingLifecycle(account.s3, bucket);
  expect(await rules()).toEqual(["kickstart-adg-staging"]);
  await account.s3.putBucketLifecycleConfiguration({
    Bucket: bucket,
    LifecycleConfiguration: { Rules: [own] },
  });
  await putStagingLifecycle(account.s3, bucket);
  await putStagingLifecycle(account.s3, bucket);
  expect(await rules()).toEqual(["own", "kickstart-adg-staging"]);
});

import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { setIamEnforcement, type StackInfo } from "@dataworks/local-stack";
import { names } from "../src/names.ts";
import type { Parameters } from "../src/parameters/parameters.ts";
import { Account, assume, freshAccount, type Keys, stackInfo } from "./stack/account.ts";
import { exampleOf, synthesise, type Synthesised } from "./support/synth.ts";
import { Resolver, resourcesOf } from "./support/template.ts";
import { parseParameters } from "../src/parameters/load.ts";

/** Types that moto's CloudFormation passes over, and what stands for their deployment here. */
const passedOver: Readonly<Record<string, string>> = {
  "AWS::CloudWatch::Alarm": "template tests only",
  "AWS::Lambda::EventInvokeConfig": "template tests only",
  "AWS::Logs::MetricFilter": "template tests only",
  "AWS::S3::BucketPolicy":
    "put by the test; moto keeps bucket policies and does not heed them, the evaluator does",
  "AWS::SNS::Subscription": "subscribed by the test, with the template's properties",
  "AWS::SNS::TopicPolicy": "template tests only",
  "AWS::SQS::QueuePolicy": "template tests only",
  "AWS::Scheduler::Schedule": "template tests only; its message is what the launcher's tests publish",
  "AWS::Scheduler::ScheduleGroup": "template tests only",
};

const account = freshAccount();
let info: StackInfo;
let made: Synthesised;
let admin: Account;
let adminKeys: Keys;
let ids: Map<string, string>;
const accounts: Account[] = [];

/** The development example in an account and with buckets that are this test's alone: buckets are everybody's in moto. */
function parameters(): Parameters {
  const text = JSON.stringify(exampleOf("development"))
    .replaceAll("111111111111", account)
    .replaceAll("example-development-", `t${account}-`);
  return parseParameters(JSON.parse(text), "the test's environment");
}

beforeAll(async () => {
  info = await stackInfo();
  made = synthesise(parameters());
  adminKeys = await assume(info, info.adminKeys, `arn:aws:iam::${account}:role/administrator`);
  admin = new Account(info, adminKeys);
  accounts.push(admin);
  const { published, config } = made.parameters.buckets;
  const CreateBucketConfiguration = { LocationConstraint: "eu-west-2" } as const;
  const assets = `cdk-hnb659fds-assets-${account}-eu-west-2`;
  for (const Bucket of [published, config, assets, made.parameters.source.bucket]) {
    await admin.s3.createBucket({ Bucket, CreateBucketConfiguration });
  }
  // As the CDK's command line would have uploaded them.
  const code = resourcesOf(
    [made.job],
    "AWS::Lambda::Function",
    new Resolver(made.parameters, [made.job, made.state]),
  );
  for (const [, { Code }] of code) {
    const { S3Key } = Code as { S3Key: string };
    await admin.s3.putObject({ Bucket: assets, Key: S3Key, Body: "zip" });
  }
  const state = await admin.deploy("kickstart-adg-state", made.state);
  ids = new Map([...state, ...(await admin.deploy("kickstart-adg", made.job))]);
});

afterAll(async () => {
  await setIamEnforcement(info, false);
  for (const one of accounts) one[Symbol.dispose]();
  made[Symbol.dispose]();
});

describe("deployed to moto's CloudFormation", () => {
  it("makes everything but the types that moto passes over", () => {
    const all = Object.entries({ ...made.state.Resources, ...made.job.Resources });
    const missing = all.filter(([id]) => !ids.has(id)).map(([, { Type }]) => Type);
    expect([...new Set(missing)].sort()).toEqual(Object.keys(passedOver).sort());
  });

  it("tables have their keys", async () => {
    const keysOf = async (TableName: string): Promise<unknown> =>
      (await admin.dynamo.describeTable({ TableName })).Table?.KeySchema;
    expect(await keysOf(made.parameters.auditTable)).toEqual([
      { AttributeName: "Correlation_Id", KeyType: "HASH" },
      { AttributeName: "DataProduct", KeyType: "RANGE" },
    ]);
    expect(await keysOf(names.stateTable)).toEqual([{ AttributeName: "Claim", KeyType: "HASH" }]);
  });

  it("topics hand what they get to their functions", async () => {
    const resolver = new Resolver(made.parameters, [made.job, made.state]);
    for (const [, subscription] of resourcesOf([made.job], "AWS::SNS::Subscription", resolver)) {
      const { TopicArn, Protocol, Endpoint } = subscription as Record<
        "TopicArn" | "Protocol" | "Endpoint",
        string
      >;
      await admin.sns.subscribe({ TopicArn, Protocol, Endpoint });
    }
    const heardBy = async (topic: string): Promise<unknown> => {
      const TopicArn = `arn:aws:sns:eu-west-2:${account}:${topic}`;
      const { Subscriptions } = await admin.sns.listSubscriptionsByTopic({ TopicArn });
      return Subscriptions?.map((one) => [one.Protocol, one.Endpoint]);
    };
    const lambda = (name: string): unknown => [
      ["lambda", `arn:aws:lambda:eu-west-2:${account}:function:${name}`],
    ];
    expect(await heardBy(names.launchTopic)).toEqual(lambda(names.launcherFunction));
    expect(await heardBy(names.launchFailuresTopic)).toEqual(lambda(names.notifierFunction));
    expect([...ids.values()]).toEqual(
      expect.arrayContaining([names.launcherFunction, names.notifierFunction]),
    );
  });

  it("topics are encrypted with the key that was made", async () => {
    const key =
      resourcesOf([made.state], "AWS::KMS::Key", new Resolver(made.parameters, [made.state]))[0]?.[0] ?? "";
    for (const topic of [
      names.launchTopic,
      names.launchFailuresTopic,
      names.noticesTopic,
      names.alarmsTopic,
    ]) {
      const { Attributes } = await admin.sns.getTopicAttributes({
        TopicArn: `arn:aws:sns:eu-west-2:${account}:${topic}`,
      });
      expect(Attributes?.["KmsMasterKeyId"]).toContain(ids.get(key) ?? "no such key");
    }
  });

  it("instances get the job's role by a profile of the same name", async () => {
    const { InstanceProfile } = await admin.iam.getInstanceProfile({ InstanceProfileName: names.jobRole });
    expect(InstanceProfile?.Roles?.map(({ RoleName }) => RoleName)).toEqual([names.jobRole]);
  });

  it("the bucket's policy is one that S3 takes", async () => {
    const Bucket = made.parameters.buckets.published;
    const [[, policy] = ["", {}]] = resourcesOf(
      [made.state],
      "AWS::S3::BucketPolicy",
      new Resolver(made.parameters, [made.state]),
    );
    await admin.s3.putBucketPolicy({ Bucket, Policy: JSON.stringify(policy["PolicyDocument"]) });
    const { Policy } = await admin.s3.getBucketPolicy({ Bucket });
    expect(JSON.parse(Policy ?? "")).toEqual(policy["PolicyDocument"]);
    await admin.s3.deleteBucketPolicy({ Bucket });
  });
});

describe("with IAM's policies enforced", () => {
  const keys = {} as Record<"job" | "reader" | "launcher", Keys>;
  const roles = { job: names.jobRole, reader: names.sourceReaderRole, launcher: names.launcherRole };
  const as = {} as Record<keyof typeof roles, Account>;

  beforeAll(async () => {
    await admin.s3.putObject({
      Bucket: made.parameters.buckets.config,
      Key: "component/kickstart-adg/1/adg.mjs",
      Body: "x",
    });
    await admin.s3.putObject({
      Bucket: made.parameters.buckets.config,
      Key: "emr/kickstart-adg/cluster.yaml",
      Body: "x",
    });
    await admin.s3.putObject({
      Bucket: made.parameters.source.bucket,
      Key: "2026-11-20_bids_1.csv",
      Body: "x",
    });
    for (const [who, role] of Object.entries(roles) as [keyof typeof roles, string][]) {
      // While nothing is enforced: moto knows no EC2 or Lambda that could take these on.
      keys[who] = await assume(info, adminKeys, `arn:aws:iam::${account}:role/${role}`);
      as[who] = new Account(info, keys[who]);
      accounts.push(as[who]);
      await putPolicies(role);
    }
    await setIamEnforcement(info, true);
  });
  afterAll(() => setIamEnforcement(info, false));

  /**
   * Moto keeps a role's policies from a template in a form that its own enforcement stumbles over: puts them again. What
   * has a condition stays away, for moto takes every condition for unmet and then denies the action altogether.
   */
  async function putPolicies(role: string): Promise<void> {
    const resolver = new Resolver(made.parameters, [made.job, made.state]);
    const all = resourcesOf([made.job], "AWS::IAM::Role", resolver);
    const found = all.find(([, { RoleName }]) => RoleName === role)?.[1]["Policies"];
    type Inline = {
      PolicyName: string;
      PolicyDocument: { Version: string; Statement: { Condition?: object }[] };
    };
    for (const policy of found as Inline[]) {
      const { Version, Statement } = policy.PolicyDocument;
      await admin.iam.putRolePolicy({
        RoleName: role,
        PolicyName: policy.PolicyName,
        PolicyDocument: JSON.stringify({
          Version,
          Statement: Statement.filter(({ Condition }) => Condition === undefined),
        }),
      });
    }
  }

  const denied = { name: expect.stringMatching(/^(AccessDenied|403|Forbidden)/) };
  const buckets = (): Parameters["buckets"] => made.parameters.buckets;

  it.each(["data/uc_kickstart/pii/bids/x", "staging/uc_kickstart/bids/x"])(
    "the job writes, tags, reads and deletes %s",
    async (Key) => {
      const { s3 } = as.job;
      const Bucket = buckets().published;
      await s3.putObject({ Bucket, Key, Body: "x" });
      await s3.putObjectTagging({ Bucket, Key, Tagging: { TagSet: [{ Key: "pii", Value: "true" }] } });
      await s3.getObject({ Bucket, Key });
      await s3.listObjectsV2({ Bucket, Prefix: Key });
      await s3.listMultipartUploads({ Bucket });
      const { UploadId } = await s3.createMultipartUpload({ Bucket, Key });
      await s3.abortMultipartUpload({ Bucket, Key, UploadId });
      await s3.deleteObject({ Bucket, Key });
    },
  );

  it("the job reads the bundle, and neither writes elsewhere nor reads the source", async () => {
    const { s3 } = as.job;
    await s3.getObject({ Bucket: buckets().config, Key: "component/kickstart-adg/1/adg.mjs" });
    const { published, config } = buckets();
    const refused = [
      () => s3.putObject({ Bucket: published, Key: "elsewhere/x", Body: "x" }),
      () => s3.putObject({ Bucket: config, Key: "component/kickstart-adg/1/adg.mjs", Body: "x" }),
      () => s3.getObject({ Bucket: config, Key: "emr/kickstart-adg/cluster.yaml" }),
      () => s3.getObject({ Bucket: made.parameters.source.bucket, Key: "2026-11-20_bids_1.csv" }),
    ];
    for (const call of refused) await expect(call()).rejects.toMatchObject(denied);
  });

  it("the launcher reads the cluster's configuration and writes none", async () => {
    const { s3 } = as.launcher;
    const place = { Bucket: buckets().config, Key: "emr/kickstart-adg/cluster.yaml" };
    await s3.getObject(place);
    await expect(s3.putObject({ ...place, Body: "x" })).rejects.toMatchObject(denied);
    await expect(
      s3.getObject({ Bucket: buckets().config, Key: "component/kickstart-adg/1/adg.mjs" }),
    ).rejects.toMatchObject(denied);
  });

  it("the source's reader becomes the source's role and no other, and reads nothing by itself", async () => {
    const source = made.parameters.source.account;
    await assume(info, keys.reader, `arn:aws:iam::${source}:role/dataworks-ksr`);
    for (const role of [
      `${source}:role/another`,
      `${account}:role/dataworks-ksr`,
      `${account}:role/administrator`,
    ]) {
      await expect(assume(info, keys.reader, `arn:aws:iam::${role}`)).rejects.toMatchObject(denied);
    }
    await expect(as.reader.s3.listObjectsV2({ Bucket: made.parameters.source.bucket })).rejects.toMatchObject(
      denied,
    );
  });

  it("the job and the launcher cannot become the source's role", async () => {
    const arn = `arn:aws:iam::${made.parameters.source.account}:role/dataworks-ksr`;
    for (const who of [keys.job, keys.launcher])
      await expect(assume(info, who, arn)).rejects.toMatchObject(denied);
  });
});

describe("deleted again", () => {
  it("the job's stack takes its roles with it and leaves the ledger", async () => {
    await admin.cloudFormation.deleteStack({ StackName: "kickstart-adg" });
    await expect(admin.cloudFormation.describeStacks({ StackName: "kickstart-adg" })).rejects.toThrow(
      /does not exist/,
    );
    await expect(admin.iam.getRole({ RoleName: names.jobRole })).rejects.toMatchObject({
      name: "NoSuchEntityException",
    });
    await admin.dynamo.describeTable({ TableName: made.parameters.auditTable });
  });

  it("and is made anew beside the same state", async () => {
    await admin.deploy("kickstart-adg", made.job);
    await admin.iam.getRole({ RoleName: names.jobRole });
    await admin.cloudFormation.deleteStack({ StackName: "kickstart-adg" });
  });
});

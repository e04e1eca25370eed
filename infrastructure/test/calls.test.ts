import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { parse } from "yaml";
import { clusterFiles } from "../src/content/cluster-files.ts";
import { auditKeys, names } from "../src/names.ts";
import { evaluate, like } from "./support/evaluate.ts";
import { listOf, type Policy, policiesOf, policyOf, type StatementJson } from "./support/policies.ts";
import { callsIn } from "./support/source-calls.ts";
import { exampleOf, synthesise, type Synthesised } from "./support/synth.ts";
import { Resolver } from "./support/template.ts";

// Every call that the code makes of AWS, beside what IAM asks of its role for it: a call that is not here, a right that
// is missing, and a right that no call needs all fail. What EMR's own role needs is known from AWS's policy for it.

const parameters = exampleOf("development");
const { account, region, buckets, bucketKeys } = parameters;
const arn = (service: string, resource: string): string =>
  `arn:aws:${service}:${region}:${account}:${resource}`;
const role = (name: string): string => `arn:aws:iam::${account}:role/${name}`;

type Context = Readonly<Record<string, string | readonly string[]>>;
/** What IAM is asked: the action, the resource, and the condition keys that come with it. */
type Right = readonly [action: string, resource: string, context?: Context];
/** A call by the SDK's name, or who makes it where that is not our code; and the rights that it takes. */
type Calls = Readonly<Record<string, readonly Right[]>>;

const own = (service: string): Context => ({ "kms:ViaService": `${service}.${region}.amazonaws.com` });
const decrypt = (key: string | null, service: string): Right => ["kms:Decrypt", key ?? "", own(service)];
const encrypt = (key: string | null, service: string): Right[] => [
  ["kms:GenerateDataKey", key ?? "", own(service)],
  decrypt(key, service),
];
/** The key that the app makes; the resolver calls it by its logical id. */
const KEY = arn("kms", "key/Key961B73FD");

const object = (bucket: string, key: string): string => `arn:aws:s3:::${bucket}/${key}`;
const cluster = arn("elasticmapreduce", "cluster/j-1ABCDEFGHIJKL");
const stateItem = (action: string): Right => [
  `dynamodb:${action}`,
  arn("dynamodb", `table/${names.stateTable}`),
];
const claims: Calls = {
  getItem: [stateItem("GetItem")],
  // TransactWriteItems is allowed by the rights for what is in it: reserve puts, complete updates, release deletes.
  transactWriteItems: ["PutItem", "UpdateItem", "DeleteItem"].map(stateItem),
};
const secret = (secretArn: string): Right => ["secretsmanager:GetSecretValue", secretArn];
const publish = (topic: string): Right[] => [["sns:Publish", arn("sns", topic)], ...encrypt(KEY, "sns")];
const keepWhatFailed = (queue: string): Right[] => [
  ["sqs:SendMessage", arn("sqs", queue)],
  ...encrypt(KEY, "sqs"),
];
const logs = (group: string): Right[] =>
  ["CreateLogStream", "PutLogEvents"].map((action) => [
    `logs:${action}`,
    arn("logs", `log-group:${group}:log-stream:2026/11/23/[$LATEST]0123`),
  ]);

/** The tags of the cluster that the published files describe. */
function tagsAs(prefix: string): Context {
  const file = clusterFiles(parameters, "1").find(({ key }) => key.endsWith("/cluster.yaml"));
  const { Tags } = parse(Buffer.from(file?.body ?? []).toString("utf8")) as {
    readonly Tags: readonly { readonly Key: string; readonly Value: string }[];
  };
  return Object.fromEntries(Tags.map(({ Key, Value }) => [`elasticmapreduce:${prefix}/${Key}`, Value]));
}

const launcher: Calls = {
  getObject: [
    ...["cluster", "instances", "configurations", "steps"].map(
      (file): Right => ["s3:GetObject", object(buckets.config, `emr/kickstart-adg/${file}.yaml`)],
    ),
    // So that S3 says of a missing file that it is missing.
    ["s3:ListBucket", `arn:aws:s3:::${buckets.config}`, { "s3:prefix": "emr/kickstart-adg/steps.yaml" }],
    decrypt(bucketKeys.config, "s3"),
  ],
  getSecretValue: [secret(parameters.metastore.secretArn)],
  ...claims,
  listClusters: [["elasticmapreduce:ListClusters", "*"]],
  // Also of others' clusters: whose a cluster is, only its description says.
  describeCluster: [["elasticmapreduce:DescribeCluster", cluster]],
  describeSecurityConfiguration: [["elasticmapreduce:DescribeSecurityConfiguration", "*"]],
  createSecurityConfiguration: [["elasticmapreduce:CreateSecurityConfiguration", "*"]],
  deleteSecurityConfiguration: [["elasticmapreduce:DeleteSecurityConfiguration", "*"]],
  runJobFlow: [
    ["elasticmapreduce:RunJobFlow", "*", tagsAs("RequestTag")],
    ["elasticmapreduce:AddTags", cluster, tagsAs("RequestTag")],
    ["iam:PassRole", role(names.serviceRole), { "iam:PassedToService": "elasticmapreduce.amazonaws.com" }],
    ["iam:PassRole", role(names.jobRole), { "iam:PassedToService": "ec2.amazonaws.com" }],
  ],
  publish: publish(names.launchFailuresTopic),
  Lambda: [...logs(`/aws/lambda/${names.launcherFunction}`), ...keepWhatFailed(names.launcherFailures)],
};

const auditItem = (action: string, ...keys: string[]): Right => [
  `dynamodb:${action}`,
  arn("dynamodb", `table/${parameters.auditTable}`),
  { "dynamodb:LeadingKeys": keys },
];
const { own: moduleItem } = auditKeys("vacancy");
const [run, lock, record, ofCluster] = [
  `${moduleItem}_17`,
  `${moduleItem}#lock#2026-11-20`,
  `${moduleItem}#day#2026-11-20`,
  `${moduleItem}#cluster#j-1`,
];

const notifier: Calls = {
  describeCluster: [["elasticmapreduce:DescribeCluster", cluster, tagsAs("ResourceTag")]],
  listSteps: [["elasticmapreduce:ListSteps", cluster, tagsAs("ResourceTag")]],
  ...claims,
  // Its own claims, and the ledger's items of a cluster and of its runs.
  getItem: [stateItem("GetItem"), auditItem("GetItem", ofCluster), auditItem("GetItem", run)],
  getSecretValue: [secret(parameters.secrets.slackArn)],
  publish: publish(names.noticesTopic),
  Lambda: [...logs(`/aws/lambda/${names.notifierFunction}`), ...keepWhatFailed(names.notifierFailures)],
};

const published = `arn:aws:s3:::${buckets.published}`;
const staged = [
  "data/uc_kickstart/pii/grants/run=000001-abcdef01/part-0.parquet",
  "data/uc_kickstart/non-pii/bids/run=000001-abcdef01/part-0.parquet",
  "staging/uc_kickstart/grants/2026-11-20/run=000001-abcdef01/part-0.json",
];
const onStaged = (...actions: string[]): Right[] =>
  actions.flatMap((action) =>
    staged.map(
      (key): Right => [`s3:${action}`, object(buckets.published, key), { "aws:SecureTransport": "true" }],
    ),
  );
const e2e = object(buckets.published, "kickstart-e2e-tests/2026-11-20_bids_1.csv");
const fetched = [
  "component/kickstart-adg/1.4.0/bin/bootstrap.sh",
  "component/node/node-v22.11.0-linux-arm64.tar.gz",
  "component/spark-connect/spark-connect_2.12-3.5.6.jar",
  "emr/kickstart-adg/config.json",
];

const job: Calls = {
  assumeRole: [["sts:AssumeRole", role(names.sourceReaderRole)]],
  listObjectsV2: [["s3:ListBucket", published]],
  headObject: [...onStaged("GetObject"), ["s3:GetObject", e2e], ["s3:ListBucket", published]],
  getObject: [...onStaged("GetObject"), ["s3:GetObject", e2e], decrypt(bucketKeys.published, "s3")],
  // With its tags from the beginning.
  putObject: [...onStaged("PutObject", "PutObjectTagging"), ...encrypt(bucketKeys.published, "s3")],
  putObjectTagging: onStaged("PutObjectTagging"),
  createMultipartUpload: [
    ...onStaged("PutObject", "PutObjectTagging"),
    ...encrypt(bucketKeys.published, "s3"),
  ],
  uploadPart: [...onStaged("PutObject"), ...encrypt(bucketKeys.published, "s3")],
  completeMultipartUpload: [...onStaged("PutObject"), decrypt(bucketKeys.published, "s3")],
  abortMultipartUpload: onStaged("AbortMultipartUpload"),
  listMultipartUploads: [["s3:ListBucketMultipartUploads", published]],
  deleteObjects: onStaged("DeleteObject"),
  getItem: [auditItem("GetItem", moduleItem), auditItem("GetItem", lock), auditItem("GetItem", record)],
  putItem: [auditItem("PutItem", lock), auditItem("PutItem", run)],
  updateItem: [
    auditItem("UpdateItem", moduleItem),
    auditItem("UpdateItem", lock),
    auditItem("UpdateItem", record),
    auditItem("UpdateItem", ofCluster),
  ],
  deleteItem: [auditItem("DeleteItem", lock)],
  // A day's end: its lock is looked at, its run is put, its module updated.
  transactWriteItems: [
    auditItem("ConditionCheckItem", lock),
    auditItem("PutItem", run),
    auditItem("UpdateItem", moduleItem),
  ],
  getSecretValue: [secret(parameters.secrets.jobArn)],
  exportCertificate: [["acm:ExportCertificate", parameters.dks.certificateArn]],
  "s3 cp": [
    ...fetched.map((key): Right => ["s3:GetObject", object(buckets.config, key)]),
    ...["component/kickstart-adg/1.4.0/", "component/spark-connect/"].map(
      (prefix): Right => ["s3:ListBucket", `arn:aws:s3:::${buckets.config}`, { "s3:prefix": prefix }],
    ),
    decrypt(bucketKeys.config, "s3"),
  ],
  "Spark's S3A": [
    ["s3:GetBucketLocation", published],
    ["s3:GetObject", object(buckets.published, "data")],
    ["s3:PutObject", object(buckets.published, "data_$folder$")],
    // A rename is a copy, of tags as well; a committer looks for parts that were left.
    ...onStaged("GetObjectTagging", "ListMultipartUploadParts"),
  ],
  "EMR's agents": [
    ["s3:PutObject", object(buckets.logs, "emr/kickstart-adg/j-1/steps/s-1/stderr.gz")],
    ...encrypt(bucketKeys.logs, "s3"),
    // Disks, as EMR asks of whoever uses their key.
    ...["Decrypt", "DescribeKey", "Encrypt", "GenerateDataKey"].map(
      (action): Right => [`kms:${action}`, KEY],
    ),
  ],
  "CloudWatch's agent": [
    ...logs(names.clusterLogs),
    ["logs:DescribeLogStreams", arn("logs", `log-group:${names.clusterLogs}:log-stream:`)],
    ["cloudwatch:PutMetricData", "*", { "cloudwatch:namespace": "kickstart-adg" }],
  ],
  "Session Manager's agent": [
    "ssm:UpdateInstanceInformation",
    "ssmmessages:CreateControlChannel",
    "ssmmessages:CreateDataChannel",
    "ssmmessages:OpenControlChannel",
    "ssmmessages:OpenDataChannel",
  ].map((action): Right => [action, "*"]),
};

const scheduler: Calls = {
  "a schedule": publish(names.launchTopic),
  "a schedule that cannot": keepWhatFailed(names.launcherFailures),
};

/** Commands of people, under keys of their own. */
const byHand = ["runner/src/cluster/", "runner/src/generate/", "runner/src/tool/"];
/** Every client's every method, whoever calls it. */
const adapter = "launcher/src/launch/emr-client.ts";
const sources: Readonly<Record<string, readonly [calls: Calls, found: () => string[]]>> = {
  [names.launcherRole]: [
    launcher,
    () =>
      callsIn(
        ["launcher/src"],
        ["launcher/src/notify/", "launcher/src/lambda/notify.ts", "launcher/src/cluster/", adapter],
      ),
  ],
  [names.notifierRole]: [
    notifier,
    () =>
      callsIn([
        "launcher/src/notify",
        "launcher/src/lambda/notify.ts",
        "launcher/src/once",
        "catchup/src/reports",
      ]),
  ],
  [names.jobRole]: [
    job,
    () =>
      callsIn(
        ["runner/src", "etl-core/src", "catchup/src", "emr-step/src", "emr-step/bin"],
        // A managed server is not what these clusters have; who chooses one grants it.
        [...byHand, "runner/src/wiring/managed/"],
      ),
  ],
  [names.schedulerRole]: [scheduler, () => []],
};

let made: Synthesised;
let policies: Policy[];
beforeAll(() => {
  made = synthesise(parameters);
  policies = policiesOf([made.state, made.job], new Resolver(parameters, [made.state, made.job]));
});
afterAll(() => made[Symbol.dispose]());

const statementsOf = (holder: string): readonly StatementJson[] =>
  policyOf(policies, "role", holder).statements;
const verdict = (holder: string, [action, resource, context = {}]: Right): string =>
  evaluate(statementsOf(holder), { action, resource, principal: role(holder), context });
const rightsOf = (calls: Calls): [call: string, right: Right][] =>
  Object.entries(calls).flatMap(([call, rights]) => rights.map((right): [string, Right] => [call, right]));

describe.each(Object.entries(sources))("%s", (holder, [calls, found]) => {
  it("is asked for no call but these", () => {
    expect(found().filter((call) => !Object.hasOwn(calls, call))).toEqual([]);
  });

  it("is described with no call that the code does not make", () => {
    const made = found();
    const described = Object.keys(calls).filter((call) => /^[a-z][A-Za-z0-9]*$|^s3 /.test(call));
    expect(described.filter((call) => !made.includes(call))).toEqual([]);
  });

  it.each(rightsOf(calls))("may %s: %j", (_call, [action, resource, context = {}]) => {
    const bucketPolicy = resource.startsWith(published)
      ? policyOf(policies, "bucket", buckets.published).statements
      : [];
    const verdict = evaluate([...bucketPolicy, ...statementsOf(holder)], {
      action,
      resource,
      principal: role(holder),
      context: { "aws:SecureTransport": "true", ...context },
    });
    expect(verdict).toBe("allowed");
  });

  it("has no right that no call needs", () => {
    const asked = rightsOf(calls).map(([, right]) => right);
    const idle = statementsOf(holder).flatMap(({ Sid, Action, Resource }) =>
      listOf(Action)
        .filter(
          (granted) =>
            !(holder === names.jobRole && Sid === "BecomeTheSourcesReader") &&
            !asked.some(
              ([action, resource]) =>
                action === granted && listOf(Resource).some((pattern) => like(pattern, resource)),
            ),
        )
        .map((granted) => `${Sid}: ${granted}`),
    );
    expect(idle).toEqual([]);
  });
});

describe("what EMR itself does for a cluster", () => {
  const tag = "for-use-with-amazon-emr-managed-policies";
  const asked = { [`aws:RequestTag/${tag}`]: "true" };
  const bears = { [`aws:ResourceTag/${tag}`]: "true" };
  const ec2 = (resource: string): string => arn("ec2", resource);
  const { subnetIds, securityGroups } = parameters.network;
  const network = [`subnet/${subnetIds[0]}`, `security-group/${securityGroups.master}`].map(ec2);
  const image = `arn:aws:ec2:${region}::image/ami-0123456789abcdef0`;
  const through = { "kms:ViaService": `ec2.${region}.amazonaws.com` };

  it.each<Right>([
    ...network.map((one): Right => ["ec2:RunInstances", one]),
    ["ec2:RunInstances", image],
    ["ec2:RunInstances", ec2("network-interface/*")],
    ["ec2:RunInstances", ec2("instance/*"), asked],
    ["ec2:RunInstances", ec2("volume/*"), asked],
    ["ec2:RunInstances", ec2("launch-template/lt-1"), bears],
    ["ec2:CreateLaunchTemplate", ec2("launch-template/*"), asked],
    ["ec2:CreateLaunchTemplate", image],
    ["ec2:CreateTags", ec2("instance/i-1"), { ...asked, "ec2:CreateAction": "RunInstances" }],
    ...network.map((one): Right => ["ec2:CreateNetworkInterface", one]),
    ["ec2:CreateNetworkInterface", ec2("network-interface/*"), asked],
    ["ec2:AuthorizeSecurityGroupIngress", ec2(`security-group/${securityGroups.serviceAccess}`)],
    ["ec2:DescribeInstances", "*"],
    ["ec2:TerminateInstances", ec2("instance/i-1"), bears],
    ["iam:PassRole", role(names.jobRole), { "iam:PassedToService": "ec2.amazonaws.com" }],
    ["kms:GenerateDataKeyWithoutPlaintext", KEY, through],
    ["kms:CreateGrant", KEY, { "kms:GrantIsForAWSResource": "true" }],
    ["sts:AssumeRole", role(names.sourceReaderRole)],
  ])("%s on %s %j is allowed", (...right) => {
    expect(verdict(names.serviceRole, right)).toBe("allowed");
  });

  it.each<Right>([
    ["ec2:RunInstances", ec2("subnet/subnet-0ther")],
    ["ec2:RunInstances", ec2("instance/*")],
    ["ec2:TerminateInstances", ec2("instance/i-1")],
    ["ec2:CreateTags", ec2("instance/i-1"), asked],
    ["ec2:AuthorizeSecurityGroupIngress", ec2("security-group/sg-0ther"), bears],
    ["ec2:CreateSecurityGroup", ec2("security-group/*"), asked],
    ["iam:PassRole", role("administrator"), { "iam:PassedToService": "ec2.amazonaws.com" }],
    ["kms:CreateGrant", KEY],
    ["sts:AssumeRole", `arn:aws:iam::${parameters.source.account}:role/dataworks-ksr`],
  ])("%s on %s %j is not", (...right) => {
    expect(verdict(names.serviceRole, right)).toBe("not allowed");
  });
});

describe("what they may not", () => {
  const untagged = { "elasticmapreduce:RequestTag/Application": "another" };

  it.each<[string, Right]>([
    [names.launcherRole, ["elasticmapreduce:RunJobFlow", "*"]],
    [names.launcherRole, ["elasticmapreduce:RunJobFlow", "*", untagged]],
    [names.launcherRole, ["elasticmapreduce:AddTags", cluster, untagged]],
    [names.launcherRole, ["elasticmapreduce:TerminateJobFlows", cluster]],
    [
      names.launcherRole,
      ["iam:PassRole", role("administrator"), { "iam:PassedToService": "ec2.amazonaws.com" }],
    ],
    [
      names.launcherRole,
      ["iam:PassRole", role(names.jobRole), { "iam:PassedToService": "lambda.amazonaws.com" }],
    ],
    [names.launcherRole, ["kms:Decrypt", KEY]],
    [names.launcherRole, secret(parameters.secrets.jobArn)],
    [names.launcherRole, ["s3:GetObject", object(buckets.config, "component/kickstart-adg/1/adg.mjs")]],
    [names.notifierRole, ["elasticmapreduce:DescribeCluster", cluster]],
    [names.notifierRole, auditItem("GetItem", moduleItem)],
    [names.notifierRole, secret(parameters.metastore.secretArn)],
    [names.jobRole, secret(parameters.metastore.secretArn)],
    [names.jobRole, ["s3:PutObject", e2e]],
    [names.jobRole, ["s3:PutObject", object(buckets.config, "emr/kickstart-adg/config.json")]],
    [names.jobRole, ["kms:Decrypt", bucketKeys.published ?? ""]],
    [names.jobRole, ["cloudwatch:PutMetricData", "*", { "cloudwatch:namespace": "another" }]],
    [names.schedulerRole, ["sns:Publish", arn("sns", names.noticesTopic)]],
  ])("%s: %j", (holder, right) => {
    expect(verdict(holder, right)).toBe("not allowed");
  });
});

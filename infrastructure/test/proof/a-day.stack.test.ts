import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EMRClient } from "@aws-sdk/client-emr";
import { BucketAlreadyOwnedByYou } from "@aws-sdk/client-s3";
import { SecretsManager } from "@aws-sdk/client-secrets-manager";
import { setIamEnforcement } from "@dataworks/local-stack";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { NodeOfEmr } from "../../../packages/emr-step/test/support/node-of-emr.ts";
import { FakeSlack } from "../../../packages/launcher/test/notify/support/fake-slack.ts";
import { buildApp } from "../../src/build-app.ts";
import { clusterFiles } from "../../src/content/cluster-files.ts";
import { runnerConfigFile } from "../../src/content/runner-config.ts";
import { names } from "../../src/names.ts";
import { parseParameters } from "../../src/parameters/load.ts";
import type { Parameters } from "../../src/parameters/parameters.ts";
import { Account } from "../stack/account.ts";
import { exampleOf } from "../support/synth.ts";
import { Resolver, resourcesOf, type TemplateJson } from "../support/template.ts";
import { type Invocation, invoke } from "./lambda.ts";
import { clusterOf, commandRunner, endClusters, executeSteps, stepsOf } from "./step-executor.ts";

// From the schedule's message to the tables, and the one message in Slack: all that acts is what would be deployed. What
// moto does not do is done here: to hand a topic's message to a Lambda, to run a cluster's actions and steps, and to tell
// how the cluster ended.

const CHANNEL = "#dataworks-aws-service-notifications";
/** Where things lie on a cluster's node; here they lie in a temporary folder. */
const HOME_ON_EMR = "/opt/emr/kickstart-adg";
const STATE_STACK = `${names.application}-state`;

const cleanUps: (() => unknown)[] = [];
let node: NodeOfEmr;
let slack: FakeSlack;
let parameters: Parameters;
let templates: { readonly state: TemplateJson; readonly job: TemplateJson };
let account: Account;
let emr: EMRClient;
let outdir: string;

/** Days that a run without dates may take for yesterday, should midnight pass meanwhile. */
const days = [1, 0].map((back) => new Date(Date.now() - back * 86_400_000).toISOString().slice(0, 10));

beforeAll(async () => {
  node = await NodeOfEmr.create();
  cleanUps.push(async () => node[Symbol.asyncDispose]());
  cleanUps.push(async () => {
    if (existsSync(join(node.home, "bin/stop-spark-connect.sh"))) await node.run("stop-spark-connect.sh", []);
  });
  slack = await FakeSlack.start();
  cleanUps.push(async () => slack[Symbol.asyncDispose]());
  const { info } = node.box;
  const credentials = info.adminKeys;
  const secrets = new SecretsManager({ credentials });
  const create = async (name: string, SecretString: string): Promise<string> =>
    String((await secrets.createSecret({ Name: `${node.box.secretName}/${name}`, SecretString })).ARN);
  const example = exampleOf("local");
  const { ARN: jobArn } = await secrets.describeSecret({ SecretId: node.box.secretName });
  parameters = parseParameters(
    {
      ...example,
      environment: "development",
      buckets: { ...example.buckets, config: node.configBucket, published: node.box.published },
      source: { ...example.source, account: "210987654321", bucket: node.box.source },
      metastore: { ...example.metastore, secretArn: await create("metastore", "word-of-the-metastore") },
      secrets: { jobArn, slackArn: await create("slack", slack.secret(CHANNEL)) },
      dks: { ...example.dks, certificateArn: node.certificateArn },
      node: { version: process.versions.node, sha256: node.nodeSha256 },
      database: node.box.database,
      auditTable: `${node.box.auditTable}-deployed`,
      schedules: [
        { name: "vacancy", cron: "cron(0 5 * * ? *)", timeZone: "Europe/London", modules: ["vacancy"] },
      ],
    },
    "the proof's environment",
  );
  secrets.destroy();
  account = new Account(info, credentials);
  cleanUps.push(() => account[Symbol.dispose]());
  emr = new EMRClient({ credentials });
  cleanUps.push(() => emr.destroy());
  await endClusters(emr);
  await deploy();
  await furnish();
});

afterAll(async () => {
  for (const cleanUp of cleanUps.reverse()) await cleanUp();
});

/** Both stacks, with the Lambdas' real code. The stack's account has a role of that name already. */
async function deploy(): Promise<void> {
  await setIamEnforcement(node.box.info, false);
  outdir = mkdtempSync(join(tmpdir(), "adg-proof-"));
  cleanUps.push(() => rmSync(outdir, { recursive: true, force: true }));
  buildApp(parameters, { outdir, validate: false }).app.synth();
  const template = (name: string): TemplateJson => {
    const text = readFileSync(join(outdir, `${name}.template.json`), "utf8");
    const changed = text
      .replaceAll(names.sourceReaderRole, `proof_${names.sourceReaderRole}`)
      // Else they would be in the way of the next run.
      .replaceAll('"Retain"', '"Delete"')
      .replaceAll('"DeletionProtectionEnabled": true', '"DeletionProtectionEnabled": false');
    return JSON.parse(changed) as TemplateJson;
  };
  templates = { state: template(STATE_STACK), job: template(names.application) };
  const assets = `cdk-hnb659fds-assets-${parameters.account}-${parameters.region}`;
  await account.s3
    .createBucket({ Bucket: assets, CreateBucketConfiguration: { LocationConstraint: "eu-west-2" } })
    .catch((error: unknown) => {
      // An earlier run left it.
      if (!(error instanceof BucketAlreadyOwnedByYou)) throw error;
    });
  for (const [, { Code }] of resources("AWS::Lambda::Function")) {
    const { S3Key } = Code as { S3Key: string };
    await account.s3.putObject({ Bucket: assets, Key: S3Key, Body: "zip" });
  }
  // An earlier run may have been killed.
  await undeploy();
  cleanUps.push(undeploy);
  await account.deploy(STATE_STACK, templates.state);
  await account.deploy(names.application, templates.job);
}

async function undeploy(): Promise<void> {
  for (const StackName of [names.application, STATE_STACK]) {
    await account.cloudFormation.deleteStack({ StackName });
  }
}

/** What the Config bucket holds, and the source's files of yesterday. */
async function furnish(): Promise<void> {
  for (const { key, body } of clusterFiles(parameters, node.version)) {
    await account.s3.putObject({ Bucket: node.configBucket, Key: key, Body: body });
  }
  const { key, body } = runnerConfigFile(parameters);
  const config = JSON.parse(String(body)) as { published: object };
  await node.box.put(
    key,
    JSON.stringify({
      ...config,
      // EMR's own file system is not here, and the stack's source is in the same account as all the rest.
      published: { ...config.published, scheme: "s3a" },
      roles: node.box.info.roles,
    }).replaceAll(HOME_ON_EMR, node.home),
    node.configBucket,
  );
  for (const day of days) await node.box.put(`${day}_bids_1.csv`, "Id,Amount\n001,7\n002,8\n003,x\n");
}

function resources(type: string): ReturnType<typeof resourcesOf> {
  const all = [templates.state, templates.job];
  return resourcesOf(all, type, new Resolver(parameters, all));
}

function lambda(name: string): { readonly code: string; readonly env: Record<string, string> } {
  const [, found] =
    resources("AWS::Lambda::Function").find(([, { FunctionName }]) => FunctionName === name) ?? [];
  if (found === undefined) throw new Error(`no template has the function ${name}`);
  const { Variables } = found["Environment"] as { Variables: Record<string, string> };
  const { info } = node.box;
  return {
    code: join(
      outdir,
      "bundles/lambda",
      name === names.launcherFunction ? "launch/launch.mjs" : "notify/notify.mjs",
    ),
    env: {
      ...Variables,
      AWS_REGION: parameters.region,
      AWS_ENDPOINT_URL: info.moto.endpoint,
      AWS_ACCESS_KEY_ID: info.adminKeys.accessKeyId,
      AWS_SECRET_ACCESS_KEY: info.adminKeys.secretAccessKey,
      AWS_EC2_METADATA_DISABLED: "true",
    },
  };
}

const topicArn = (topic: string): string => `arn:aws:sns:${parameters.region}:${parameters.account}:${topic}`;

/** What SNS hands to a Lambda for the message that a topic gets meanwhile. */
async function heardOn(topic: string, meanwhile: () => Promise<unknown>): Promise<object> {
  const arrived: string[] = [];
  const inbox = createServer((request, response) => {
    let text = "";
    request.setEncoding("utf8").on("data", (piece: string) => (text += piece));
    request.on("end", () => {
      arrived.push(text);
      response.end();
    });
  });
  inbox.listen(0, "127.0.0.1");
  await once(inbox, "listening");
  const { port } = inbox.address() as AddressInfo;
  const endpoint = { Protocol: "http", Endpoint: `http://127.0.0.1:${port}/` };
  const { SubscriptionArn } = await account.sns.subscribe({ TopicArn: topicArn(topic), ...endpoint });
  await meanwhile();
  await account.sns.unsubscribe({ SubscriptionArn });
  inbox.close();
  const envelopes = arrived.map((text) => JSON.parse(text) as Record<string, string>);
  const notices = envelopes.filter(({ Type }) => Type === "Notification");
  expect(notices).toHaveLength(1);
  const about = { EventSource: "aws:sns", EventVersion: "1.0", EventSubscriptionArn: SubscriptionArn };
  return { Records: [{ ...about, Sns: notices[0] }] };
}

const scheduled = (): string => {
  const [[, schedule] = ["", {}]] = resources("AWS::Scheduler::Schedule");
  return (schedule["Target"] as { Input: string }).Input;
};

async function launch(message: string): Promise<Invocation> {
  const { code, env } = lambda(names.launcherFunction);
  const event = await heardOn(names.launchTopic, () =>
    account.sns.publish({ TopicArn: topicArn(names.launchTopic), Message: message }),
  );
  return invoke(code, event, env);
}

interface Launched {
  readonly kind: string;
  readonly clusterId: string;
}

async function launchedBy(message: string): Promise<Launched> {
  const invocation = await launch(message);
  expect(invocation).toMatchObject({ kind: "returned" });
  const { outcomes } = (invocation as { value: { outcomes: Launched[] } }).value;
  return outcomes[0] ?? { kind: "nothing", clusterId: "" };
}

/** Does what EMR does with a cluster that was asked for, and tells the notifier. @returns what steps came to */
async function runCluster(
  clusterId: string,
): Promise<{ readonly steps: Record<string, string>; readonly output: string }> {
  const onNode = (args: readonly string[]): string[] =>
    args.map((arg) => arg.replace(HOME_ON_EMR, node.home));
  await node.write("info/job-flow.json", JSON.stringify({ jobFlowId: clusterId }));
  let output = "";
  const run = commandRunner(node.environment(), (text) => (output += text));
  const { bootstrap } = await clusterOf(emr, clusterId);
  for (const { script, args } of bootstrap) {
    const file = await node.fetch(script);
    expect({ script, code: await run([file, ...onNode(args)]), output }).toMatchObject({ code: 0 });
  }
  const { state, code, steps } = await executeSteps(await stepsOf(emr, clusterId), (args) =>
    run(onNode(args)),
  );
  await endClusters(emr);
  await tell({
    source: "aws.emr",
    "detail-type": "EMR Cluster State Change",
    detail: {
      severity: "INFO",
      stateChangeReason: JSON.stringify({ code, message: "Steps completed" }),
      name: names.application,
      clusterId,
      state,
      message: `Amazon EMR Cluster ${clusterId} (${names.application}) has terminated.`,
    },
  });
  return { steps: Object.fromEntries(steps.map(({ step, outcome }) => [step.name, outcome])), output };
}

/** Hands an event to the notifier, twice as EventBridge may, if its rules let it pass. */
async function tell(event: {
  readonly source: string;
  readonly "detail-type": string;
  readonly detail: object;
}): Promise<void> {
  const rules = resources("AWS::Events::Rule").map(
    ([, { EventPattern }]) => EventPattern as Record<string, unknown>,
  );
  const [pattern] = rules.filter((each) => (each["detail-type"] as string[]).includes(event["detail-type"]));
  if (pattern === undefined) throw new Error(`no rule takes ${event["detail-type"]}`);
  const { name, state } = pattern["detail"] as { name: { prefix: string }[]; state: string[] };
  expect(names.application.startsWith(name[0]?.prefix ?? "?")).toBe(true);
  expect(state).toContain((event.detail as { state: string }).state);
  const { code, env } = lambda(names.notifierFunction);
  const whole = {
    version: "0",
    id: crypto.randomUUID(),
    account: parameters.account,
    time: new Date().toISOString(),
    region: parameters.region,
    resources: [],
    ...event,
  };
  for (const _time of [1, 2]) {
    expect(await invoke(code, whole, env)).toMatchObject({ kind: "returned" });
  }
}

let cluster: string;

it("the schedule's message becomes one cluster, however often it is delivered", async () => {
  const message = scheduled();
  expect(JSON.parse(message)).toMatchObject({
    additional_step_args: { "submit-job-vacancy": ["--module_name", "vacancy"] },
  });
  const first = await launchedBy(message);
  expect(first.kind).toBe("launched");
  cluster = first.clusterId;
  expect(await launchedBy(message)).toMatchObject({ kind: "already launched", clusterId: cluster });
  const { name, tags } = await clusterOf(emr, cluster);
  expect({ name, tags }).toMatchObject({
    name: names.application,
    tags: { Application: "kickstart-adg", Environment: "development" },
  });
  expect(tags["Launch_Key"]).toMatch(/^development\/vacancy\/\d{4}-\d\d-\d\d$/);
  expect((await stepsOf(emr, cluster)).map(({ name, args }) => [name, ...args.slice(1)])).toEqual([
    ["start-spark-connect"],
    ["submit-job-vacancy", "run", "--module_name", "vacancy", "--module_name", "vacancy"],
  ]);
});

it("its steps leave the day's table, and one message where it belongs", async () => {
  const { steps, output } = await runCluster(cluster);
  expect({ steps, output }).toMatchObject({
    steps: { "start-spark-connect": "COMPLETED", "submit-job-vacancy": "COMPLETED" },
  });
  const text = await node.sql(
    `SELECT id, amount, size(error_desc) AS errors FROM ${node.box.database}.bids ORDER BY id`,
  );
  expect(text).toEqual([
    { id: "001", amount: 7, errors: 0 },
    { id: "002", amount: 8, errors: 0 },
    { id: "003", amount: null, errors: 1 },
  ]);
  expect(slack.received.map(({ channel }) => channel)).toEqual([CHANNEL]);
  expect(JSON.stringify(slack.received)).toMatch(/vacancy done.*3 rows/s);
});

it("a day whose file is missing is told once, with its cause and the command for another try", async () => {
  slack.received.length = 0;
  const payload = JSON.parse(scheduled()) as { additional_step_args: Record<string, string[]> };
  payload.additional_step_args["submit-job-vacancy"]?.push(
    "--start_dt",
    "2020-02-29",
    "--end_dt",
    "2020-02-29",
  );
  const { kind, clusterId } = await launchedBy(JSON.stringify(payload));
  expect(kind).toBe("launched");
  expect(await runCluster(clusterId)).toMatchObject({
    steps: { "start-spark-connect": "COMPLETED", "submit-job-vacancy": "FAILED" },
  });
  expect(slack.received.map(({ channel }) => channel)).toEqual([CHANNEL]);
  expect(JSON.stringify(slack.received)).toMatch(
    new RegExp(
      `File Not Found for 2020-02-29_bids.*adg cluster start --module vacancy --start-dt 2020-02-29 --end-dt 2020-02-29 --again after-${clusterId}`,
      "s",
    ),
  );
});

it("a launch that cannot be is told too, and launches nothing", async () => {
  slack.received.length = 0;
  const message = '{"additional_step_args": {"submit-job-vacancies": ["--module_name", "vacancy"]}}';
  const event = await heardOn(names.launchFailuresTopic, async () => {
    expect(await launch(message)).toMatchObject({
      kind: "threw",
      message: expect.stringContaining("submit-job-vacancy"),
    });
  });
  const { code, env } = lambda(names.notifierFunction);
  expect(await invoke(code, event, env)).toMatchObject({ kind: "returned" });
  expect(slack.received.map(({ channel }) => channel)).toEqual([CHANNEL]);
  expect(JSON.stringify(slack.received)).toContain("was not launched");
});

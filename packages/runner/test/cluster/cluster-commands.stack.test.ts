import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { randomUUID } from "node:crypto";
import { DynamoDB } from "@aws-sdk/client-dynamodb";
import { createEmr, type EmrClient, listClusters } from "@dataworks/launcher";
import { runMain } from "../support/host.ts";
import { Sandbox } from "../support/sandbox.ts";

const PASSWORD = "p4ss-of-the-metastore";
const token = randomUUID().slice(0, 8);
const table = `runner-launches-${token}`;
const SECRET = `/runner/metastore-${token}`;
const step = (name: string, onFailure: string, ...args: string[]) => `- Name: ${name}
  ActionOnFailure: ${onFailure}
  HadoopJarStep: { Jar: command-runner.jar, Args: [${["/opt/bin/run.sh", ...args].join(", ")}] }
`;
const FILES: Readonly<Record<string, string>> = {
  cluster:
    "Name: kickstart-adg\nReleaseLabel: emr-7.9.0\nLogUri: s3://logs/emr\nServiceRole: service\nJobFlowRole: job\n",
  instances:
    "Instances:\n  KeepJobFlowAliveWhenNoSteps: true\n  InstanceGroups:\n  - { InstanceRole: MASTER, InstanceType: m5.xlarge, InstanceCount: 1 }\n",
  configurations: `Configurations:\n- Classification: spark-hive-site\n  Properties: { javax.jdo.option.ConnectionPassword: ${SECRET} }\n`,
  steps: `Steps:\n${step("start-spark-connect", "TERMINATE_CLUSTER")}${["vacancy", "application", "payment"]
    .map((module) => step(`submit-job-${module}`, "CONTINUE", "run", "--module_name", module))
    .join("")}`,
};

let box: Sandbox;
let emr: EmrClient;
let dynamo: DynamoDB;
let environment: Record<string, string>;

beforeAll(async () => {
  box = await Sandbox.create();
  const { accessKeyId, secretAccessKey } = box.info.adminKeys;
  process.env["AWS_ACCESS_KEY_ID"] = accessKeyId;
  process.env["AWS_SECRET_ACCESS_KEY"] = secretAccessKey;
  environment = {
    ENVIRONMENT: "qa",
    EMR_LAUNCHER_CONFIG_S3_BUCKET: box.source,
    EMR_LAUNCHER_CONFIG_S3_FOLDER: "emr/kickstart-adg",
    EMR_LAUNCHER_STATE_TABLE: table,
    ADG_CLUSTER_POLL_SECONDS: "0.05",
  };
  emr = createEmr();
  dynamo = new DynamoDB({});
  await dynamo.createTable({
    TableName: table,
    BillingMode: "PAY_PER_REQUEST",
    KeySchema: [{ AttributeName: "Claim", KeyType: "HASH" }],
    AttributeDefinitions: [{ AttributeName: "Claim", AttributeType: "S" }],
  });
  await box.secrets.createSecret({ Name: SECRET, SecretString: JSON.stringify({ password: PASSWORD }) });
  for (const [name, text] of Object.entries(FILES)) await box.put(`emr/kickstart-adg/${name}.yaml`, text);
});

afterAll(async () => {
  const live = (await listClusters(emr, { environment: "qa" })).map(({ clusterId }) => clusterId);
  if (live.length > 0) await emr.terminateJobFlows({ JobFlowIds: live });
  await dynamo.deleteTable({ TableName: table });
  await box.secrets.deleteSecret({ SecretId: SECRET, ForceDeleteWithoutRecovery: true });
  dynamo.destroy();
  emr[Symbol.dispose]();
  await box[Symbol.asyncDispose]();
});

async function cluster(line: string, more: Readonly<Record<string, string>> = {}) {
  // In this process: starting one for each command would take longer than what it does.
  const { code, stdout, stderr } = await runMain(["cluster", ...line.split(" "), "--json"], {
    environment: { ...environment, ...more },
  });
  return { code, stderr, document: JSON.parse(stdout) as Record<string, unknown> };
}

async function start(line: string, more: Readonly<Record<string, string>> = {}): Promise<string> {
  const { code, document, stderr } = await cluster(`start ${line}`, more);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return String(document["cluster_id"]);
}

describe("adg cluster", () => {
  it("start: launches what the arguments say, once, and another one with a token", async () => {
    const days = { START_DT: "2026-11-20", END_DT: "2026-11-21" };
    const { document } = await cluster("start --module payment", days);
    expect(document).toMatchObject({
      command: "cluster start",
      exit_code: 0,
      outcome: "launched",
      launch_keys: ["qa/payment/2026-11-20..2026-11-21"],
      modules: ["payment"],
      steps: ["start-spark-connect", "submit-job-payment"],
    });
    const id = String(document["cluster_id"]);
    const { Steps = [] } = await emr.listSteps({ ClusterId: id });
    const args = Steps.map(({ Name, Config }) => [Name, Config?.Args]);
    expect(args).toContainEqual([
      "submit-job-payment",
      [
        "/opt/bin/run.sh",
        "run",
        "--module_name",
        "payment",
        "--start_dt",
        "2026-11-20",
        "--end_dt",
        "2026-11-21",
      ],
    ]);
    expect(await cluster("start --module payment --start_dt 2026-11-20 --end_dt 2026-11-21")).toMatchObject({
      code: 0,
      document: { outcome: "already launched", cluster_id: id },
    });
    expect(await start("--module payment --start-dt 2026-11-20 --end-dt 2026-11-21 --again t2")).not.toBe(id);
  });

  it("start --dry-run: shows the request with the secret's name, reads no secret and launches nothing", async () => {
    const before = (await emr.listClusters({})).Clusters?.length;
    const { document, stderr } = await cluster("start --module vacancy --dry-run --correlation-id abc");
    expect(stderr).toBe("");
    expect(document).toMatchObject({
      dry_run: true,
      launch_keys: [expect.stringMatching(/^qa\/vacancy\/\d{4}-/)],
    });
    const request = JSON.stringify(document["request"]);
    expect(request).toContain(SECRET);
    expect(request).toContain('"--correlation_id","abc"');
    expect(request).not.toContain(PASSWORD);
    expect((await emr.listClusters({})).Clusters?.length).toBe(before);
  });

  it("list, stop and wait: by module and by id", async () => {
    const id = await start("--module application --again lsw");
    const other = await start("--module application --again lsw2");
    const listed = await cluster("list");
    expect(listed.document["clusters"]).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ cluster_id: id, modules: ["application"], environment: "qa" }),
      ]),
    );
    // Other files' clusters may run there: they share the stack.
    const elsewhere = (await cluster("list", { ENVIRONMENT: "development" })).document["clusters"];
    expect(elsewhere).not.toContainEqual(expect.objectContaining({ environment: "qa" }));
    expect(elsewhere).not.toContainEqual(expect.objectContaining({ cluster_id: id }));
    const several = await cluster("stop --module application");
    expect(several).toMatchObject({ code: 3, document: { error: { code: "NOT_CONFIRMED" } } });
    expect(several.stderr).toContain("Nothing was stopped. Give --yes");
    expect(await cluster("wait --module application")).toMatchObject({ code: 2 });
    expect(await cluster(`stop ${id}`)).toMatchObject({
      code: 0,
      document: { clusters: [{ outcome: "stopping", cluster_id: id }] },
    });
    expect(await cluster(`stop ${id} ${other} --yes`)).toMatchObject({
      code: 0,
      document: { clusters: [{ outcome: "already ended" }, { outcome: "stopping" }] },
    });
    expect(await cluster("stop --module application")).toMatchObject({ code: 0, document: { clusters: [] } });
    const ended = await cluster(`wait ${id}`);
    expect(ended).toMatchObject({
      code: 4,
      document: { succeeded: false, error: { code: "CLUSTER_FAILED" } },
    });
    expect(ended.stderr).toContain(id);
  });

  it.each<[string, string, Readonly<Record<string, string>>, number, string]>([
    ["no such cluster", "wait j-0NOSUCHCLUSTER", {}, 2, "NO_SUCH_CLUSTER"],
    ["no such cluster to stop", "stop j-0NOSUCHCLUSTER", {}, 2, "NO_SUCH_CLUSTER"],
    [
      "no such table",
      "start --module vacancy",
      { EMR_LAUNCHER_STATE_TABLE: "no-such-table" },
      2,
      "STATE_TABLE_MISSING",
    ],
    ["no files", "start --module vacancy --config-s3-folder nowhere", {}, 2, "CONFIG_UNAVAILABLE"],
    [
      "no bucket",
      "start --module vacancy --config-s3-bucket no-such-bucket-at-all",
      {},
      2,
      "CONFIG_UNAVAILABLE",
    ],
    ["a token that is none", "start --module vacancy --again a/b", {}, 2, "INVALID_ARGUMENT"],
    [
      "E2E in preprod",
      "start --module vacancy",
      { ENVIRONMENT: "preprod", E2E_TEST_FLG: "true" },
      3,
      "E2E_REFUSED",
    ],
  ])("%s: an error by its own code, and nothing launched", async (_name, line, more, exitCode, errorCode) => {
    const before = (await emr.listClusters({})).Clusters?.length;
    const { code, document, stderr } = await cluster(line, more);
    expect({ code, error: document["error"] }).toMatchObject({ code: exitCode, error: { code: errorCode } });
    expect(stderr).toMatch(/^adg: /);
    expect(stderr).not.toContain(PASSWORD);
    expect((await emr.listClusters({})).Clusters?.length).toBe(before);
  });
});

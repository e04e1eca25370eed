import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { SNS } from "@aws-sdk/client-sns";
import type { FailureNotice } from "../../src/index.ts";
import { launchHandler } from "../../src/lambda/launch.ts";
import { type Launchpad, launchpad, PASSWORD } from "../support/launchpad.ts";

let pad: Launchpad;
let topicArn: string;
let lines: Record<string, unknown>[];

beforeEach(async () => {
  pad = await launchpad();
  const sns = new SNS({ endpoint: process.env["AWS_ENDPOINT_URL"] ?? "" });
  topicArn = (await sns.createTopic({ Name: `launcher-${randomUUID()}` })).TopicArn ?? "";
  sns.destroy();
  lines = [];
});

afterEach(() => pad.close());

/** The Lambda, as it would be invoked. */
function invoke(event: unknown, more: Readonly<Record<string, string | undefined>> = {}, requestId = "r-1") {
  const variables = {
    ENVIRONMENT: "development",
    EMR_LAUNCHER_CONFIG_S3_BUCKET: pad.bucket,
    EMR_LAUNCHER_CONFIG_S3_FOLDER: "emr/kickstart-adg",
    EMR_LAUNCHER_STATE_TABLE: pad.table,
    NOTIFIER_SNS_TOPIC_ARN: topicArn,
    ...more,
  };
  const context = {
    awsRequestId: requestId,
    functionName: "launcher",
    getRemainingTimeInMillis: () => 60_000,
  };
  const write = (line: string): void => void lines.push(JSON.parse(line) as Record<string, unknown>);
  return launchHandler(event, context, { variables, write });
}

/** What was published to the topic. */
function notices(): FailureNotice[] {
  return pad.proxy.bodies
    .filter(({ name }) => name === "Publish")
    .map(({ body }) => JSON.parse(new URLSearchParams(body).get("Message") ?? "") as FailureNotice);
}

/** All that EMR was asked. */
function emrCalls(): string[] {
  return pad.proxy.calls.filter((name) => name !== "Publish");
}

const schedule = (more: object = {}) => ({
  again: pad.again,
  additional_step_args: { "submit-job-vacancy": ["--module_name", "vacancy"] },
  ...more,
});

const inSns = (...payloads: object[]) => ({
  Records: payloads.map((payload, index) => ({
    EventSource: "aws:sns",
    Sns: { MessageId: `m-${index}`, Timestamp: "2026-11-20T03:00:00.000Z", Message: JSON.stringify(payload) },
  })),
});

describe("the Lambda", () => {
  it("launches what the schedule's message asks for, and says so", async () => {
    const result = await invoke(inSns(schedule()));
    expect(result).toEqual({
      outcomes: [
        expect.objectContaining({
          kind: "launched",
          clusterId: expect.stringMatching(/^j-/),
          days: "2026-11-20",
          modules: ["vacancy", "application"],
        }),
      ],
    });
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
    expect(lines.map(({ msg }) => msg)).toEqual(["asked to launch", "launched a cluster", "launched"]);
    expect(lines[0]).toMatchObject({ level: "info", request_id: "r-1", environment: "development" });
    expect(JSON.stringify(lines)).not.toContain(PASSWORD);
    expect(notices()).toEqual([]);
  });

  it("launches one cluster for an event that is delivered again", async () => {
    const first = await invoke(inSns(schedule()), {}, "r-1");
    const second = await invoke(inSns(schedule()), {}, "r-2");
    expect(second.outcomes[0]).toMatchObject({
      kind: "already launched",
      clusterId: first.outcomes[0]?.clusterId,
    });
    expect(pad.proxy.count("RunJobFlow")).toBe(1);
  });

  it("launches for an S3 event inside SQS with its arguments and tags", async () => {
    const id = randomUUID();
    const body = {
      Records: [
        {
          eventTime: "2026-11-19T23:59:59.123Z",
          s3: { bucket: { name: "uploads" }, object: { key: "exports/some+day/a%2Bb" } },
        },
      ],
    };
    const { outcomes } = await invoke({ Records: [{ messageId: id, body: JSON.stringify(body) }] });
    const { Cluster } = await pad.emr.describeCluster({ ClusterId: outcomes[0]?.clusterId ?? "" });
    expect(Cluster?.Tags).toEqual(
      expect.arrayContaining([
        { Key: "Correlation_Id", Value: id },
        { Key: "export_date", Value: "2026-11-19" },
      ]),
    );
    const { Steps = [] } = await pad.emr.listSteps({ ClusterId: outcomes[0]?.clusterId ?? "" });
    expect(Steps).toHaveLength(3);
    for (const { Config } of Steps) {
      expect(Config?.Args?.slice(-8)).toEqual([
        "--correlation_id",
        id,
        "--s3_bucket_name",
        "uploads",
        "--s3_prefix",
        "exports/some day/a+b",
        "--export_date",
        "2026-11-19",
      ]);
    }
  });

  it("tells of a failure once for each try, under one id, and throws it", async () => {
    const event = inSns(schedule({ additional_step_args: { "submit-job-vacancies": [] } }));
    for (const requestId of ["r-1", "r-2"]) {
      await expect(invoke(event, {}, requestId)).rejects.toMatchObject({ code: "INVALID_CONFIG" });
    }
    const [first, second] = notices();
    expect(second?.id).toBe(first?.id);
    expect(first).toEqual({
      version: "1",
      source: "kickstart-adg.launcher",
      "detail-type": "Launch Failed",
      id: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      detail: {
        environment: "development",
        modules: ["vacancies"],
        days: "2026-11-20",
        code: "INVALID_CONFIG",
        error: expect.stringContaining('there is no step "submit-job-vacancies"'),
        remedy: expect.stringContaining("Correct the payload"),
        launchKeys: [],
      },
    });
    expect(lines.filter(({ level }) => level === "error")).toHaveLength(2);
    expect(pad.proxy.count("RunJobFlow")).toBe(0);
  });

  it("names keys, modules and days where EMR refuses", async () => {
    pad.proxy.fault("RunJobFlow", {
      kind: "error",
      status: 400,
      name: "ValidationException",
      message: `bad ${PASSWORD}`,
    });
    const days = ["--start_dt", "2026-11-01", "--end_dt", "2026-11-02"];
    const payload = { ...schedule(), only_steps: ["submit-job-vacancy"] };
    payload.additional_step_args = { "submit-job-vacancy": days };
    await expect(invoke(inSns(payload))).rejects.toMatchObject({ code: "LAUNCH_REFUSED" });
    expect(notices().map(({ detail }) => detail)).toEqual([
      expect.objectContaining({
        modules: ["vacancy"],
        days: "2026-11-01..2026-11-02",
        launchKeys: [`development/vacancy/2026-11-01..2026-11-02/${pad.again}`],
      }),
    ]);
    expect(JSON.stringify([lines, notices()])).not.toContain(PASSWORD);
  });

  const passwordOf = (name: string) => ({
    Classification: "hive-site",
    Properties: { "javax.jdo.option.ConnectionPassword": name },
  });
  it.each<[string, object, string]>([
    [
      "a file that is absent",
      { s3_overrides: { emr_launcher_config_s3_folder: "no" } },
      "CONFIG_UNAVAILABLE",
    ],
    [
      "a secret that is absent",
      { overrides: { Configurations: [passwordOf("no-such-secret")] } },
      "SECRET_UNAVAILABLE",
    ],
    [
      "a security configuration that cannot be copied",
      { copy_secconfig: true, overrides: { SecurityConfiguration: "no-such-one" } },
      "SECURITY_CONFIGURATION_FAILED",
    ],
    ["a name of whose end nobody would hear", { overrides: { Name: "mine" } }, "INVALID_CONFIG"],
  ])("tells of %s, and launches nothing", async (_what, more, code) => {
    await expect(invoke(inSns(schedule(more)))).rejects.toMatchObject({ code });
    expect(notices().map(({ detail }) => detail.code)).toEqual([code]);
    expect(pad.proxy.count("RunJobFlow")).toBe(0);
  });

  it("launches nothing of an event that has one bad message", async () => {
    await expect(invoke(inSns(schedule(), schedule({ agian: "x" })))).rejects.toMatchObject({
      code: "INVALID_PAYLOAD",
      message: expect.stringContaining(
        "Records[1].Sns.Message: agian: is not known; known are s3_overrides,",
      ),
    });
    expect(emrCalls()).toEqual([]);
    expect(notices()).toHaveLength(1);
  });

  it("launches the good messages of an SQS batch, and has the bad ones alone come again", async () => {
    const sqs = (...bodies: string[]) => ({
      Records: bodies.map((body, index) => ({ messageId: `q-${index}`, body, eventSource: "aws:sqs" })),
    });
    const bad = JSON.stringify(schedule({ agian: "x" }));
    const refused = JSON.stringify(schedule({ only_steps: ["nothing"] }));
    const batch = sqs(bad, JSON.stringify(schedule()), "{", refused);
    for (const kind of ["launched", "already launched"]) {
      expect(await invoke(batch, {}, randomUUID())).toEqual({
        outcomes: [expect.objectContaining({ kind })],
        batchItemFailures: ["q-0", "q-2", "q-3"].map((itemIdentifier) => ({ itemIdentifier })),
      });
    }
    expect(pad.proxy.count("RunJobFlow")).toBe(1);
    // Both deliveries tell of three failures, each under an id of its own.
    expect(notices()).toHaveLength(6);
    expect(new Set(notices().map(({ id }) => id)).size).toBe(3);

    expect(await invoke(sqs(JSON.stringify(schedule())))).toMatchObject({ batchItemFailures: [] });
    // Where nothing went well, the failure is thrown: Lambda then needs no setting to try again.
    await expect(invoke(sqs(bad))).rejects.toMatchObject({ code: "INVALID_PAYLOAD" });
    await expect(invoke(sqs(bad, refused))).rejects.toMatchObject({ code: "LAUNCHES_FAILED" });
    await expect(invoke(batch, { ENVIRONMENT: "staging" })).rejects.toMatchObject({
      code: "INVALID_ENVIRONMENT",
    });
  });

  it("launches the others where one of several fails", async () => {
    const bad = { ...schedule(), again: `${pad.again}-b`, only_steps: ["nothing"] };
    await expect(invoke(inSns(bad, schedule()))).rejects.toMatchObject({ code: "INVALID_CONFIG" });
    expect(pad.proxy.count("RunJobFlow")).toBe(1);
    expect(notices()).toHaveLength(1);
  });

  it.each([
    ["ENVIRONMENT", "staging", "ENVIRONMENT must be one of local, development"],
    ["EMR_LAUNCHER_STATE_TABLE", undefined, "EMR_LAUNCHER_STATE_TABLE is not set"],
    ["EMR_LAUNCHER_CONFIG_S3_BUCKET", "", "EMR_LAUNCHER_CONFIG_S3_BUCKET and"],
  ])("says what of its environment is wrong: %s", async (name, value, message) => {
    await expect(invoke(inSns(schedule()), { [name]: value })).rejects.toMatchObject({
      code: "INVALID_ENVIRONMENT",
      message: expect.stringContaining(message),
    });
    expect(emrCalls()).toEqual([]);
    expect(notices()).toHaveLength(1);
  });

  it("throws the failure also where its notice cannot be sent", async () => {
    const nowhere = "arn:aws:sns:eu-west-2:123456789012:nowhere";
    await expect(invoke({ agian: 1 }, { NOTIFIER_SNS_TOPIC_ARN: nowhere })).rejects.toMatchObject({
      code: "INVALID_PAYLOAD",
    });
    expect(lines.map(({ msg }) => msg)).toContain("no notice of the failure was sent");
  });
});

import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import { setTimeout as sleep } from "node:timers/promises";
import { EMR } from "@aws-sdk/client-emr";
import { ENVIRONMENTS } from "../../src/environment.ts";
import { channelFor } from "../../src/notify/channel.ts";
import { NotDeliveredError } from "../../src/notify/errors.ts";
import { DynamoClaims } from "../../src/once/dynamo-claims.ts";
import { awsProxy } from "../support/aws-proxy.ts";
import { clusterChange, inSns, inSqs, launchFailed, snsEnvelope, stepChange } from "./support/events.ts";
import { missingFile } from "./support/facts.ts";
import { NotifierStage } from "./support/notifier.ts";

let stage: NotifierStage;

beforeAll(async () => {
  stage = await NotifierStage.create();
});

afterEach(() => {
  stage.slack.answers.length = 0;
  const logged = stage.logged.splice(0).join("");
  expect(logged).not.toContain("T0SECRET");
});

afterAll(async () => {
  await stage[Symbol.asyncDispose]();
});

const failureOf = (delivery: Promise<unknown>): Promise<unknown> =>
  delivery.then(
    () => undefined,
    (error: unknown) => error,
  );

describe.each(ENVIRONMENTS)("in %s, exactly one message in the right channel", (environment) => {
  const here = { ENVIRONMENT: environment };

  it("of success, with days, rows, bad rows and schema changes", async () => {
    const id = await stage.cluster({ environment });
    await stage.notify(stepChange(id, "COMPLETED"), {}, here);
    await stage.notify(clusterChange(id, "TERMINATING"), {}, here);
    await stage.notify(clusterChange(id), {}, here);
    const { slack, sns } = await stage.told();
    expect(slack.map(({ channel }) => channel)).toEqual([channelFor(environment, "success")]);
    expect(slack[0]?.message.text).toContain(`kickstart-adg ${environment}: vacancy done`);
    expect(JSON.stringify(slack[0]?.message.blocks)).toMatch(/2026-10-\d\d done, 1,234 rows, 5 bad rows/);
    expect(JSON.stringify(slack[0]?.message.blocks)).toContain("bids: + colour string");
    expect(sns.map(({ Subject }) => Subject)).toEqual([`kickstart-adg ${environment}: vacancy done`]);
  });

  it("of failure, with the first cause and the command that does it again", async () => {
    const id = await stage.cluster({ environment, failed: missingFile });
    await stage.notify(stepChange(id, "FAILED"), {}, here);
    await stage.notify(
      clusterChange(id, "TERMINATED", {
        code: "ALL_STEPS_COMPLETED",
        message: "Steps completed with errors",
      }),
      {},
      here,
    );
    const { slack, sns } = await stage.told();
    expect(slack.map(({ channel }) => channel)).toEqual([channelFor(environment, "failure")]);
    const blocks = JSON.stringify(slack[0]?.message.blocks);
    expect(blocks).toContain("SourceFileMissingError: File Not Found for 2026-11-20_bids");
    expect(blocks).toMatch(
      new RegExp(
        `adg cluster start --module vacancy --start-dt 2026-10-\\d\\d --end-dt 2026-11-20 --again after-${id}`,
      ),
    );
    expect(sns.map(({ Subject }) => Subject)).toEqual([`kickstart-adg ${environment}: vacancy failed`]);
  });

  it("of a launch that failed", async () => {
    const event = launchFailed({ environment }, `launch-${environment}`);
    await stage.notify(inSns(event), {}, here);
    const { slack, sns } = await stage.told();
    expect(slack.map(({ channel }) => channel)).toEqual([channelFor(environment, "failure")]);
    expect(slack[0]?.message.text).toContain("vacancy was not launched");
    expect(sns).toHaveLength(1);
  });
});

describe("the same news again", () => {
  it.each([
    ["bare", (event: object) => event],
    ["from SNS", (event: object) => inSns(event)],
    ["from SQS", (event: object) => inSqs(event)],
    ["twice in one batch", (event: object) => inSqs(event, event)],
  ])("is not told again: %s", async (_name, wrapped) => {
    const id = await stage.cluster();
    await stage.notify(clusterChange(id));
    const again = await stage.notify(wrapped({ ...clusterChange(id), id: "another delivery" }));
    expect(again.every(({ slack, sns }) => slack === "sent before" && sns === "sent before")).toBe(true);
    const { slack, sns } = await stage.told();
    expect([slack.length, sns.length]).toEqual([1, 1]);
  });

  it("is told once by ten at a time", async () => {
    const id = await stage.cluster();
    const all = await Promise.all(Array.from({ length: 10 }, () => stage.notify(clusterChange(id))));
    expect(all.flat().filter(({ slack }) => slack === "sent")).toHaveLength(1);
    expect(all.flat().filter(({ sns }) => sns === "sent")).toHaveLength(1);
    const { slack, sns } = await stage.told();
    expect([slack.length, sns.length]).toEqual([1, 1]);
  });

  it("is left to the one who is at it, and said, where that takes too long", async () => {
    const id = await stage.cluster();
    let answerNow = (): void => {};
    stage.slack.answers.push({ after: new Promise((resolve) => (answerNow = resolve)) });
    const slow = stage.notify(clusterChange(id), {
      slackRetries: { attempts: 1, pauseMs: 1, longestPauseMs: 1, timeoutMs: 60_000 },
    });
    while (stage.slack.answers.length > 0) await sleep(5);
    const error = await failureOf(
      stage.notify(clusterChange(id), { waiting: { everyMs: 10, longestMs: 50 } }),
    );
    expect(error).toBeInstanceOf(NotDeliveredError);
    expect(error).toMatchObject({ errors: [{ code: "BEING_DELIVERED" }] });
    answerNow();
    await slow;
    const { slack, sns } = await stage.told();
    expect([slack.length, sns.length]).toEqual([1, 1]);
  });
});

it("news that somebody died telling is told by the next one, who says that it may arrive twice", async () => {
  const id = await stage.cluster();
  const key = `notice/production/cluster/${id}/slack`;
  const dead = new DynamoClaims(stage.dynamo, {
    table: stage.stateTable,
    leaseMs: 1_000,
    clock: () => new Date(Date.now() - 60_000),
  });
  expect(await dead.reserve([key], "notify of before")).toMatchObject({ kind: "reserved" });
  expect(await stage.notify(clusterChange(id))).toMatchObject([{ slack: "sent", sns: "sent" }]);
  expect(stage.logged.join("")).toContain("notify of before");
  expect((await stage.told()).slack).toHaveLength(1);
});

describe("a Slack that fails", () => {
  it.each([
    ["500", { status: 500 }],
    ["429", { status: 429, headers: { "retry-after": "0.01" } }],
    ["a reset", "reset"],
  ] as const)("once is tried again: %s", async (_name, answer) => {
    const id = await stage.cluster();
    stage.slack.answers.push(answer);
    await stage.notify(clusterChange(id));
    const { slack, sns } = await stage.told();
    expect([slack.length, sns.length]).toEqual([1, 1]);
  });

  it("for long does not keep SNS from it; the next try sends to Slack alone", async () => {
    const id = await stage.cluster();
    stage.slack.answers.push({ status: 500 }, { status: 502 }, "silence");
    const error = await failureOf(
      stage.notify(clusterChange(id), {
        slackRetries: { attempts: 3, pauseMs: 1, longestPauseMs: 50, timeoutMs: 100 },
      }),
    );
    expect(error).toMatchObject({ code: "NOT_DELIVERED", errors: [{ code: "SLACK_FAILED" }] });
    expect(String(error)).toContain("#dataworks-aws-production-notifications (3 tries): no answer");
    const first = await stage.told();
    expect([first.slack.length, first.sns.length]).toEqual([0, 1]);

    expect(await stage.notify(clusterChange(id))).toMatchObject([{ slack: "sent", sns: "sent before" }]);
    const second = await stage.told();
    expect([second.slack.length, second.sns.length]).toEqual([1, 0]);
  });

  it.each([
    ["is missing", "/no/such/secret", "ResourceNotFoundException"],
    ["has no webhook for the channel", undefined, "has none for #dataworks-aws-production-notifications"],
  ])("because its secret %s does not keep SNS from it", async (_name, named, expected) => {
    const id = await stage.cluster();
    const secret = named ?? `${stage.secretName}-empty`;
    if (named === undefined) {
      await stage.secrets.createSecret({
        Name: secret,
        SecretString: '{"#other": "https://hooks.slack.com/x"}',
      });
    }
    const error = await failureOf(stage.notify(clusterChange(id), {}, { NOTIFIER_SLACK_SECRET: secret }));
    expect(error).toMatchObject({ errors: [{ code: "SLACK_SECRET" }] });
    expect(String(error)).toContain(expected);
    expect((await stage.told()).sns).toHaveLength(1);
  });
});

describe("an SNS that fails", () => {
  it("does not keep Slack from it, and Slack is not told again", async () => {
    const id = await stage.cluster();
    const noTopic = { NOTIFIER_SNS_TOPIC_ARN: `${stage.topicArn}-gone` };
    const error = await failureOf(stage.notify(clusterChange(id), {}, noTopic));
    expect(error).toMatchObject({ errors: [{ code: "SNS_FAILED" }] });
    expect(String(error)).toContain(`${stage.topicArn}-gone`);
    expect(await stage.notify(clusterChange(id))).toMatchObject([{ slack: "sent before", sns: "sent" }]);
    const { slack, sns } = await stage.told();
    expect([slack.length, sns.length]).toEqual([1, 1]);
  });
});

describe("what is not known", () => {
  it("is said: no report", async () => {
    const id = await stage.cluster({ noReport: true });
    await stage.notify(
      clusterChange(id, "TERMINATED_WITH_ERRORS", { code: "STEP_FAILURE", message: "exit 4" }),
    );
    const { slack } = await stage.told();
    expect(slack.map(({ channel }) => channel)).toEqual(["#dataworks-aws-critical-alerts"]);
    expect(slack[0]?.message.text).toContain("STEP_FAILURE: exit 4");
  });

  it("is said: no ledger", async () => {
    const id = await stage.cluster();
    await stage.notify(clusterChange(id), {}, { AUDIT_TABLE: "no-such-table" });
    const { slack } = await stage.told();
    expect(JSON.stringify(slack)).toContain("The ledger of vacancy could not be read: AUDIT_TABLE_MISSING.");
  });

  it("is said: no list of steps", async () => {
    const id = await stage.cluster();
    const proxy = await awsProxy();
    const emr = new EMR({ endpoint: proxy.endpoint });
    proxy.fault("ListSteps", {
      kind: "error",
      status: 400,
      name: "AccessDeniedException",
      message: "not authorised",
    });
    await stage.notify(clusterChange(id), { emr });
    emr.destroy();
    await proxy.close();
    const { slack } = await stage.told();
    expect(JSON.stringify(slack)).toContain("The steps could not be read: AccessDeniedException.");
    expect(slack.map(({ channel }) => channel)).toEqual(["#dataworks-aws-production-notifications"]);
  });

  it("is no message where not even the cluster is known, and is tried again", async () => {
    const error = await failureOf(stage.notify(clusterChange("j-UNKNOWN")));
    expect(error).toMatchObject({ errors: [{ code: "CLUSTER_UNKNOWN" }] });
    expect(await stage.told()).toEqual({ slack: [], sns: [] });
  });

  it("of one does not keep the others of a batch from being told, and it alone comes again", async () => {
    const id = await stage.cluster();
    const broken = { ...clusterChange(), detail: {} };
    const batch = inSqs(broken, clusterChange("j-UNKNOWN"), clusterChange(id));
    expect(await stage.call(batch)).toEqual({
      delivered: [expect.objectContaining({ about: `cluster/${id}`, slack: "sent" })],
      batchItemFailures: [{ itemIdentifier: "q-0" }, { itemIdentifier: "q-1" }],
    });
    expect((await stage.told()).slack).toHaveLength(1);
    const logged = stage.logged.join("");
    expect(logged).toContain("An event aws.emr/EMR Cluster State Change cannot be read");
    expect(logged).toContain("EMR does not describe the cluster j-UNKNOWN");
  });

  it("of all of a batch is thrown", async () => {
    const error = await failureOf(stage.call(inSqs(clusterChange("j-UNKNOWN"))));
    expect(error).toMatchObject({ code: "NOT_DELIVERED", errors: [{ code: "CLUSTER_UNKNOWN" }] });
  });

  it("and a batch of which all was told has nothing that comes again", async () => {
    expect(await stage.call(inSqs("hello"))).toEqual({ delivered: [], batchItemFailures: [] });
  });
});

describe("nobody is told", () => {
  it.each([
    ["another application's", { Application: "something-else", Environment: "production" }],
    ["another environment's", { Application: "kickstart-adg", Environment: "qa" }],
    ["nobody's", {}],
  ])("of a cluster that is %s", async (_name, tags) => {
    const id = await stage.cluster({ tags, noReport: true });
    expect(await stage.notify(clusterChange(id, "TERMINATED_WITH_ERRORS"))).toEqual([]);
    expect(await stage.told()).toEqual({ slack: [], sns: [] });
  });

  it("again of what the notifier itself has told, subscribed to its own topic", async () => {
    const id = await stage.cluster({ failed: missingFile });
    await stage.notify(clusterChange(id));
    const bodies = await stage.queue.receive();
    expect(bodies).toHaveLength(1);
    const [{ Body }] = bodies as [{ Body: string }];
    const { Message, MessageAttributes } = JSON.parse(Body) as { Message: string; MessageAttributes: object };
    expect(MessageAttributes).toMatchObject({ source: { Value: "kickstart-adg.notifier" } });
    stage.slack.received.length = 0;
    for (const arrived of [inSqs(Body), inSns(Message, MessageAttributes), inSns(Message), inSqs(Message)]) {
      expect(await stage.notify(arrived)).toEqual([]);
    }
    expect(await stage.told()).toEqual({ slack: [], sns: [] });
  });
});

it("the launcher's notice is told from the queue of the topic that it was published to", async () => {
  await stage.sns.publish({
    TopicArn: stage.topicArn,
    Subject: "Launch Failed",
    Message: JSON.stringify(launchFailed({}, "launch-by-topic")),
  });
  const [{ Body }] = (await stage.queue.receive()) as [{ Body: string }];
  await stage.notify(inSqs(Body));
  await stage.notify(inSqs(snsEnvelope(launchFailed({}, "launch-by-topic"))));
  const { slack, sns } = await stage.told();
  expect(slack.map(({ channel }) => channel)).toEqual(["#dataworks-aws-critical-alerts"]);
  expect(sns).toHaveLength(1);
});

it("an environment that is not right is said by name, before anything is done", async () => {
  const error = await failureOf(stage.notify(clusterChange(), {}, { AUDIT_TABLE: "" }));
  expect(error).toMatchObject({ code: "INVALID_ENVIRONMENT" });
  expect(String(error)).toContain("AUDIT_TABLE");
});

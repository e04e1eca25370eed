import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { parsePayload } from "@dataworks/launcher";
import { readEvents } from "../../packages/launcher/src/notify/event/read-events.ts";
import { modules, names } from "../src/names.ts";
import { scheduleMessage } from "../src/schedule/message.ts";
import { exampleOf, synthesise, type Synthesised } from "./support/synth.ts";
import { Resolver, resourcesOf } from "./support/template.ts";

/** The operators' page, continued lines joined. */
const page = readFileSync(new URL("../../docs/operations.md", import.meta.url), "utf8").replaceAll(
  /\\\n\s*/g,
  "",
);
let made: Synthesised;
beforeAll(() => {
  made = synthesise(exampleOf("development"));
});
afterAll(() => made[Symbol.dispose]());
const of = (type: string): Readonly<Record<string, unknown>>[] =>
  resourcesOf([made.state, made.job], type, new Resolver(made.parameters, [made.state, made.job])).map(
    ([, properties]) => properties,
  );

describe("the operators' page", () => {
  it("says what to do for each alarm", () => {
    const table = page.slice(page.indexOf("## Alarms"));
    const alarms = of("AWS::CloudWatch::Alarm").map(({ AlarmName }) =>
      String(AlarmName)
        .replace(`${names.application}-`, "")
        .replace(new RegExp(`-(${modules.join("|")})$`), "-{module}"),
    );
    expect(alarms.length).toBeGreaterThan(8);
    for (const alarm of new Set(alarms)) expect(table).toContain(`\`${alarm}\``);
  });

  it("says where each log is, and what waits in each queue", () => {
    for (const { LogGroupName } of of("AWS::Logs::LogGroup")) expect(page).toContain(String(LogGroupName));
    for (const { QueueName } of of("AWS::SQS::Queue"))
      expect(page).toContain(`--queue-name ${String(QueueName)} `);
  });

  it("starts the clock of missed days with the metric that their alarms read", () => {
    const [, namespace, metric, dimension] =
      /put-metric-data --namespace (\S+) --metric-name (\S+) .*--dimensions "(\S+)"/.exec(page) ?? [];
    const missed = of("AWS::CloudWatch::Alarm").filter(({ AlarmName }) =>
      String(AlarmName).includes("missed-day"),
    );
    const [, listed = ""] = /for module in ([^;]+); do/.exec(page) ?? [];
    expect(listed.split(" ")).toEqual([...modules]);
    expect(
      missed.map(({ Namespace, MetricName, Dimensions }) => [Namespace, MetricName, Dimensions]),
    ).toEqual(
      modules.map((module) => {
        const [Name, Value] = (dimension ?? "").replace("${module}", module).split("=");
        return [namespace, metric, [{ Name, Value }]];
      }),
    );
  });

  it("names the topics and functions that there are", () => {
    const topics = of("AWS::SNS::Topic").map(({ TopicName }) => String(TopicName));
    for (const [, topic] of page.matchAll(/sns:\$AWS_REGION:\$ACCOUNT:([\w-]+)/g))
      expect(topics).toContain(topic);
    const functions = of("AWS::Lambda::Function").map(({ FunctionName }) => String(FunctionName));
    for (const [, name] of page.matchAll(/--function-name (\S+)/g)) expect(functions).toContain(name);
  });
});

describe("what waits in a failure queue is taken as it stands", () => {
  const envelope = (message: string): object => ({
    Type: "Notification",
    MessageId: "0f1e2d3c",
    Timestamp: "2026-11-20T05:00:01.000Z",
    Message: message,
  });
  /** Left by Lambda: the event that it had. By SNS: its envelope. By the scheduler or EventBridge: the message alone. */
  const waiting = (message: string): [by: string, body: unknown][] => [
    ["Lambda", { Records: [{ EventSource: "aws:sns", Sns: envelope(message) }] }],
    ["SNS", envelope(message)],
    ["the scheduler, or EventBridge", JSON.parse(message)],
  ];

  it.each(waiting(JSON.stringify(scheduleMessage(["vacancy"]))))(
    "by the launcher, left by %s",
    (_by, body) => {
      expect(parsePayload(body)).toMatchObject([{ payload: scheduleMessage(["vacancy"]) }]);
    },
  );

  const ended = {
    source: "aws.emr",
    "detail-type": "EMR Cluster State Change",
    id: "1",
    time: "2026-11-20T06:00:00Z",
    detail: { clusterId: "j-1", name: "kickstart-adg", state: "TERMINATED", stateChangeReason: "{}" },
  };
  it.each(waiting(JSON.stringify(ended)))("by the notifier, left by %s", (_by, body) => {
    expect(readEvents(body)).toMatchObject([{ kind: "cluster", clusterId: "j-1" }]);
  });
});

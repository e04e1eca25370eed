import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { Match, Template } from "aws-cdk-lib/assertions";
import { dayLines } from "../src/alarms/days.ts";
import { scheduleMessage } from "../src/schedule/message.ts";
import { changed, exampleOf, synthesise, type Synthesised } from "./support/synth.ts";
import { Resolver, resourcesOf } from "./support/template.ts";

let made: Synthesised;
let state: Template;
let job: Template;
let resolver: Resolver;

beforeAll(() => {
  made = synthesise(exampleOf("production"));
  state = Template.fromJSON(made.state);
  job = Template.fromJSON(made.job);
  resolver = new Resolver(made.parameters, [made.state, made.job]);
});
afterAll(() => made[Symbol.dispose]());

const of = (type: string): [string, Readonly<Record<string, unknown>>][] =>
  resourcesOf([made.state, made.job], type, resolver);

describe("tables", () => {
  it("the audit table has the original's keys, is encrypted, kept through time, and outlives the stack", () => {
    state.hasResource("AWS::DynamoDB::Table", {
      Properties: {
        TableName: "data_pipeline_metadata",
        KeySchema: [
          { AttributeName: "Correlation_Id", KeyType: "HASH" },
          { AttributeName: "DataProduct", KeyType: "RANGE" },
        ],
        SSESpecification: { SSEEnabled: true },
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        DeletionProtectionEnabled: true,
      },
      DeletionPolicy: "Retain",
      UpdateReplacePolicy: "Retain",
    });
  });

  it("the launcher's claims expire by themselves", () => {
    state.hasResourceProperties("AWS::DynamoDB::Table", {
      KeySchema: [{ AttributeName: "Claim", KeyType: "HASH" }],
      TimeToLiveSpecification: { AttributeName: "Expires_At", Enabled: true },
      SSESpecification: { SSEEnabled: true },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    });
  });
});

describe("the schedule", () => {
  it("publishes the launcher's payload to the launch topic, at an hour of its time zone", () => {
    const [[, schedule] = ["", {}]] = of("AWS::Scheduler::Schedule");
    expect(schedule).toMatchObject({
      ScheduleExpression: "cron(0 5 * * ? *)",
      ScheduleExpressionTimezone: "Europe/London",
      FlexibleTimeWindow: { Mode: "OFF" },
      Target: {
        Arn: "arn:aws:sns:eu-west-2:555555555555:kickstart-adg-launch",
        DeadLetterConfig: { Arn: "arn:aws:sqs:eu-west-2:555555555555:kickstart-adg-launcher-failures" },
      },
    });
    const { Input } = schedule["Target"] as { Input: string };
    expect(JSON.parse(Input)).toEqual({
      additional_step_args: {
        "submit-job-vacancy": ["--module_name", "vacancy"],
        "submit-job-application": ["--module_name", "application"],
        "submit-job-payment": ["--module_name", "payment"],
      },
    });
  });

  it("keeps to its modules where there are several", () => {
    expect(scheduleMessage(["payment", "vacancy"])).toEqual({
      additional_step_args: {
        "submit-job-vacancy": ["--module_name", "vacancy"],
        "submit-job-payment": ["--module_name", "payment"],
      },
      only_steps: ["start-spark-connect", "submit-job-vacancy", "submit-job-payment"],
    });
  });

  it("an environment without one has neither schedule nor alarms on days", () => {
    using quiet = synthesise(changed("development", { schedules: [] }));
    const types = Object.entries(quiet.job.Resources).map(([id, { Type }]) => `${Type} ${id}`);
    expect(
      types.filter((type) =>
        /^AWS::Scheduler::Schedule |Alarm (MissedDay|NearRetention|FarBehind)/.test(type),
      ),
    ).toEqual([]);
  });
});

describe("the launcher", () => {
  it.each([
    ["launch", "launcher"],
    ["launch-failed", "notifier"],
  ])(
    "what the topic kickstart-adg-%s gets, the %s is told; what cannot be delivered is kept",
    (topic, lambda) => {
      const subscriptions = of("AWS::SNS::Subscription").map(([, properties]) => properties);
      expect(subscriptions).toHaveLength(2);
      expect(subscriptions).toContainEqual({
        Protocol: "lambda",
        TopicArn: `arn:aws:sns:eu-west-2:555555555555:kickstart-adg-${topic}`,
        Endpoint: `arn:aws:lambda:eu-west-2:555555555555:function:kickstart-adg-${lambda}`,
        RedrivePolicy: {
          deadLetterTargetArn: `arn:aws:sqs:eu-west-2:555555555555:kickstart-adg-${lambda}-failures`,
        },
      });
    },
  );

  it("is told where its configuration and its state are", () => {
    job.hasResourceProperties("AWS::Lambda::Function", {
      FunctionName: "kickstart-adg-launcher",
      Handler: "launch.handler",
      Runtime: "nodejs22.x",
      Architectures: ["arm64"],
      Environment: {
        Variables: {
          ENVIRONMENT: "production",
          EMR_LAUNCHER_CONFIG_S3_BUCKET: "example-production-config",
          EMR_LAUNCHER_CONFIG_S3_FOLDER: "emr/kickstart-adg",
          EMR_LAUNCHER_STATE_TABLE: "kickstart-adg-launcher-state",
          NOTIFIER_SNS_TOPIC_ARN: "arn:aws:sns:eu-west-2:555555555555:kickstart-adg-launch-failed",
        },
      },
    });
  });
});

describe("the notifier", () => {
  it("hears of our clusters alone, and only when they end", () => {
    const patterns = of("AWS::Events::Rule").map(([, { EventPattern }]) => EventPattern);
    expect(patterns).toEqual([
      {
        source: ["aws.emr"],
        "detail-type": ["EMR Cluster State Change"],
        detail: { name: [{ prefix: "kickstart-adg" }], state: ["TERMINATED", "TERMINATED_WITH_ERRORS"] },
      },
    ]);
  });

  it("is told where to say it", () => {
    job.hasResourceProperties("AWS::Lambda::Function", {
      FunctionName: "kickstart-adg-notifier",
      Environment: {
        Variables: {
          ENVIRONMENT: "production",
          EMR_LAUNCHER_STATE_TABLE: "kickstart-adg-launcher-state",
          AUDIT_TABLE: "data_pipeline_metadata",
          NOTIFIER_SLACK_SECRET: Match.stringLikeRegexp(":secret:/concourse/dataworks/slack-webhooks-"),
          NOTIFIER_SNS_TOPIC_ARN: "arn:aws:sns:eu-west-2:555555555555:kickstart-adg-notices",
        },
      },
    });
  });
});

describe("functions", () => {
  it("are invoked by their topics and by the rule, and by nobody else", () => {
    const invokers = of("AWS::Lambda::Permission").map(
      ([, { FunctionName, Principal, SourceArn, Action }]) => [
        String(FunctionName).split(":").at(-1),
        Action,
        Principal,
        SourceArn,
      ],
    );
    const arn = (service: string, name: string): string =>
      `arn:aws:${service}:eu-west-2:555555555555:${name}`;
    const invoke = "lambda:InvokeFunction";
    expect(invokers.toSorted((a, b) => String(a).localeCompare(String(b)))).toEqual([
      ["kickstart-adg-launcher", invoke, "sns.amazonaws.com", arn("sns", "kickstart-adg-launch")],
      [
        "kickstart-adg-notifier",
        invoke,
        "events.amazonaws.com",
        arn("events", "rule/kickstart-adg-cluster-ends"),
      ],
      ["kickstart-adg-notifier", invoke, "sns.amazonaws.com", arn("sns", "kickstart-adg-launch-failed")],
    ]);
  });
});

describe("what is lost is kept, and everything is encrypted", () => {
  it("every function leaves what it failed at in a queue", () => {
    const queues = of("AWS::Lambda::Function").map(([, { DeadLetterConfig }]) => DeadLetterConfig);
    expect(queues).toEqual(
      ["launcher", "notifier"].map((what) => ({
        TargetArn: `arn:aws:sqs:eu-west-2:555555555555:kickstart-adg-${what}-failures`,
      })),
    );
  });

  it("every topic, queue and log group has our key, and log groups an end", () => {
    const key = expect.stringMatching(/^arn:aws:kms:eu-west-2:555555555555:key\//);
    const topics = of("AWS::SNS::Topic");
    const queues = of("AWS::SQS::Queue");
    const groups = of("AWS::Logs::LogGroup");
    expect([topics.length, queues.length, groups.length]).toEqual([4, 2, 3]);
    for (const [, topic] of [...topics, ...queues]) expect(topic["KmsMasterKeyId"]).toEqual(key);
    for (const [, group] of groups) expect(group).toMatchObject({ KmsKeyId: key, RetentionInDays: 180 });
  });

  it("every queue and topic refuses plain HTTP", () => {
    for (const type of ["AWS::SQS::QueuePolicy", "AWS::SNS::TopicPolicy"]) {
      for (const [, { PolicyDocument }] of of(type)) {
        expect(PolicyDocument).toMatchObject({
          Statement: expect.arrayContaining([
            expect.objectContaining({
              Effect: "Deny",
              Condition: { Bool: { "aws:SecureTransport": "false" } },
            }),
          ]),
        });
      }
    }
  });

  it("the key turns by itself and stays", () => {
    state.hasResource("AWS::KMS::Key", { Properties: { EnableKeyRotation: true }, DeletionPolicy: "Retain" });
  });

  it("clusters encrypt their disks and guard their metadata", () => {
    job.hasResourceProperties("AWS::EMR::SecurityConfiguration", {
      Name: "kickstart-adg",
      SecurityConfiguration: {
        EncryptionConfiguration: {
          EnableAtRestEncryption: true,
          AtRestEncryptionConfiguration: { LocalDiskEncryptionConfiguration: { EnableEbsEncryption: true } },
        },
        InstanceMetadataServiceConfiguration: { MinimumInstanceMetadataServiceVersion: 2 },
      },
    });
  });
});

describe("alarms", () => {
  const alarm = (name: string): Readonly<Record<string, unknown>> => {
    const found = of("AWS::CloudWatch::Alarm").find(([, { AlarmName }]) => AlarmName === name);
    if (found === undefined) throw new Error(`no alarm ${name}`);
    return found[1];
  };

  it.each(["vacancy", "application", "payment"])(
    "a missed day of %s: silence until 4 hours after the next run's time",
    (module) => {
      expect(alarm(`kickstart-adg-missed-day-${module}`)).toMatchObject({
        MetricName: "DayCompleted",
        Dimensions: [{ Name: "Correlation_Id", Value: `kickstart_${module}_analytical_dataset_generation` }],
        Period: 3600,
        EvaluationPeriods: 28,
        DatapointsToAlarm: 28,
        Threshold: 1,
        ComparisonOperator: "LessThanThreshold",
        TreatMissingData: "breaching",
      });
    },
  );

  it("days near the source's retention: silence for 5 of 7 days, or as many to catch up on", () => {
    expect(alarm("kickstart-adg-near-retention-vacancy")).toMatchObject({
      EvaluationPeriods: 120,
      DatapointsToAlarm: 120,
      TreatMissingData: "breaching",
    });
    expect(alarm("kickstart-adg-far-behind-vacancy")).toMatchObject({
      MetricName: "DaysBehind",
      Threshold: 5,
      ComparisonOperator: "GreaterThanOrEqualToThreshold",
      TreatMissingData: "ignore",
    });
  });

  it("look back no further than CloudWatch can: seven days", () => {
    for (const [, { Period, EvaluationPeriods }] of of("AWS::CloudWatch::Alarm")) {
      expect(Number(Period) * Number(EvaluationPeriods)).toBeLessThanOrEqual(7 * 24 * 3600);
    }
  });

  it("are made of lines that the runner writes", () => {
    const runner = (file: string): string =>
      readFileSync(new URL(`../../packages/runner/src/run/${file}`, import.meta.url), "utf8");
    expect(runner("run-days.ts")).toContain(`"${dayLines.completed}"`);
    expect(runner("days-behind.ts")).toContain(`${dayLines.behindField}: daysBehind(`);
  });

  it.each(["launcher", "notifier"])("the %s's failures, and what it left behind", (what) => {
    expect(alarm(`kickstart-adg-${what}-errors`)).toMatchObject({ MetricName: "Errors", Threshold: 1 });
    expect(alarm(`kickstart-adg-${what}-failures-waiting`)).toMatchObject({
      MetricName: "ApproximateNumberOfMessagesVisible",
      Threshold: 1,
    });
  });

  it("all go to the alarms' topic", () => {
    for (const [, { AlarmActions }] of of("AWS::CloudWatch::Alarm")) {
      expect(AlarmActions).toEqual(["arn:aws:sns:eu-west-2:555555555555:kickstart-adg-alarms"]);
    }
  });
});

describe("both stacks", () => {
  it("are tagged whole", () => {
    const tags = {
      Application: "kickstart-adg",
      Environment: "production",
      Repository: "dataworks-kickstart-adg",
    };
    expect([made.app.state.tags.tagValues(), made.app.job.tags.tagValues()]).toEqual([tags, tags]);
  });

  it.each([
    ["production", true],
    ["development", false],
  ] as const)("of %s are protected from being deleted: %s", (environment, expected) => {
    using other = synthesise(exampleOf(environment));
    expect([other.app.state.terminationProtection, other.app.job.terminationProtection]).toEqual([
      expected,
      expected,
    ]);
  });

  it("hold no secret's value", () => {
    expect(/resolve:secretsmanager|hooks\.slack\.com/i.test(JSON.stringify([made.state, made.job]))).toBe(
      false,
    );
  });

  it("leave no lambda's code out of the assets", () => {
    const assets = JSON.parse(readFileSync(join(made.outdir, "kickstart-adg.assets.json"), "utf8")) as {
      files: object;
    };
    expect(
      Object.values(made.job.Resources).filter(({ Type }) => Type === "AWS::Lambda::Function"),
    ).toHaveLength(2);
    expect(Object.keys(assets.files)).toHaveLength(3);
  });
});

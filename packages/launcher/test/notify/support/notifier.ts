import { randomUUID } from "node:crypto";
import type { DynamoDB } from "@aws-sdk/client-dynamodb";
import { EMR } from "@aws-sdk/client-emr";
import { SecretsManager } from "@aws-sdk/client-secrets-manager";
import { SNS } from "@aws-sdk/client-sns";
import { DynamoLedger, type FailureCause, parseDay, runReport } from "@dataworks/catchup";
import { type Environment, ENVIRONMENTS } from "../../../src/environment.ts";
import { notifyHandler, type NotifyHandlerResult } from "../../../src/lambda/notify.ts";
import { channelFor } from "../../../src/notify/channel.ts";
import { correlationId, DATA_PRODUCT } from "../../../src/modules.ts";
import type { Delivered, NotifyDeps } from "../../../src/notify/notify.ts";
import { requireStack, stateTable } from "../../support/aws.ts";
import { FakeSlack } from "./fake-slack.ts";
import { createQueue, type Queue } from "./sqs.ts";

const CHANNELS = [
  ...new Set(ENVIRONMENTS.flatMap((each) => [channelFor(each, "success"), channelFor(each, "failure")])),
];

/** What a cluster of a test did. */
export interface Ran {
  readonly environment?: Environment;
  /** Instead of the cluster's own. */
  readonly tags?: Readonly<Record<string, string>>;
  readonly failed?: FailureCause;
  /** Writes nothing into the ledger. */
  readonly noReport?: boolean;
}

/** All that a notifier works with, under names nobody else uses, and a Slack to look at. */
export class NotifierStage implements AsyncDisposable {
  readonly slack: FakeSlack;
  readonly topicArn: string;
  readonly secretName: string;
  readonly auditTable: string;
  readonly queue: Queue;
  readonly stateTable: string;
  readonly emr = new EMR({});
  readonly #made: string[] = [];
  readonly secrets = new SecretsManager({});
  readonly sns = new SNS({});
  readonly dynamo: DynamoDB;
  readonly logged: string[] = [];
  readonly #state: Awaited<ReturnType<typeof stateTable>>;
  #day = 0;

  private constructor(
    made: Pick<NotifierStage, "slack" | "topicArn" | "secretName" | "auditTable" | "queue">,
    state: Awaited<ReturnType<typeof stateTable>>,
  ) {
    this.slack = made.slack;
    this.topicArn = made.topicArn;
    this.secretName = made.secretName;
    this.auditTable = made.auditTable;
    this.queue = made.queue;
    this.dynamo = state.dynamo;
    this.#state = state;
    this.stateTable = state.table;
  }

  static async create(): Promise<NotifierStage> {
    requireStack();
    const id = randomUUID().slice(0, 8);
    const [slack, state, queue] = await Promise.all([
      FakeSlack.start(),
      stateTable(),
      createQueue(`notices-${id}`),
    ]);
    const sns = new SNS({});
    const { TopicArn: topicArn = "" } = await sns.createTopic({ Name: `notices-${id}` });
    await sns.subscribe({ TopicArn: topicArn, Protocol: "sqs", Endpoint: queue.arn });
    sns.destroy();
    const made = { slack, queue, topicArn, secretName: `/slack/${id}`, auditTable: `notify-audit-${id}` };
    const stage = new NotifierStage(made, state);
    await stage.secrets.createSecret({ Name: made.secretName, SecretString: slack.secret(...CHANNELS) });
    const key = (AttributeName: string, KeyType: "HASH" | "RANGE") => ({ AttributeName, KeyType });
    await state.dynamo.createTable({
      TableName: made.auditTable,
      BillingMode: "PAY_PER_REQUEST",
      KeySchema: [key("Correlation_Id", "HASH"), key("DataProduct", "RANGE")],
      AttributeDefinitions: ["Correlation_Id", "DataProduct"].map((AttributeName) => ({
        AttributeName,
        AttributeType: "S",
      })),
    });
    return stage;
  }

  /** A cluster that has ended, as EMR knows it and as its runner told the ledger. */
  async cluster({ environment = "production", tags, failed, noReport = false }: Ran = {}): Promise<string> {
    const all = tags ?? {
      Application: "kickstart-adg",
      Environment: environment,
      Launch_Key: `${environment}/vacancy/2026-11-21`,
    };
    const step = (Name: string, ...Args: string[]) => ({
      Name,
      ActionOnFailure: "CONTINUE" as const,
      HadoopJarStep: { Jar: "command-runner.jar", Args },
    });
    const { JobFlowId: id = "" } = await this.emr.runJobFlow({
      Name: "kickstart-adg",
      ReleaseLabel: "emr-7.9.0",
      Instances: { KeepJobFlowAliveWhenNoSteps: false, InstanceCount: 1, MasterInstanceType: "m5.xlarge" },
      Steps: [
        step("start-spark-connect", "start.sh"),
        step("submit-job-vacancy", "run-step.sh", "run", "--module_name", "vacancy"),
      ],
      Tags: Object.entries(all).map(([Key, Value]) => ({ Key, Value })),
    });
    this.#made.push(id);
    if (!noReport) await this.#run(id, failed);
    return id;
  }

  /** What the Lambda has told. */
  async notify(event: object, deps?: Partial<NotifyDeps>, variables?: object): Promise<readonly Delivered[]> {
    return (await this.call(event, deps, variables)).delivered;
  }

  /** Calls the Lambda. */
  call(event: object, deps: Partial<NotifyDeps> = {}, variables: object = {}): Promise<NotifyHandlerResult> {
    return notifyHandler(
      event,
      { awsRequestId: randomUUID(), functionName: "notify", getRemainingTimeInMillis: () => 60_000 },
      {
        variables: {
          ENVIRONMENT: "production",
          EMR_LAUNCHER_STATE_TABLE: this.stateTable,
          AUDIT_TABLE: this.auditTable,
          NOTIFIER_SLACK_SECRET: this.secretName,
          NOTIFIER_SNS_TOPIC_ARN: this.topicArn,
          ...variables,
        },
        write: (line) => this.logged.push(line),
        deps: {
          slackRetries: { attempts: 3, pauseMs: 1, longestPauseMs: 50, timeoutMs: 2_000 },
          waiting: { everyMs: 20, longestMs: 5_000 },
          ...deps,
        },
      },
    );
  }

  /** What Slack and the subscribers have got since the last look. */
  async told(): Promise<{ slack: FakeSlack["received"]; sns: { Subject: string; Message: string }[] }> {
    const bodies = await this.queue.receive();
    return {
      slack: this.slack.received.splice(0),
      sns: bodies.map(({ Body }) => JSON.parse(Body) as { Subject: string; Message: string }),
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // Else every launch of the tests to come would look at them.
    if (this.#made.length > 0) await this.emr.terminateJobFlows({ JobFlowIds: this.#made });
    await this.dynamo.deleteTable({ TableName: this.auditTable });
    await this.#state.remove();
    for (const client of [this.emr, this.secrets, this.sns]) client.destroy();
    await this.slack[Symbol.asyncDispose]();
  }

  async #run(clusterId: string, failed: FailureCause | undefined): Promise<void> {
    const ledger = new DynamoLedger(this.dynamo, {
      table: this.auditTable,
      dataProduct: DATA_PRODUCT,
      correlationId: correlationId("vacancy"),
      clusterId,
    });
    const day = parseDay(`2026-10-${String((this.#day++ % 30) + 1).padStart(2, "0")}`);
    const lease = await ledger.lockDay(day, { owner: "a test", ttlMs: 60_000 });
    const run = await ledger.begin(lease);
    if (failed === undefined) {
      await ledger.complete(
        run,
        runReport([{ name: "bids", rows: 1_234, badRows: 5, changes: ["+ colour string"] }]),
      );
    } else {
      await ledger.fail(run, runReport([], failed));
      await ledger.recordFailure(failed);
    }
    await lease.release();
  }
}

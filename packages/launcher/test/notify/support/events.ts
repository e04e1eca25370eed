import type { LaunchFailedEvent } from "../../../src/notify/event/event.ts";

export const CLUSTER_ID = "j-1ABCDEFGHIJKL";

/** As EventBridge sends it; `reason` is JSON inside JSON. */
export function clusterChange(
  clusterId: string = CLUSTER_ID,
  state = "TERMINATED",
  reason: object = { code: "ALL_STEPS_COMPLETED", message: "Steps completed" },
): object {
  return {
    version: "0",
    id: "999cccaa-eaaa-0000-1111-123456789012",
    "detail-type": "EMR Cluster State Change",
    source: "aws.emr",
    account: "123456789012",
    time: "2026-11-21T04:12:13Z",
    region: "eu-west-2",
    resources: [],
    detail: {
      severity: state === "TERMINATED_WITH_ERRORS" ? "CRITICAL" : "INFO",
      stateChangeReason: JSON.stringify(reason),
      name: "kickstart-adg",
      clusterId,
      state,
      message: `Amazon EMR Cluster ${clusterId} (kickstart-adg) has terminated.`,
    },
  };
}

/** As EventBridge sends it. */
export function stepChange(clusterId: string = CLUSTER_ID, state = "FAILED"): object {
  return {
    version: "0",
    id: "999cccaa-eaaa-0000-1111-123456789013",
    "detail-type": "EMR Step Status Change",
    source: "aws.emr",
    account: "123456789012",
    time: "2026-11-21T04:10:13Z",
    region: "eu-west-2",
    resources: [],
    detail: {
      severity: "ERROR",
      actionOnFailure: "CONTINUE",
      stepId: "s-ZYXWVUTSRQPON",
      name: "submit-job-vacancy",
      clusterId,
      state,
      message: "Step s-ZYXWVUTSRQPON (submit-job-vacancy) in Amazon EMR cluster failed.",
    },
  };
}

/** As the launcher sends it. */
export function launchFailed(detail: Partial<LaunchFailedEvent> = {}, id = "launch-1"): object {
  return {
    version: "1",
    source: "kickstart-adg.launcher",
    "detail-type": "Launch Failed",
    id,
    time: "2026-11-21T03:00:01Z",
    detail: {
      environment: "production",
      modules: ["vacancy"],
      days: "2026-11-20",
      code: "INVALID_CONFIG",
      error: "cluster.yaml is not YAML.",
      remedy: "Correct it.",
      launchKeys: ["production/vacancy/2026-11-21"],
      ...detail,
    },
  };
}

export const inSns = (message: object | string, attributes: object = {}): object => ({
  Records: [
    {
      EventSource: "aws:sns",
      EventVersion: "1.0",
      EventSubscriptionArn: "arn:aws:sns:eu-west-2:123456789012:t:1",
      Sns: {
        Type: "Notification",
        MessageId: "m-1",
        Subject: null,
        Message: typeof message === "string" ? message : JSON.stringify(message),
        MessageAttributes: attributes,
        Timestamp: "2026-11-21T04:12:14.000Z",
      },
    },
  ],
});

export const inSqs = (...bodies: (object | string)[]): object => ({
  Records: bodies.map((body, index) => ({
    messageId: `q-${index}`,
    receiptHandle: "r",
    body: typeof body === "string" ? body : JSON.stringify(body),
    attributes: { SentTimestamp: "1795234334000" },
    messageAttributes: {},
    eventSource: "aws:sqs",
  })),
});

/** What SNS writes into a queue that does not ask for the raw message. */
export const snsEnvelope = (message: object | string, attributes: object = {}): object => ({
  Type: "Notification",
  MessageId: "m-1",
  TopicArn: "arn:aws:sns:eu-west-2:123456789012:t",
  Message: typeof message === "string" ? message : JSON.stringify(message),
  MessageAttributes: attributes,
});

import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import { deserves } from "../../src/notify/event/policy.ts";
import { readEvents } from "../../src/notify/event/read-events.ts";
import { plainMessage } from "../../src/notify/message/plain-message.ts";
import { launchFailedNotice } from "../../src/notify/outcome/cluster-notice.ts";
import { clusterChange, inSns, inSqs, launchFailed, snsEnvelope, stepChange } from "./support/events.ts";

const cluster = {
  kind: "cluster",
  id: "999cccaa-eaaa-0000-1111-123456789012",
  time: "2026-11-21T04:12:13Z",
  clusterId: "j-1ABCDEFGHIJKL",
  name: "kickstart-adg",
  state: "TERMINATED",
  reason: { code: "ALL_STEPS_COMPLETED", message: "Steps completed" },
};

const own = plainMessage(
  launchFailedNotice(
    {
      kind: "launch failed",
      id: "1",
      time: "2026-11-21T03:00:01Z",
      environment: "local",
      modules: [],
      days: null,
      code: "LAUNCH_REFUSED",
      error: "x",
      remedy: "y",
      launchKeys: [],
    },
    "qa",
  ),
).text;

describe("what arrives", () => {
  it.each([
    ["bare", clusterChange()],
    ["in an SNS record", inSns(clusterChange())],
    ["in an SQS body", inSqs(clusterChange())],
    ["in an SNS envelope in an SQS body", inSqs(snsEnvelope(clusterChange()))],
  ])("is read %s", (_name, arrived) => {
    expect(readEvents(arrived)).toEqual([cluster]);
  });

  it("is read from a batch, each by itself", () => {
    const arrived = inSqs(clusterChange(), stepChange(), launchFailed(), "hello", {
      ...clusterChange(),
      detail: {},
    });
    expect(readEvents(arrived).map(({ kind }) => kind)).toEqual([
      "cluster",
      "step",
      "launch failed",
      "ignored",
      "unreadable",
    ]);
  });

  it.each([
    ['{"code":"","message":""}', { code: "", message: "" }],
    ['{"code":"STEP_FAILURE"}', { code: "STEP_FAILURE", message: "" }],
    ["Terminated by user request", { code: "", message: "Terminated by user request" }],
    [
      { code: "USER_REQUEST", message: "by a user" },
      { code: "USER_REQUEST", message: "by a user" },
    ],
    [undefined, { code: "", message: "" }],
    ["null", { code: "", message: "" }],
  ])("has a reason, however it is written: %j", (stateChangeReason, reason) => {
    const event = clusterChange() as { detail: object };
    const arrived = { ...event, detail: { ...event.detail, stateChangeReason } };
    expect(readEvents(arrived)).toMatchObject([{ kind: "cluster", reason }]);
  });

  it("is read from a launcher that does not know where it is", () => {
    expect(readEvents(launchFailed({ environment: "unknown" as "qa" }))).toMatchObject([
      { kind: "launch failed", environment: undefined },
    ]);
  });

  it.each([
    ["a cluster's", { ...clusterChange(), detail: { state: "TERMINATED" } }, "detail.clusterId"],
    ["a step's", { ...stepChange(), detail: { clusterId: "j-1" } }, "detail.stepId"],
    ["the launcher's", launchFailed({ environment: "prod" as "production" }), "detail.environment"],
  ])("%s that cannot be read is said, naming what is wrong", (_name, arrived, path) => {
    const [read] = readEvents(arrived);
    expect(read).toMatchObject({ kind: "unreadable", error: { code: "INVALID_EVENT" } });
    expect(JSON.stringify(read?.kind === "unreadable" && read.error.message)).toContain(path);
  });

  it.each([
    [
      "in an SNS record, by its attribute",
      inSns("{}", { source: { Type: "String", Value: "kickstart-adg.notifier" } }),
    ],
    ["in an SNS record, by its text", inSns(own)],
    ["in a queue", inSqs(own)],
    ["in an envelope in a queue", inSqs(snsEnvelope(own))],
    ["forwarded, with blank lines after it", inSqs(`${own}\n\n`)],
  ])("that is a notice of our own is ignored %s", (_name, arrived) => {
    expect(readEvents(arrived)).toEqual([{ kind: "ignored", why: "it is a notice of our own" }]);
  });

  it.each([
    ["an event of another source", { ...clusterChange(), source: "aws.ec2" }],
    [
      "an event of a kind not known",
      { ...clusterChange(), "detail-type": "EMR Auto Scaling Policy State Change" },
    ],
    ["nothing", undefined],
    ["a number", 7],
    ["an S3 event", { Records: [{ eventSource: "aws:s3", s3: {} }] }],
  ])("and is none of ours is ignored: %s", (_name, arrived) => {
    expect(readEvents(arrived)).toMatchObject([{ kind: "ignored" }]);
  });

  it("never makes it throw", () => {
    fc.assert(
      fc.property(fc.anything(), fc.json(), (anything, json) => {
        readEvents(anything);
        readEvents(inSns(json));
        readEvents(inSqs(json, json));
        readEvents({ ...clusterChange(), detail: anything });
      }),
    );
  });
});

describe("the policy", () => {
  it.each(["STARTING", "BOOTSTRAPPING", "RUNNING", "WAITING", "TERMINATING", "SOMETHING_NEW"])(
    "is silent of a cluster that is %s",
    (state) => {
      const [event] = readEvents(clusterChange("j-1", state));
      expect(event?.kind === "cluster" && deserves(event)).toBe("silence");
    },
  );

  it.each(["TERMINATED", "TERMINATED_WITH_ERRORS"])("tells of a cluster that is %s", (state) => {
    const [event] = readEvents(clusterChange("j-1", state));
    expect(event?.kind === "cluster" && deserves(event)).toBe("a message about the cluster's run");
  });

  it.each(["PENDING", "RUNNING", "COMPLETED", "FAILED", "CANCELLED", "INTERRUPTED"])(
    "is silent of a step that is %s: the cluster's end tells of it",
    (state) => {
      const [event] = readEvents(stepChange("j-1", state));
      expect(event?.kind === "step" && deserves(event)).toBe("silence");
    },
  );
});

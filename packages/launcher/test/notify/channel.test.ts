import { notifyEnvironment } from "../../src/lambda/environment.ts";
import { describe, expect, it } from "@jest/globals";
import { channelFor } from "../../src/notify/channel.ts";
import { ENVIRONMENTS } from "../../src/environment.ts";

describe("the channel", () => {
  it.each(ENVIRONMENTS)("of %s", (environment) => {
    const production = environment === "production";
    expect([channelFor(environment, "success"), channelFor(environment, "failure")]).toEqual(
      production
        ? ["#dataworks-aws-production-notifications", "#dataworks-aws-critical-alerts"]
        : ["#dataworks-aws-service-notifications", "#dataworks-aws-service-notifications"],
    );
  });
});

describe("the notifier's environment", () => {
  const whole = {
    ENVIRONMENT: "qa",
    AUDIT_TABLE: "audit",
    EMR_LAUNCHER_STATE_TABLE: "state",
    NOTIFIER_SLACK_SECRET: "/slack",
    NOTIFIER_SNS_TOPIC_ARN: "arn:aws:sns:eu-west-2:123456789012:notices",
  };

  it("is read", () => {
    expect(notifyEnvironment({ ...whole, PATH: "/bin" })).toEqual({
      environment: "qa",
      auditTable: "audit",
      stateTable: "state",
      slackSecret: "/slack",
      topicArn: whole.NOTIFIER_SNS_TOPIC_ARN,
    });
  });

  it("is refused with everything that is wrong, and with no value of it", () => {
    const wrong = { ...whole, ENVIRONMENT: "hunter2", AUDIT_TABLE: "", NOTIFIER_SNS_TOPIC_ARN: "hunter2" };
    const read = (): unknown => notifyEnvironment(wrong);
    expect(read).toThrow(
      /ENVIRONMENT must be one of local, [\s\S]*AUDIT_TABLE is empty[\s\S]*NOTIFIER_SNS_TOPIC_ARN must/,
    );
    expect(read).not.toThrow(/hunter2/);
  });
});

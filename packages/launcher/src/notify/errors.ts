import { LauncherError } from "../errors.ts";
import type { Delivered } from "./notify.ts";

/** An event that should be ours and cannot be read. Of its content nothing is in the message but names. */
export class InvalidEventError extends LauncherError {
  constructor(type: string, problems: readonly string[]) {
    super(
      "INVALID_EVENT",
      `An event ${type} cannot be read: ${problems.join("; ")}.`,
      "Look at the cluster yourself, and at who sent the event.",
    );
  }
}

/** EMR does not say whose cluster it is. */
export class ClusterUnknownError extends LauncherError {
  constructor(clusterId: string, why: string, options?: ErrorOptions) {
    super(
      "CLUSTER_UNKNOWN",
      `EMR does not describe the cluster ${clusterId}: ${why}. Nothing was told of its end.`,
      "Grant the notifier elasticmapreduce:DescribeCluster; look at the cluster yourself.",
      options,
    );
  }
}

/** The secret with Slack's webhooks cannot be had, or has none for the channel. Nothing of its value is in the message. */
export class SlackSecretError extends LauncherError {
  constructor(secret: string, problem: string, remedy: string, options?: ErrorOptions) {
    super("SLACK_SECRET", `The secret ${secret} with Slack's webhooks ${problem}.`, remedy, options);
  }
}

/**
 * Slack did not take a message. Whoever knows the webhook's URL may write to the channel, so it is in no message; the
 * error that undici threw, which may know it, is no cause.
 */
export class SlackError extends LauncherError {
  /** Of the answer; nothing where there was none. */
  readonly status: number | undefined;

  constructor(channel: string, why: string, attempts: number, status?: number) {
    const remedy =
      status !== undefined && [401, 403, 404, 410].includes(status)
        ? "Make a new webhook for the channel and put it into the secret."
        : "See https://status.slack.com, and whether the function can reach hooks.slack.com.";
    super(
      "SLACK_FAILED",
      `Slack did not take the message for ${channel} (${attempts} tries): ${why}.`,
      remedy,
    );
    this.status = status;
  }
}

/** SNS did not publish. */
export class SnsError extends LauncherError {
  constructor(topicArn: string, why: string, options?: ErrorOptions) {
    super(
      "SNS_FAILED",
      `SNS did not publish to ${topicArn}: ${why}.`,
      "Check NOTIFIER_SNS_TOPIC_ARN, and that the notifier may publish there and use the topic's key.",
      options,
    );
  }
}

/** Another invocation is at the same message and has not said how it ended. */
export class BeingDeliveredError extends LauncherError {
  constructor(key: string, owner: string, until: Date) {
    super(
      "BEING_DELIVERED",
      `${key} is being delivered by ${owner}, until ${until.toISOString()} at the latest.`,
      "The next try finds it delivered, or delivers it.",
    );
  }
}

/** Something was not delivered; what was, stays so and is not sent again. */
export class NotDeliveredError extends LauncherError {
  /** What went wrong, one each. */
  readonly errors: readonly unknown[];
  /** What was delivered all the same. */
  readonly delivered: readonly Delivered[];
  /** Which of the event's records failed, by their places in it. */
  readonly records: readonly number[];

  constructor(
    errors: readonly unknown[],
    { delivered = [], records = [] }: Partial<Pick<NotDeliveredError, "delivered" | "records">> = {},
  ) {
    const texts = errors.map((error) => `  ${error instanceof Error ? error.message : String(error)}`);
    super("NOT_DELIVERED", `Not everything was delivered:\n${texts.join("\n")}\n`, "It is tried again.");
    this.errors = errors;
    this.delivered = delivered;
    this.records = records;
  }
}

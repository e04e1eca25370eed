import type { DynamoPort } from "@dataworks/catchup";
import type { Dispatcher } from "undici";
import type { Claims } from "../once/claims.ts";
import { channelFor } from "./channel.ts";
import { deliverOnce } from "./delivery/deliver-once.ts";
import { postToSlack } from "./delivery/slack.ts";
import type { SlackRetryPolicy } from "./delivery/slack-retry.ts";
import { type NotifySnsPort, publish, publishRequest } from "./delivery/sns.ts";
import { type NotifySecretsPort, webhookOf } from "./delivery/webhooks.ts";
import type { Environment } from "../environment.ts";
import { NotDeliveredError } from "./errors.ts";
import type { Arrival } from "./event/event.ts";
import { deserves } from "./event/policy.ts";
import { readEvents } from "./event/read-events.ts";
import { clusterFacts, type NotifyEmrPort } from "./facts/cluster-facts.ts";
import type { NotifyLog } from "./log.ts";
import { plainMessage } from "./message/plain-message.ts";
import { slackMessage } from "./message/slack-message.ts";
import { clusterNotice, launchFailedNotice } from "./outcome/cluster-notice.ts";
import type { Notice } from "./outcome/notice.ts";

/** What a notifier works with. */
export interface NotifyDeps {
  readonly environment: Environment;
  readonly auditTable: string;
  /** Name or ARN of the secret with the webhooks. */
  readonly slackSecret: string;
  readonly topicArn: string;
  readonly emr: NotifyEmrPort;
  readonly dynamo: Pick<DynamoPort, "getItem">;
  readonly secrets: NotifySecretsPort;
  readonly sns: NotifySnsPort;
  readonly slack: Dispatcher;
  readonly claims: Claims;
  /** Who notifies, for people to read. */
  readonly owner: string;
  readonly log: NotifyLog;
  /** Ends everything in time for the claims to be given back. */
  readonly signal: AbortSignal;
  /** Default: as `SLACK_RETRIES`. */
  readonly slackRetries?: SlackRetryPolicy | undefined;
  /** How long to wait for another one at the same notice, and how often to look. Default: as `deliverOnce`. */
  readonly waiting?: { readonly everyMs: number; readonly longestMs: number } | undefined;
}

/** What became of one notice. */
export interface Delivered {
  readonly about: string;
  readonly channel: string;
  readonly slack: "sent" | "sent before";
  readonly sns: "sent" | "sent before";
}

/**
 * Tells what arrived to whom it concerns: each notice once to Slack and once to SNS, whatever is delivered how often.
 *
 * @throws NotDeliveredError naming what was not delivered or could not be read, so that whoever called tries again. What
 * was delivered is not sent again then.
 */
export async function notify(arrived: unknown, deps: NotifyDeps): Promise<Delivered[]> {
  const delivered: Delivered[] = [];
  const errors: unknown[] = [];
  const records: number[] = [];
  for (const [place, event] of readEvents(arrived).entries()) {
    try {
      const notice = await noticeOf(event, deps);
      if (notice !== undefined) delivered.push(await deliver(notice, deps));
    } catch (error) {
      errors.push(...(error instanceof NotDeliveredError ? error.errors : [error]));
      records.push(place);
    }
  }
  if (errors.length > 0) throw new NotDeliveredError(errors, { delivered, records });
  return delivered;
}

async function noticeOf(event: Arrival, deps: NotifyDeps): Promise<Notice | undefined> {
  const { environment, log } = deps;
  if (event.kind === "ignored") {
    log.info({ why: event.why }, "ignored");
    return undefined;
  }
  if (event.kind === "unreadable") throw event.error;
  if (event.kind === "launch failed") return launchFailedNotice(event, environment);
  const fields = { event: event.id, cluster: event.clusterId, state: event.state };
  if (event.kind === "step" || deserves(event) === "silence") {
    log.info(fields, "nobody is told of this");
    return undefined;
  }
  const facts = await clusterFacts(event.clusterId, deps);
  if (facts === undefined) {
    log.info(fields, "this cluster is not ours");
    return undefined;
  }
  if (facts.unknown.length > 0) log.warn({ ...fields, unknown: facts.unknown }, "not all is known");
  return clusterNotice(event, facts, environment);
}

async function deliver(notice: Notice, deps: NotifyDeps): Promise<Delivered> {
  const { log, signal, waiting } = deps;
  const channel = channelFor(notice.environment, notice.severity);
  const key = (target: string): string => `notice/${notice.environment}/${notice.about}/${target}`;
  const once = { ...deps, ...waiting };
  // At the same time: neither waits for the other, and neither's failure is the other's.
  const [slack, sns] = await Promise.allSettled([
    deliverOnce(
      key("slack"),
      async () => {
        const webhook = await webhookOf(channel, deps.slackSecret, deps.secrets, signal);
        await postToSlack(webhook, channel, slackMessage(notice), {
          dispatcher: deps.slack,
          signal,
          retries: deps.slackRetries,
        });
      },
      once,
    ),
    deliverOnce(
      key("sns"),
      () => publish(deps.sns, publishRequest(deps.topicArn, plainMessage(notice), notice), signal),
      once,
    ),
  ]);
  const failed = [slack, sns].flatMap((each) => (each.status === "rejected" ? [each.reason as unknown] : []));
  if (slack.status === "rejected" || sns.status === "rejected") throw new NotDeliveredError(failed);
  const outcome = { about: notice.about, channel, slack: slack.value, sns: sns.value };
  log.info({ ...outcome, verdict: notice.verdict }, "told");
  return outcome;
}

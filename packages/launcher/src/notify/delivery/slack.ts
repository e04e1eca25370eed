import { setTimeout as sleep } from "node:timers/promises";
import { type Dispatcher, EnvHttpProxyAgent, request } from "undici";
import { errorName } from "../error-name.ts";
import { SlackError } from "../errors.ts";
import type { SlackMessage } from "../message/slack-message.ts";
import { shown } from "../message/text.ts";
import {
  pauseAfter,
  retryAfterMs,
  SLACK_RETRIES,
  type SlackAnswer,
  type SlackRetryPolicy,
} from "./slack-retry.ts";

export interface SlackOptions {
  readonly dispatcher: Dispatcher;
  readonly signal: AbortSignal;
  /** Default: {@link SLACK_RETRIES}. */
  readonly retries?: SlackRetryPolicy | undefined;
}

/** Connections to Slack; through HTTPS_PROXY where there is one, as the environment says. */
export function slackDispatcher(): Dispatcher {
  return new EnvHttpProxyAgent({ maxResponseSize: 65_536, keepAliveTimeout: 1_000 });
}

/**
 * Posts to a channel's webhook, and tries again where Slack says so or says nothing. A try that timed out may have
 * arrived: webhooks know no idempotency, and twice is better than never.
 *
 * @throws SlackError without the URL
 */
export async function postToSlack(
  webhook: URL,
  channel: string,
  message: SlackMessage,
  { dispatcher, signal, retries = SLACK_RETRIES }: SlackOptions,
): Promise<void> {
  const body = JSON.stringify(message);
  for (let attempt = 1; ; attempt++) {
    // Not AbortSignal.timeout: inside AbortSignal.any, the garbage collector of Node 20 takes it, and the try never ends.
    const late = new AbortController();
    const timer = setTimeout(
      () => late.abort(new DOMException("no answer in time", "TimeoutError")),
      retries.timeoutMs,
    );
    const answer = await post(webhook, body, dispatcher, AbortSignal.any([signal, late.signal]));
    clearTimeout(timer);
    if (answer.kind === "taken") return;
    const pauseMs = signal.aborted ? undefined : pauseAfter(answer, attempt, retries);
    const ended = pauseMs === undefined || (await interrupted(pauseMs, signal));
    if (ended)
      throw new SlackError(channel, inWords(answer), attempt, "status" in answer ? answer.status : undefined);
  }
}

async function post(
  webhook: URL,
  body: string,
  dispatcher: Dispatcher,
  signal: AbortSignal,
): Promise<SlackAnswer> {
  try {
    const {
      statusCode,
      headers,
      body: answer,
    } = await request(webhook, {
      method: "POST",
      headers: { "content-type": "application/json; charset=utf-8" },
      body,
      dispatcher,
      signal,
    });
    const word = shown((await answer.text()).replaceAll(webhook.pathname, "…")).slice(0, 100);
    if (statusCode >= 200 && statusCode < 300) return { kind: "taken" };
    return { kind: "refused", status: statusCode, retryAfterMs: retryAfterMs(headers["retry-after"]), word };
  } catch (error) {
    return { kind: "no answer", why: errorName(error) };
  }
}

function inWords(answer: Exclude<SlackAnswer, { kind: "taken" }>): string {
  return answer.kind === "no answer"
    ? `no answer (${answer.why})`
    : `HTTP ${answer.status} ${answer.word}`.trim();
}

/** Whether the pause was cut short. */
async function interrupted(pauseMs: number, signal: AbortSignal): Promise<boolean> {
  try {
    await sleep(pauseMs, undefined, { signal });
    return false;
  } catch {
    return true;
  }
}

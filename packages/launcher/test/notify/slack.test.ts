import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { setTimeout as sleep } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { Agent } from "undici";
import { postToSlack, slackDispatcher } from "../../src/notify/delivery/slack.ts";
import { pauseAfter, retryAfterMs, SLACK_RETRIES } from "../../src/notify/delivery/slack-retry.ts";
import { webhookOf } from "../../src/notify/delivery/webhooks.ts";
import { SlackError } from "../../src/notify/errors.ts";
import { FakeSlack } from "./support/fake-slack.ts";

const CHANNEL = "#dataworks-aws-critical-alerts";
const message = { text: "hello", blocks: [] };
const quick = { attempts: 3, pauseMs: 1, longestPauseMs: 20, timeoutMs: 2_000 };

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

let slack: FakeSlack;
let agent: Agent;

beforeEach(async () => {
  slack = await FakeSlack.start();
  agent = new Agent();
});

afterEach(async () => {
  await agent.destroy();
  await slack[Symbol.asyncDispose]();
});

const post = (given: { to?: string; signal?: AbortSignal; timeoutMs?: number } = {}): Promise<void> =>
  postToSlack(new URL(given.to ?? slack.webhook(CHANNEL)), CHANNEL, message, {
    dispatcher: agent,
    signal: given.signal ?? new AbortController().signal,
    retries: { ...quick, timeoutMs: given.timeoutMs ?? quick.timeoutMs },
  });

const refusal = async (given: { to?: string; timeoutMs?: number } = {}): Promise<SlackError> => {
  const error: unknown = await post(given).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof SlackError)) throw new Error("it should have been refused", { cause: error });
  return error;
};

describe("a message to Slack", () => {
  it("arrives", async () => {
    await post();
    expect(slack.received).toEqual([{ channel: CHANNEL, message }]);
  });

  it.each([
    ["an answer 500", { status: 500 }],
    ["an answer 503", { status: 503, body: "busy" }],
    ["429, after the seconds it asks for", { status: 429, headers: { "retry-after": "0.01" } }],
    ["429 that asks for nothing", { status: 429 }],
    ["a connection that breaks", "reset"],
    ["no answer in time", "silence"],
  ] as const)("is tried again after %s", async (_name, answer) => {
    slack.answers.push(answer);
    await post({ timeoutMs: answer === "silence" ? 500 : 2_000 });
    expect(slack.tries).toBe(2);
    expect(slack.received).toHaveLength(1);
  });

  it("is given up in time, whatever the garbage collector takes meanwhile", async () => {
    for (let n = 0; n < 9; n++) slack.answers.push("silence");
    const refused = refusal({ timeoutMs: 60 });
    while (slack.tries === 0) await sleep(5);
    collectGarbage();
    expect((await refused).message).toContain("(3 tries): no answer (TimeoutError)");
  });

  it.each([
    [400, "invalid_payload", 1],
    [403, "invalid_token", 1],
    [404, "no_service", 1],
    [301, "", 1],
    [500, "", 3],
  ])("is given up after HTTP %d %s", async (status, body, tries) => {
    for (let n = 0; n < 9; n++) slack.answers.push({ status, body });
    const error = await refusal();
    expect(error).toMatchObject({ code: "SLACK_FAILED", status });
    expect(error.message).toContain(`${CHANNEL} (${tries} tries): HTTP ${status} ${body}`.trim());
    expect(slack.tries).toBe(tries);
  });

  it("is given up where Slack asks for more time than there is", async () => {
    slack.answers.push({ status: 429, headers: { "retry-after": "3600" } });
    await refusal();
    expect(slack.tries).toBe(1);
  });

  it.each([
    ["reset", "reset"],
    ["silence", "silence"],
    [
      "an answer that says it back",
      { status: 400, body: "/services/T0SECRET/%23dataworks-aws-critical-alerts" },
    ],
  ] as const)("leaves no word of its webhook in an error: %s", async (_name, answer) => {
    for (let n = 0; n < 9; n++) slack.answers.push(answer);
    const error = await refusal(answer === "silence" ? { timeoutMs: 60 } : {});
    expect(`${error.message} ${error.stack} ${JSON.stringify(error)}`).not.toContain("T0SECRET");
    expect(error.cause).toBeUndefined();
  });

  it("leaves none either where nobody listens", async () => {
    const error = await refusal({ to: "http://127.0.0.1:9/services/T0SECRET/x" });
    expect(error.message).toMatch(/no answer \(ECONNREFUSED\)/);
    expect(error.message).not.toContain("T0SECRET");
  });

  it("is not sent when there is no time left", async () => {
    await expect(post({ signal: AbortSignal.abort() })).rejects.toThrow(SlackError);
    expect(slack.received).toEqual([]);
  });

  it("goes through the environment's proxy, and past it where the environment says so", async () => {
    const proxied = { http: process.env["http_proxy"], no: process.env["no_proxy"] };
    try {
      process.env["http_proxy"] = "http://127.0.0.1:9";
      delete process.env["no_proxy"];
      await using blocked = closing(slackDispatcher());
      const url = new URL(slack.webhook(CHANNEL));
      const options = { signal: new AbortController().signal, retries: { ...quick, attempts: 1 } };
      await expect(
        postToSlack(url, CHANNEL, message, { ...options, dispatcher: blocked.agent }),
      ).rejects.toThrow("ECONNREFUSED");
      process.env["no_proxy"] = "127.0.0.1";
      await using direct = closing(slackDispatcher());
      await postToSlack(url, CHANNEL, message, { ...options, dispatcher: direct.agent });
      expect(slack.received).toHaveLength(1);
    } finally {
      set("http_proxy", proxied.http);
      set("no_proxy", proxied.no);
    }
  });
});

function closing(agent: ReturnType<typeof slackDispatcher>) {
  return { agent, [Symbol.asyncDispose]: () => agent.destroy() };
}

function set(name: string, value: string | undefined): void {
  if (value === undefined) delete process.env[name];
  else process.env[name] = value;
}

describe("how long to wait", () => {
  it.each([
    [{ kind: "no answer", why: "x" }, 1, 500],
    [{ kind: "no answer", why: "x" }, 3, 2_000],
    [{ kind: "no answer", why: "x" }, 4, undefined],
    [{ kind: "refused", status: 502, retryAfterMs: undefined, word: "" }, 2, 1_000],
    [{ kind: "refused", status: 429, retryAfterMs: 7_000, word: "" }, 1, 7_000],
    [{ kind: "refused", status: 429, retryAfterMs: 16_000, word: "" }, 1, undefined],
    [{ kind: "refused", status: 429, retryAfterMs: undefined, word: "" }, 1, 500],
    [{ kind: "refused", status: 404, retryAfterMs: 1_000, word: "" }, 1, undefined],
  ] as const)("after %j, try %d: %s ms", (answer, attempt, pause) => {
    expect(pauseAfter(answer, attempt, SLACK_RETRIES)).toBe(pause);
  });

  it.each([
    ["30", 30_000],
    ["1.5", 1_500],
    [undefined, undefined],
    ["", undefined],
    ["-1", undefined],
    ["Wed, 21 Oct 2026 07:28:00 GMT", undefined],
    [["1", "2"], undefined],
  ])("is read from Retry-After: %j", (header, expected) => {
    expect(retryAfterMs(header)).toBe(expected);
  });
});

describe("the webhook of a channel", () => {
  const secret = (SecretString: string | undefined) => ({
    getSecretValue: async () => (SecretString === undefined ? {} : { SecretString }),
  });
  const read = (value: string | undefined) =>
    webhookOf(CHANNEL, "/slack", secret(value), new AbortController().signal);
  const url = "https://hooks.slack.com/services/T0SECRET/B/x";

  it.each([[CHANNEL], [CHANNEL.slice(1)]])("is found under %s", async (channel) => {
    expect((await read(JSON.stringify({ [channel]: url }))).href).toBe(url);
  });

  it.each([
    ["that has no value", undefined, "is not JSON of channel to URL"],
    ["that is no JSON", `${url} {`, "is not JSON of channel to URL"],
    ["of another shape", JSON.stringify({ [CHANNEL]: { url } }), "is not JSON of channel to URL"],
    ["without the channel", JSON.stringify({ "#other": url }), `has none for ${CHANNEL}`],
    ["with something that is no URL", JSON.stringify({ [CHANNEL]: "T0SECRET" }), "has no https URL"],
    ["without TLS", JSON.stringify({ [CHANNEL]: url.replace("https", "http") }), "has no https URL"],
  ])("is refused of a secret %s, and nothing of the secret is said", async (_name, value, expected) => {
    const error: unknown = await read(value).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "SLACK_SECRET", message: expect.stringContaining(expected) });
    expect(error instanceof Error && error.message).not.toContain("T0SECRET");
  });
});

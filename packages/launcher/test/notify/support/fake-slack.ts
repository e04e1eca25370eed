import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { SlackMessage } from "../../../src/notify/message/slack-message.ts";

export interface Received {
  /** The path of the webhook, which names the channel here. */
  readonly channel: string;
  readonly message: SlackMessage;
}

interface Said {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/** What the next requests are answered with; after those, 200. */
export type FakeAnswer =
  /** Well, but not before this has happened. */
  | { readonly after: Promise<void> }
  | Said
  /** Takes the message and says nothing. */
  | "silence"
  | "reset";

const WELL: Said = { status: 200, body: "ok" };

/** Slack's webhooks, as far as a notifier sees them. */
export class FakeSlack implements AsyncDisposable {
  readonly received: Received[] = [];
  readonly answers: FakeAnswer[] = [];
  tries = 0;
  readonly #server = createServer((request, response) => void this.#answer(request, response));

  static async start(): Promise<FakeSlack> {
    const slack = new FakeSlack();
    slack.#server.listen(0, "127.0.0.1");
    await once(slack.#server, "listening");
    return slack;
  }

  /** Its path is as secret as a real one's. */
  webhook(channel: string): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}/services/T0SECRET/${encodeURIComponent(channel)}`;
  }

  /** What the secret says. */
  secret(...channels: readonly string[]): string {
    return JSON.stringify(Object.fromEntries(channels.map((channel) => [channel, this.webhook(channel)])));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, "close");
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.tries++;
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    let answer = this.answers.shift() ?? WELL;
    if (typeof answer === "object" && "after" in answer) {
      await answer.after;
      answer = WELL;
    }
    if (answer === "reset") return void request.socket.destroy();
    if (answer === "silence") return;
    if (answer.status === 200) {
      this.received.push({
        channel: decodeURIComponent(request.url?.split("/").at(-1) ?? ""),
        message: JSON.parse(Buffer.concat(parts).toString()) as SlackMessage,
      });
    }
    response.writeHead(answer.status, answer.headers);
    response.end(answer.body ?? "");
  }
}

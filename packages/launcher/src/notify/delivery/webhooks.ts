import type {
  GetSecretValueCommandInput,
  GetSecretValueCommandOutput,
} from "@aws-sdk/client-secrets-manager";
import { z } from "zod";
import { errorName } from "../error-name.ts";
import { SlackSecretError } from "../errors.ts";

/** The subset of the SDK's `SecretsManager` client that webhooks are read with. */
export interface NotifySecretsPort {
  getSecretValue(
    input: GetSecretValueCommandInput,
    options?: { readonly abortSignal?: AbortSignal },
  ): Promise<Pick<GetSecretValueCommandOutput, "SecretString">>;
}

const webhooks: z.ZodType<Readonly<Record<string, string>>> = z.record(z.string(), z.string());

/**
 * The webhook of a channel, from the secret: JSON, channel → URL. A channel may be there without its `#`.
 *
 * @throws SlackSecretError, which names the secret and never what is in it
 */
export async function webhookOf(
  channel: string,
  secretName: string,
  secrets: NotifySecretsPort,
  signal: AbortSignal,
): Promise<URL> {
  const read = webhooks.safeParse(json(await valueOf(secretName, secrets, signal)));
  if (!read.success) {
    throw new SlackSecretError(
      secretName,
      "is not JSON of channel to URL",
      'Write {"#channel": "https://…"}.',
    );
  }
  const text = read.data[channel] ?? read.data[channel.replace(/^#/, "")];
  if (text === undefined) {
    throw new SlackSecretError(secretName, `has none for ${channel}`, "Add the channel's webhook to it.");
  }
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !isSafe(url)) {
    throw new SlackSecretError(
      secretName,
      `has no https URL for ${channel}`,
      "Correct the channel's webhook in it.",
    );
  }
  return url;
}

/** Without TLS whoever is on the way could write to the channel; a test's own machine is nobody's way. */
function isSafe({ protocol, hostname }: URL): boolean {
  return protocol === "https:" || (protocol === "http:" && hostname === "127.0.0.1");
}

async function valueOf(name: string, secrets: NotifySecretsPort, signal: AbortSignal): Promise<string> {
  try {
    const { SecretString } = await secrets.getSecretValue({ SecretId: name }, { abortSignal: signal });
    return SecretString ?? "";
  } catch (cause) {
    throw new SlackSecretError(
      name,
      `cannot be read: ${errorName(cause)}`,
      "Check NOTIFIER_SLACK_SECRET, and that the notifier may read it and use its key.",
      { cause },
    );
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

import type { PublishCommandInput, PublishCommandOutput } from "@aws-sdk/client-sns";
import type { Severity } from "../channel.ts";
import type { Environment } from "../../environment.ts";
import { errorName } from "../error-name.ts";
import { SnsError } from "../errors.ts";
import { NOTIFIER } from "../event/own-message.ts";
import type { PlainMessage } from "../message/plain-message.ts";

/** The subset of the SDK's `SNS` client that notices are published with. */
export interface NotifySnsPort {
  publish(
    input: PublishCommandInput,
    options?: { readonly abortSignal?: AbortSignal },
  ): Promise<PublishCommandOutput>;
}

/** A notice for a topic. Its attributes are for filter policies, and tell the notifier its own. */
export function publishRequest(
  topicArn: string,
  { subject, text }: PlainMessage,
  about: { readonly environment: Environment; readonly severity: Severity },
): PublishCommandInput {
  const attribute = (value: string) => ({ DataType: "String", StringValue: value });
  return {
    TopicArn: topicArn,
    Subject: subject,
    Message: text,
    MessageAttributes: {
      source: attribute(NOTIFIER),
      environment: attribute(about.environment),
      severity: attribute(about.severity),
    },
  };
}

/** @throws SnsError */
export async function publish(
  sns: NotifySnsPort,
  request: PublishCommandInput,
  signal: AbortSignal,
): Promise<void> {
  try {
    await sns.publish(request, { abortSignal: signal });
  } catch (cause) {
    throw new SnsError(request.TopicArn ?? "", errorName(cause), { cause });
  }
}

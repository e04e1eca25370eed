import { randomUUID } from "node:crypto";
import { InvalidPayloadError } from "../errors.ts";
import { inWords, problemsOf } from "../problems/issues.ts";
import { dayOf } from "./day.ts";
import type { Message } from "./message.ts";
import { KNOWN_NAMES, type Payload, payloadSchema } from "./payload.ts";
import { type S3Trigger, s3Trigger } from "./s3-event.ts";
import { unwrap, unwrapRecord } from "./unwrap.ts";

/** One launch that is asked for, checked. */
export interface LaunchRequest {
  readonly payload: Payload;
  /** `YYYY-MM-DD`, part of the launch key. */
  readonly launchDay: string;
  /** The same for every delivery of one message, different for any other. */
  readonly requestId: string;
  /** Where in the event it was; empty: the event itself. */
  readonly place: string;
  /** Only for a launch by an S3 event. */
  readonly s3Trigger?: S3Trigger;
}

export interface ParseOptions {
  /** For `launchDay` where no message says when it was sent. Default: now. */
  readonly now?: Date;
  /** For `requestId` where no message has an id: Lambda's own. Default: a random UUID. */
  readonly requestId?: string;
}

/**
 * Reads an event in any of its wrappings: the payload itself, SNS records, SQS bodies, SQS bodies holding an SNS
 * envelope, S3 events inside SQS. All of it is checked before anything of it is given back.
 *
 * @returns a request for each message, in their order; none for S3's test event.
 * @throws InvalidPayloadError naming each place and what is expected there.
 */
export function parsePayload(event: unknown, options: ParseOptions = {}): LaunchRequest[] {
  return requestsOf(unwrap(event), options);
}

/**
 * As {@link parsePayload}, of one of an event's records: the others are not looked at.
 *
 * @throws InvalidPayloadError
 */
export function parseRecord(event: unknown, index: number, options: ParseOptions = {}): LaunchRequest[] {
  return requestsOf(unwrapRecord(event, index), options);
}

function requestsOf(
  messages: readonly Message[],
  { now = new Date(), requestId = randomUUID() }: ParseOptions,
): LaunchRequest[] {
  return messages.map((message) => {
    const { envelope } = message;
    const payload = message.kind === "payload" ? checked(message) : {};
    return {
      payload,
      launchDay: payload.launch_day ?? dayOf(envelope.sentAt ?? now),
      requestId: envelope.messageId ?? requestId,
      place: envelope.place,
      ...(message.kind === "s3 record" ? { s3Trigger: s3Trigger(message) } : {}),
    };
  });
}

function checked({ value, envelope }: Extract<Message, { kind: "payload" }>): Payload {
  const result = payloadSchema.safeParse(value);
  if (result.success) return result.data;
  throw new InvalidPayloadError(envelope.place, problemsOf(result.error, KNOWN_NAMES).map(inWords));
}

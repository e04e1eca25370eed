import { InvalidPayloadError } from "../errors.ts";
import { isObject, unsafeParts } from "../problems/json.ts";
import { type Envelope, inside, type Message } from "./message.ts";

/** SNS inside SQS, an S3 event inside that: more is nobody's intention. */
const MOST_WRAPPINGS = 4;

const NO_ENVELOPE: Envelope = { place: "", messageId: undefined, sqsMessageId: undefined, sentAt: undefined };

/**
 * Takes an event out of what Lambda, SNS, SQS and S3 wrap around it. One event may hold several messages; S3's test
 * event, sent once when notifications are switched on, holds none.
 *
 * @throws InvalidPayloadError naming the place.
 */
export function unwrap(event: unknown): Message[] {
  const problems = unsafeParts(event);
  if (problems.length > 0) throw new InvalidPayloadError("", problems);
  return unwrapped(event, NO_ENVELOPE, 0);
}

/**
 * As {@link unwrap}, of one of an event's records: the others may be wrong.
 *
 * @throws InvalidPayloadError naming the place.
 */
export function unwrapRecord(event: unknown, index: number): Message[] {
  const list = isObject(event) ? event["Records"] : undefined;
  const value: unknown = Array.isArray(list) ? list[index] : undefined;
  const problems = unsafeParts(value, ["Records", index]);
  if (problems.length > 0) throw new InvalidPayloadError("", problems);
  return record(value, index, { ...NO_ENVELOPE, place: `Records[${index}]` }, 0);
}

function unwrapped(value: unknown, envelope: Envelope, depth: number): Message[] {
  if (depth > MOST_WRAPPINGS) throw wrong(envelope.place, "is wrapped too often");
  if (!isObject(value)) return [{ kind: "payload", value, envelope }];
  if ("Records" in value) return records(value["Records"], envelope, depth);
  if (value["Type"] === "Notification" && "Message" in value) return sns(value, envelope, depth);
  if (value["Event"] === "s3:TestEvent" && "Bucket" in value) return [];
  return [{ kind: "payload", value, envelope }];
}

function records(list: unknown, envelope: Envelope, depth: number): Message[] {
  const place = inside(envelope.place, "Records");
  if (!Array.isArray(list) || list.length === 0) throw wrong(place, "expected a list of at least one record");
  return list.flatMap((value: unknown, index): Message[] =>
    record(value, index, { ...envelope, place: `${place}[${index}]` }, depth),
  );
}

function record(value: unknown, index: number, envelope: Envelope, depth: number): Message[] {
  const { place } = envelope;
  if (isObject(value)) {
    if (isObject(value["Sns"])) {
      return sns(value["Sns"], { ...envelope, place: inside(place, "Sns") }, depth);
    }
    if ("body" in value) return sqs(value, envelope, depth);
    if ("s3" in value) return [{ kind: "s3 record", value, index, envelope }];
  }
  throw wrong(place, "is no record of SNS (Sns), of SQS (body) or of S3 (s3)");
}

/** A record's `Sns`, or the envelope that SNS puts into a queue: the same names. */
function sns(value: Readonly<Record<string, unknown>>, envelope: Envelope, depth: number): Message[] {
  const { MessageId: id, Timestamp: timestamp, Message: message } = value;
  return inner(
    message,
    {
      ...envelope,
      place: inside(envelope.place, "Message"),
      messageId: textOr(id, envelope.messageId),
      sentAt: timeOr(typeof timestamp === "string" ? timestamp : undefined, envelope.sentAt),
    },
    depth,
  );
}

function sqs(record: Readonly<Record<string, unknown>>, envelope: Envelope, depth: number): Message[] {
  const { messageId: id, body, attributes } = record;
  const sent = isObject(attributes) ? Number(attributes["SentTimestamp"] ?? Number.NaN) : Number.NaN;
  return inner(
    body,
    {
      place: inside(envelope.place, "body"),
      messageId: textOr(id, envelope.messageId),
      sqsMessageId: textOr(id, envelope.sqsMessageId),
      sentAt: timeOr(sent, envelope.sentAt),
    },
    depth,
  );
}

function inner(text: unknown, envelope: Envelope, depth: number): Message[] {
  const value = parsed(text, envelope.place);
  const problems = unsafeParts(value);
  if (problems.length > 0) throw new InvalidPayloadError(envelope.place, problems);
  return unwrapped(value, envelope, depth + 1);
}

function parsed(text: unknown, place: string): unknown {
  if (typeof text !== "string") throw wrong(place, "expected a text of JSON");
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw wrong(place, `is not JSON: ${cause instanceof Error ? cause.message : String(cause)}`, cause);
  }
}

function textOr(value: unknown, otherwise: string | undefined): string | undefined {
  return typeof value === "string" && value !== "" ? value : otherwise;
}

function timeOr(value: string | number | undefined, otherwise: Date | undefined): Date | undefined {
  const time = new Date(value ?? Number.NaN);
  return Number.isNaN(time.getTime()) ? otherwise : time;
}

function wrong(place: string, problem: string, cause?: unknown): InvalidPayloadError {
  return new InvalidPayloadError(place, [problem], { cause });
}

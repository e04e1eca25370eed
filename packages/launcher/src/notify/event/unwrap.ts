import { z } from "zod";
import { isOwnMessage } from "./own-message.ts";

/** What was inside all wrappings, or why nothing is to be done with it. */
export type Unwrapped =
  | { readonly kind: "document"; readonly value: unknown }
  | { readonly kind: "ignored"; readonly why: string };

interface Attribute {
  readonly Value?: string | undefined;
  readonly stringValue?: string | undefined;
}

type Attributes = Readonly<Record<string, Attribute>> | null | undefined;

interface SnsMessage {
  readonly Message: string;
  readonly MessageAttributes?: Attributes;
}

interface Wrapped {
  readonly Records: readonly (
    | { readonly Sns: SnsMessage }
    | { readonly body: string; readonly messageAttributes?: Attributes }
  )[];
}

const attributes: z.ZodType<Attributes> = z
  .record(z.string(), z.object({ Value: z.string().optional(), stringValue: z.string().optional() }))
  .nullish();

const snsMessage: z.ZodType<SnsMessage> = z.object({ Message: z.string(), MessageAttributes: attributes });

const wrapped: z.ZodType<Wrapped> = z.object({
  Records: z.array(
    z.union([z.object({ Sns: snsMessage }), z.object({ body: z.string(), messageAttributes: attributes })]),
  ),
});

/** What SNS puts into a queue's body where delivery is not raw. */
const snsEnvelope: z.ZodType<SnsMessage> = z.object({
  Type: z.literal("Notification"),
  Message: z.string(),
  MessageAttributes: attributes,
});

/** Takes events out of SNS records, SQS bodies, and SNS envelopes inside those; one that is bare stays as it is. */
export function unwrap(arrived: unknown): Unwrapped[] {
  const records = wrapped.safeParse(arrived);
  if (!records.success) return [bare(arrived)];
  return records.data.Records.map((record) =>
    "Sns" in record
      ? inSns(record.Sns)
      : inText(record.body, record.messageAttributes?.["source"]?.stringValue),
  );
}

function bare(value: unknown): Unwrapped {
  const envelope = snsEnvelope.safeParse(value);
  return envelope.success ? inSns(envelope.data) : { kind: "document", value };
}

function inSns({ Message, MessageAttributes }: SnsMessage): Unwrapped {
  return inText(Message, MessageAttributes?.["source"]?.Value);
}

function inText(text: string, source: string | undefined): Unwrapped {
  if (isOwnMessage(text, source)) return { kind: "ignored", why: "it is a notice of our own" };
  try {
    return bare(JSON.parse(text));
  } catch {
    return { kind: "ignored", why: "it is no JSON" };
  }
}

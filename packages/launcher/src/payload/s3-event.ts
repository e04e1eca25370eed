import { z } from "zod";
import { InvalidPayloadError } from "../errors.ts";
import { inWords, problemsOf } from "../problems/issues.ts";
import { dayOf } from "./day.ts";
import type { Message } from "./message.ts";

/** What an S3 event tells every step of the cluster that it launches. */
export interface S3Trigger {
  /** The SQS message's id. */
  readonly correlationId: string;
  /** Tells apart the records of one message. */
  readonly record: number;
  readonly bucket: string;
  /** The object's key. */
  readonly prefix: string;
  /** The UTC day of the event's own time, as the original has it: not of the message, which may be sent again later. */
  readonly exportDate: string;
}

interface S3Record {
  readonly eventTime: string;
  readonly s3: { readonly bucket: { readonly name: string }; readonly object: { readonly key: string } };
}

const someText = z.string({ error: "expected a text" }).min(1, { error: "expected a text" });

const recordSchema: z.ZodType<S3Record> = z.object({
  eventTime: z.iso.datetime({ error: "expected a time, as 2026-11-20T03:00:00.000Z" }),
  s3: z.object({ bucket: z.object({ name: someText }), object: z.object({ key: someText }) }),
});

/**
 * Reads one record of an S3 event.
 *
 * @throws InvalidPayloadError naming the place; also where no SQS message is around it, which is its correlation id.
 */
export function s3Trigger({ value, index, envelope }: Extract<Message, { kind: "s3 record" }>): S3Trigger {
  const { place, sqsMessageId } = envelope;
  if (sqsMessageId === undefined) {
    throw new InvalidPayloadError(place, ["an S3 event must come in an SQS message that has a messageId"]);
  }
  const result = recordSchema.safeParse(value);
  if (!result.success) throw new InvalidPayloadError(place, problemsOf(result.error).map(inWords));
  const { eventTime, s3 } = result.data;
  return {
    correlationId: sqsMessageId,
    record: index,
    bucket: s3.bucket.name,
    prefix: asArgument(decodedKey(s3.object.key, place), place),
    exportDate: dayOf(new Date(eventTime)),
  };
}

/** Whoever may put an object may choose its key: as an argument of the job, `--clean_up_flg=true` would be taken for one. */
function asArgument(key: string, place: string): string {
  if (!/^-|\p{Cc}/u.test(key)) return key;
  throw new InvalidPayloadError(place, [
    `s3.object.key: ${JSON.stringify(key)} begins with a hyphen or has control characters, and is passed to no step`,
  ]);
}

/** S3 writes keys into its events as a form would: a space is a plus sign. */
function decodedKey(key: string, place: string): string {
  try {
    return decodeURIComponent(key.replaceAll("+", " "));
  } catch (cause) {
    throw new InvalidPayloadError(place, ["s3.object.key: is not URL-encoded"], { cause });
  }
}

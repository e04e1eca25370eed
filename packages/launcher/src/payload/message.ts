/** What is known of a payload besides its text: where it was found, and what it came in. */
export interface Envelope {
  /** `Records[0].Sns.Message`; empty: the event itself. */
  readonly place: string;
  /** Id of the innermost message around it; a delivery of the same message again has the same. */
  readonly messageId: string | undefined;
  /** Id of the SQS message around it, which is a correlation id for what is launched by an S3 event. */
  readonly sqsMessageId: string | undefined;
  readonly sentAt: Date | undefined;
}

/** A payload, or an S3 event's record, out of all its wrappings. */
export type Message =
  | { readonly kind: "payload"; readonly value: unknown; readonly envelope: Envelope }
  | {
      readonly kind: "s3 record";
      readonly value: unknown;
      /** Which one of its event's records. */
      readonly index: number;
      readonly envelope: Envelope;
    };

/** A place inside a place. */
export function inside(place: string, part: string): string {
  return place === "" || part.startsWith("[") ? `${place}${part}` : `${place}.${part}`;
}

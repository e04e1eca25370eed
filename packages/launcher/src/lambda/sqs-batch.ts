import { z } from "zod";

/**
 * What Lambda is answered for a batch of SQS messages: those that failed, which alone come again. It reads that where
 * the event source mapping has `ReportBatchItemFailures`.
 */
export interface BatchAnswer {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

const sqsBatch: z.ZodType<{ Records: { messageId: string }[] }> = z.object({
  Records: z.array(z.object({ messageId: z.string().min(1), body: z.unknown() })).min(1),
});

/** The ids of a batch's messages, in their order; nothing for an event that is no batch of SQS. */
export function messageIds(event: unknown): readonly string[] | undefined {
  const batch = sqsBatch.safeParse(event);
  return batch.success ? batch.data.Records.map(({ messageId }) => messageId) : undefined;
}

/**
 * The answer for an event of which some messages failed.
 *
 * @param ids - as {@link messageIds} has them.
 * @param failed - ids of what failed; one that is no message's stands for the whole event.
 * @returns nothing for an event that is no batch, or of which nothing went well: a failure is then to be thrown, which
 * Lambda understands without any setting.
 */
export function batchAnswer(
  ids: readonly string[] | undefined,
  failed: readonly string[],
): BatchAnswer | undefined {
  if (ids === undefined || failed.some((id) => !ids.includes(id))) return undefined;
  const again = ids.filter((id) => failed.includes(id));
  if (again.length === ids.length) return undefined;
  return { batchItemFailures: again.map((itemIdentifier) => ({ itemIdentifier })) };
}

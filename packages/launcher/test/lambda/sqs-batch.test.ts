import { describe, expect, it } from "@jest/globals";
import { batchAnswer, messageIds } from "../../src/lambda/sqs-batch.ts";

describe("the messages of a batch", () => {
  const sqs = (...ids: string[]) => ({ Records: ids.map((messageId) => ({ messageId, body: "{}" })) });
  it.each<[string, unknown, readonly string[] | undefined]>([
    ["SQS", sqs("a", "b"), ["a", "b"]],
    ["SNS", { Records: [{ Sns: { Message: "{}" } }] }, undefined],
    ["SQS and something else", { Records: [...sqs("a").Records, { Sns: {} }] }, undefined],
    ["no record", { Records: [] }, undefined],
    ["the payload itself", { again: "x" }, undefined],
    ["nothing", null, undefined],
  ])("are those of %s", (_name, event, ids) => {
    expect(messageIds(event)).toEqual(ids);
  });
});

describe("the answer for a batch", () => {
  it.each<[string, readonly string[] | undefined, readonly string[], readonly string[] | undefined]>([
    ["none where all went well", ["a", "b"], [], []],
    ["what failed, in its order and once", ["a", "b", "c"], ["c", "a", "c"], ["a", "c"]],
    ["no answer where all failed", ["a", "b"], ["b", "a"], undefined],
    ["no answer where the event failed as a whole", ["a", "b"], ["the invocation"], undefined],
    ["no answer for what is no batch", undefined, [], undefined],
  ])("has %s", (_name, ids, failed, again) => {
    expect(batchAnswer(ids, failed)).toEqual(
      again === undefined
        ? undefined
        : { batchItemFailures: again.map((itemIdentifier) => ({ itemIdentifier })) },
    );
  });
});

import { describe, expect, it } from "@jest/globals";
import { InvalidPayloadError, parsePayload } from "../../src/index.ts";
import { parseRecord } from "../../src/payload/parse-payload.ts";

const now = new Date("2026-11-21T00:30:00Z");
const options = { now, requestId: "lambda-1" };
const payload = { additional_step_args: { "submit-job-vacancy": ["--module_name", "vacancy"] } };
const text = JSON.stringify(payload);
const sns = (Message: string) => ({
  Sns: { MessageId: "sns-1", Timestamp: "2026-11-20T23:00:00.000Z", Message },
});
const sqs = (body: string) => ({
  messageId: "sqs-1",
  attributes: { SentTimestamp: String(Date.parse("2026-11-19T23:00:00Z")) },
  body,
});
const envelope = JSON.stringify({
  Type: "Notification",
  MessageId: "sns-2",
  Timestamp: "2026-11-18T23:00:00.000Z",
  Message: text,
});
const s3 = (key = "a/b", more: object = {}) => ({
  eventTime: "2026-11-17T22:00:00.000Z",
  s3: { bucket: { name: "uploads" }, object: { key } },
  ...more,
});

describe("a payload out of its wrappings", () => {
  it.each([
    ["the event itself", payload, "", "2026-11-21", "lambda-1"],
    ["an SNS record", { Records: [sns(text)] }, "Records[0].Sns.Message", "2026-11-20", "sns-1"],
    ["an SQS body", { Records: [sqs(text)] }, "Records[0].body", "2026-11-19", "sqs-1"],
    [
      "an SNS envelope in an SQS body",
      { Records: [sqs(envelope)] },
      "Records[0].body.Message",
      "2026-11-18",
      "sns-2",
    ],
    [
      "an SQS body without its attributes",
      { Records: [{ messageId: "sqs-1", body: text }] },
      "Records[0].body",
      "2026-11-21",
      "sqs-1",
    ],
  ])("%s", (_name, event, place, launchDay, requestId) => {
    expect(parsePayload(event, options)).toEqual([{ payload, place, launchDay, requestId }]);
  });

  it("gives every record of an event, in order", () => {
    const requests = parsePayload(
      { Records: [sns(text), sqs("{}"), sns('{"launch_day":"2026-01-31"}')] },
      options,
    );
    expect(requests.map(({ place, launchDay }) => [place, launchDay])).toEqual([
      ["Records[0].Sns.Message", "2026-11-20"],
      ["Records[1].body", "2026-11-19"],
      ["Records[2].Sns.Message", "2026-01-31"],
    ]);
  });

  it("gives one record alone as it gives it among the others, which may be wrong", () => {
    const event = {
      Records: [sqs(text), sns(text), sqs(envelope), sqs(JSON.stringify({ Records: [s3()] }))],
    };
    const apart = event.Records.flatMap((_record, index) => parseRecord(event, index, options));
    expect(apart).toEqual(parsePayload(event, options));
    expect(parseRecord({ Records: [sqs("{"), sqs(text)] }, 1, options)).toMatchObject([
      { payload, place: "Records[1].body" },
    ]);
    expect(() => parseRecord({ Records: [sqs(text), sqs("{")] }, 1, options)).toThrow(
      "Records[1].body: is not JSON",
    );
  });

  it("gives each record of an S3 event inside SQS, its day by the event's own time", () => {
    const event = { Records: [sqs(JSON.stringify({ Records: [s3("a+b/%C3%A9"), s3("c")] }))] };
    const requests = parsePayload(event, options);
    expect(requests.map(({ s3Trigger }) => s3Trigger)).toEqual([
      { correlationId: "sqs-1", record: 0, bucket: "uploads", prefix: "a b/é", exportDate: "2026-11-17" },
      { correlationId: "sqs-1", record: 1, bucket: "uploads", prefix: "c", exportDate: "2026-11-17" },
    ]);
    expect(requests[1]).toMatchObject({
      place: "Records[0].body.Records[1]",
      payload: {},
      requestId: "sqs-1",
    });
  });

  it("finds nothing to launch in S3's test event", () => {
    const test = { Service: "Amazon S3", Event: "s3:TestEvent", Bucket: "uploads" };
    expect(parsePayload({ Records: [sqs(JSON.stringify(test))] }, options)).toEqual([]);
  });

  it("takes a payload that has it all", () => {
    const all = {
      s3_overrides: { emr_launcher_config_s3_bucket: "b", emr_launcher_config_s3_folder: "f" },
      overrides: { Name: "x" },
      extend: { "Instances.InstanceFleets": [{}], Tags: { Key: "a", Value: "b" } },
      additional_step_args: { a: [] },
      copy_secconfig: true,
      only_steps: ["a"],
      again: "2",
      launch_day: "2024-02-29",
    };
    expect(parsePayload(all, options)[0]?.payload).toEqual(all);
  });
});

describe("what cannot be right names its place", () => {
  const bad = (message: unknown) => ({ Records: [sns(JSON.stringify(message))] });
  const at = "Records[0].Sns.Message: ";

  it.each<[string, unknown, string]>([
    ["no object", "x", "expected a JSON object"],
    ["nothing", null, "expected a JSON object"],
    ["a list", [], "expected a JSON object"],
    ["no records", { Records: [] }, "Records: expected a list of at least one record"],
    ["records that are no list", { Records: {} }, "Records: expected a list of at least one record"],
    [
      "a record of something else",
      { Records: [{ eventSource: "aws:kinesis" }] },
      "Records[0]: is no record of SNS",
    ],
    [
      "a message that is no text",
      { Records: [{ Sns: { Message: payload } }] },
      "Records[0].Sns.Message: expected a text of JSON",
    ],
    ["a message that is no JSON", { Records: [sns("{'a'}")] }, "Records[0].Sns.Message: is not JSON"],
    ["a body that is no JSON", { Records: [sns(text), sqs("")] }, "Records[1].body: is not JSON"],
    [
      "an unknown name",
      bad({ correlation_id: "x" }),
      `${at}correlation_id: is not known; known are s3_overrides, overrides,`,
    ],
    [
      "an unknown name of s3_overrides",
      bad({ s3_overrides: { bucket: "x" } }),
      `${at}s3_overrides.bucket: is not known; known are emr_launcher_config_s3_bucket,`,
    ],
    [
      "a step's arguments as one text",
      bad({ additional_step_args: { a: "--x" } }),
      `${at}additional_step_args.a: expected a list of texts`,
    ],
    [
      "a number among them",
      bad({ additional_step_args: { a: ["--n", 5] } }),
      `${at}additional_step_args.a[1]: expected a text`,
    ],
    ["a flag as a text", bad({ copy_secconfig: "true" }), `${at}copy_secconfig: expected true or false`],
    [
      "a day that there is not",
      bad({ launch_day: "2026-02-30" }),
      `${at}launch_day: expected a day that exists`,
    ],
    ["a token that is none", bad({ again: "a/b" }), `${at}again: expected 1 to 32 letters`],
    ["no step at all", bad({ only_steps: [] }), `${at}only_steps: expected the name of at least one step`],
    ["overrides as a list", bad({ overrides: [] }), `${at}overrides: expected an object`],
    [
      "a prototype",
      { Records: [sns('{"overrides":{"__proto__":{"a":1}}}')] },
      `${at}overrides.__proto__: is not a name that may be given`,
    ],
    [
      "great depth",
      { Records: [sns(`{"overrides":${'{"a":'.repeat(5000)}1${"}".repeat(5000)}}`)] },
      `${at}overrides.a.a: is nested more than 64 deep`,
    ],
    ["wrappings without end", { Records: [sqs(wrapped(6))] }, "is wrapped too often"],
    ["an S3 event in no message", { Records: [s3()] }, "Records[0]: an S3 event must come in an SQS message"],
    [
      "an S3 event without its object",
      { Records: [sqs(JSON.stringify({ Records: [s3("a", { s3: {} })] }))] },
      "Records[0].body.Records[0]: s3.bucket: ",
    ],
    [
      "an S3 event without its time",
      { Records: [sqs(JSON.stringify({ Records: [s3("a", { eventTime: "yesterday" })] }))] },
      "Records[0].body.Records[0]: eventTime: expected a time",
    ],
    [
      "a key that is not encoded",
      { Records: [sqs(JSON.stringify({ Records: [s3("%zz")] }))] },
      "s3.object.key: is not URL-encoded",
    ],
    [
      "a key that the job would take for an argument",
      { Records: [sqs(JSON.stringify({ Records: [s3("--clean_up_flg%3Dtrue")] }))] },
      's3.object.key: "--clean_up_flg=true" begins with a hyphen',
    ],
    [
      "a key that no process can be given",
      { Records: [sqs(JSON.stringify({ Records: [s3("a%00b")] }))] },
      "has control characters",
    ],
  ])("%s", (_name, event, message) => {
    expect(() => parsePayload(event, options)).toThrow(InvalidPayloadError);
    expect(() => parsePayload(event, options)).toThrow(message);
  });

  it("names everything that is wrong at once", () => {
    expect(() => parsePayload({ again: 1, copy_secconfig: 2, x: 3 }, options)).toThrow(
      /copy_secconfig: .*\n.*again: .*\n.*x: is not known/,
    );
  });
});

function wrapped(times: number): string {
  return times === 0 ? text : JSON.stringify({ Records: [{ messageId: "m", body: wrapped(times - 1) }] });
}

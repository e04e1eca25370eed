/** A queue subscribed to a topic: what those who subscribe get. Spoken to in SQS's own JSON, for want of a client. */
export interface Queue {
  readonly arn: string;
  /** Takes all messages there are. */
  receive(): Promise<{ readonly Body: string }[]>;
}

export async function createQueue(name: string): Promise<Queue> {
  const { QueueUrl } = await call<{ QueueUrl: string }>("CreateQueue", { QueueName: name });
  const { Attributes } = await call<{ Attributes: { QueueArn: string } }>("GetQueueAttributes", {
    QueueUrl,
    AttributeNames: ["QueueArn"],
  });
  return {
    arn: Attributes.QueueArn,
    async receive() {
      const all: { Body: string; ReceiptHandle: string }[] = [];
      for (;;) {
        const { Messages = [] } = await call<{ Messages?: typeof all }>("ReceiveMessage", {
          QueueUrl,
          MaxNumberOfMessages: 10,
          WaitTimeSeconds: 0,
        });
        if (Messages.length === 0) return all;
        all.push(...Messages);
        for (const { ReceiptHandle } of Messages) await call("DeleteMessage", { QueueUrl, ReceiptHandle });
      }
    },
  };
}

async function call<T>(action: string, input: object): Promise<T> {
  const { AWS_ENDPOINT_URL = "", AWS_ACCESS_KEY_ID = "", AWS_REGION = "" } = process.env;
  const day = new Date().toISOString().slice(0, 10).replaceAll("-", "");
  const response = await fetch(AWS_ENDPOINT_URL, {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.0",
      "x-amz-target": `AmazonSQS.${action}`,
      // moto reads the service and the region from it, and checks no signature.
      authorization: `AWS4-HMAC-SHA256 Credential=${AWS_ACCESS_KEY_ID}/${day}/${AWS_REGION}/sqs/aws4_request, SignedHeaders=host, Signature=0`,
    },
    body: JSON.stringify(input),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`SQS ${action}: ${response.status} ${text}`);
  return (text === "" ? {} : JSON.parse(text)) as T;
}

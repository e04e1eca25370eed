import type { IKey } from "aws-cdk-lib/aws-kms";
import { Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs";
import { Duration } from "aws-cdk-lib/core";
import type { Construct } from "constructs";

/** A queue that holds what could not be delivered or failed for good, until a person has looked: two weeks, SQS's longest. */
export function failureQueue(
  scope: Construct,
  id: string,
  { queueName, key }: { queueName: string; key: IKey },
): Queue {
  return new Queue(scope, id, {
    queueName,
    encryption: QueueEncryption.KMS,
    encryptionMasterKey: key,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
  });
}

import type { IKey } from "aws-cdk-lib/aws-kms";
import { Topic } from "aws-cdk-lib/aws-sns";
import type { Construct } from "constructs";

/** An encrypted topic that takes nothing over plain HTTP. */
export function encryptedTopic(
  scope: Construct,
  id: string,
  { topicName, key }: { topicName: string; key: IKey },
): Topic {
  return new Topic(scope, id, { topicName, masterKey: key, enforceSSL: true });
}

import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { IKey } from "aws-cdk-lib/aws-kms";
import type { Construct } from "constructs";
import { arnOf } from "../arns.ts";
import { encryptedTopic } from "../messages/topic.ts";
import { names } from "../names.ts";
import type { Parameters } from "../parameters/parameters.ts";

/** Where alarms go: a topic of its own, whose subscribers are woken, not informed. */
export function alarmsTopic(scope: Construct, parameters: Parameters, key: IKey): SnsAction {
  const topic = encryptedTopic(scope, "AlarmsTopic", { topicName: names.alarmsTopic, key });
  topic.addToResourcePolicy(
    PolicyStatement.fromJson({
      Sid: "AlarmsPublish",
      Effect: "Allow",
      Principal: { Service: "cloudwatch.amazonaws.com" },
      Action: "sns:Publish",
      Resource: topic.topicArn,
      Condition: {
        StringEquals: { "aws:SourceAccount": parameters.account },
        ArnLike: { "aws:SourceArn": arnOf(parameters, "cloudwatch", `alarm:${names.application}-*`) },
      },
    }),
  );
  return new SnsAction(topic);
}

import { Alarm, ComparisonOperator, type IAlarmAction, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import { Duration } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import { names } from "../names.ts";

/** Alarms on a function and on what it left behind. */
export function failureAlarms(
  scope: Construct,
  what: string,
  { lambda, failures, action }: { lambda: IFunction; failures: IQueue; action: IAlarmAction },
): void {
  const alarms = [
    new Alarm(scope, `${what}Errors`, {
      alarmName: `${names.application}-${what}-errors`,
      alarmDescription: `The ${what} failed; Lambda tries three times. Its log says why.`,
      metric: lambda.metricErrors({ period: Duration.minutes(5) }),
      evaluationPeriods: 1,
      threshold: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    }),
    new Alarm(scope, `${what}LeftBehind`, {
      alarmName: `${names.application}-${what}-failures-waiting`,
      alarmDescription: `Events that the ${what} never dealt with wait in its failure queue, for 14 days.`,
      metric: failures.metricApproximateNumberOfMessagesVisible({
        period: Duration.minutes(5),
        statistic: "Maximum",
      }),
      evaluationPeriods: 1,
      threshold: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    }),
  ];
  for (const alarm of alarms) alarm.addAlarmAction(action);
}

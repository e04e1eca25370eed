import {
  Alarm,
  ComparisonOperator,
  type IAlarmAction,
  Metric,
  TreatMissingData,
} from "aws-cdk-lib/aws-cloudwatch";
import { FilterPattern, type ILogGroup, MetricFilter } from "aws-cdk-lib/aws-logs";
import { Duration } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import { correlationId, type Module, names } from "../names.ts";
import type { Parameters } from "../parameters/parameters.ts";

const HOURS_A_DAY = 24;

/**
 * Alarms on days, from the job's own log lines: nothing can be late or stuck without its lines staying away.
 * Silence is what they listen for, so it does not matter whether schedule, launcher, cluster or job is at fault.
 */
export function dayAlarms(
  scope: Construct,
  { schedules, alarms, source }: Parameters,
  { logGroup, action }: { logGroup: ILogGroup; action: IAlarmAction },
): void {
  lineMetrics(scope, logGroup);
  for (const module of schedules.flatMap((schedule) => schedule.modules)) {
    const silent = (id: string, name: string, hours: number, description: string): void =>
      raise(scope, id, action, {
        alarmName: `${names.application}-${name}-${module}`,
        alarmDescription: description,
        metric: completedDays(module),
        // No data point at all in that many hours one after another.
        evaluationPeriods: hours,
        datapointsToAlarm: hours,
        threshold: 1,
        comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
        treatMissingData: TreatMissingData.BREACHING,
      });
    silent(
      `MissedDay-${module}`,
      "missed-day",
      HOURS_A_DAY + alarms.missedAfterHours,
      `No day of ${module} was Completed for ${HOURS_A_DAY + alarms.missedAfterHours} hours. See docs/operations.md, a failed day.`,
    );
    const loss = `The source deletes files after ${source.retentionDays} days. See docs/operations.md, a failed day.`;
    silent(
      `NearRetention-${module}`,
      "near-retention",
      HOURS_A_DAY * alarms.behindDays,
      `No day of ${module} was Completed for ${alarms.behindDays} days. ${loss}`,
    );
    raise(scope, `FarBehind-${module}`, action, {
      alarmName: `${names.application}-far-behind-${module}`,
      alarmDescription: `${module} has ${alarms.behindDays} days or more to catch up on. ${loss}`,
      metric: daysBehind(module),
      evaluationPeriods: 1,
      threshold: alarms.behindDays,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      // Between two runs nothing is said: what was last known holds.
      treatMissingData: TreatMissingData.IGNORE,
    });
  }
}

/** The lines of packages/runner that the metrics are made of; a test holds them against that package's code. */
export const dayLines = { completed: "day completed", behindField: "days_behind" } as const;

function lineMetrics(scope: Construct, logGroup: ILogGroup): void {
  const filter = (id: string, pattern: string, metricName: string, metricValue: string): MetricFilter =>
    new MetricFilter(scope, id, {
      logGroup,
      filterName: `${names.application}-${metricName}`,
      filterPattern: FilterPattern.literal(pattern),
      metricNamespace: names.metricNamespace,
      metricName,
      metricValue,
      dimensions: { Correlation_Id: "$.correlation_id" },
    });
  filter(
    "CompletedLines",
    `{ ($.msg = "${dayLines.completed}") && ($.correlation_id = *) }`,
    "DayCompleted",
    "1",
  );
  filter(
    "BehindLines",
    `{ ($.${dayLines.behindField} >= 0) && ($.correlation_id = *) }`,
    "DaysBehind",
    `$.${dayLines.behindField}`,
  );
}

const metricOf = (metricName: string, module: Module, statistic: string): Metric =>
  new Metric({
    namespace: names.metricNamespace,
    metricName,
    dimensionsMap: { Correlation_Id: correlationId(module) },
    statistic,
    period: Duration.hours(1),
  });
const completedDays = (module: Module): Metric => metricOf("DayCompleted", module, "Sum");
/** The least of an hour: what was left when the last day of it was done. */
const daysBehind = (module: Module): Metric => metricOf("DaysBehind", module, "Minimum");

function raise(
  scope: Construct,
  id: string,
  action: IAlarmAction,
  properties: ConstructorParameters<typeof Alarm>[2],
): void {
  const alarm = new Alarm(scope, id, properties);
  alarm.addAlarmAction(action);
  alarm.addOkAction(action);
}

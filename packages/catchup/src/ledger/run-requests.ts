import type {
  AttributeValue,
  PutItemCommandInput,
  TransactWriteItem,
  TransactWriteItemsCommandInput,
  UpdateItemCommandInput,
} from "@aws-sdk/client-dynamodb";
import { type Day, isDay } from "../days/day.ts";
import { type AttributeMap, type AuditStatus, formatAuditItem } from "./audit-item.ts";
import { checkOurs, type LockClaim } from "./day-lock.ts";
import { type DayRecord, markUnsettled, mayStillWrite, raiseFence, recordEnd } from "./day-record.ts";
import { formatRunReport, type RunReport } from "../reports/run-report.ts";
import { type ModuleKey, moduleItemKey } from "./module-key.ts";

/**
 * How a run that begins writes the module's item. The watermark only ever moves forward:
 * - `advance`: the day is at or beyond it; Date, Status and Run_Id are written;
 * - `count`: an old day is run again; Run_Id alone moves;
 * - `repair`: an attribute cannot be read (the original could leave an error text in Date, an edit by hand a text in
 *   Run_Id); all three are written over.
 */
export type BeginStep =
  | { readonly kind: "advance" }
  | { readonly kind: "count" }
  | { readonly kind: "repair"; readonly found: AttributeMap };

/** The step that fits an item which refused to advance. */
export function stepFor(item: AttributeMap | undefined, day: Day): BeginStep {
  const { Date: date, Run_Id: runId, Status: status } = item ?? {};
  if (date !== undefined && (date.S === undefined || !isDay(date.S))) return repairOf(item);
  if (runId !== undefined && !Number.isSafeInteger(Number(runId.N ?? Number.NaN))) return repairOf(item);
  if (date === undefined || date.S <= day) return { kind: "advance" };
  return status?.S === undefined ? repairOf(item) : { kind: "count" };
}

function repairOf(item: AttributeMap | undefined): BeginStep {
  return { kind: "repair", found: item ?? {} };
}

/** One conditional update that takes the next run id. */
export function beginRequest(module: ModuleKey, day: Day, step: BeginStep): UpdateItemCommandInput {
  const request = {
    TableName: module.table,
    Key: moduleItemKey(module),
    ReturnValues: "UPDATED_NEW",
    ReturnValuesOnConditionCheckFailure: "ALL_OLD",
  } as const;
  if (step.kind === "repair") return { ...request, ...repair(step.found, day) };
  const countable = "(attribute_not_exists(#run) OR attribute_type(#run, :number))";
  const runId = {
    names: { "#date": "Date", "#run": "Run_Id" },
    values: { ":one": { N: "1" }, ":number": { S: "N" } },
  };
  if (step.kind === "count") {
    return {
      ...request,
      UpdateExpression: "ADD #run :one",
      ConditionExpression: `#date > :day AND ${countable}`,
      ExpressionAttributeNames: runId.names,
      ExpressionAttributeValues: { ...runId.values, ":day": { S: day } },
    };
  }
  return {
    ...request,
    UpdateExpression: "SET #date = :day, #status = :status ADD #run :one",
    ConditionExpression: `(attribute_not_exists(#date) OR #date <= :day) AND ${countable}`,
    ExpressionAttributeNames: { ...runId.names, "#status": "Status" },
    ExpressionAttributeValues: {
      ...runId.values,
      ":day": { S: day },
      ":status": { S: "In-Progress" satisfies AuditStatus },
    },
  };
}

/** Writes an item over that is still as it was found. A later day stays, and so does the number that a text shows. */
function repair(
  found: AttributeMap,
  day: Day,
): Pick<
  UpdateItemCommandInput,
  "UpdateExpression" | "ConditionExpression" | "ExpressionAttributeNames" | "ExpressionAttributeValues"
> {
  const date = found["Date"]?.S;
  const isLater = date !== undefined && isDay(date) && date > day;
  const inProgress: AuditStatus = "In-Progress";
  const unknown: AuditStatus = "Failed";
  const conditions: string[] = [];
  const values: AttributeMap = {
    ":day": { S: isLater ? date : day },
    ":status": { S: isLater ? (found["Status"]?.S ?? unknown) : inProgress },
    ":run": { N: String(lastRunId(found["Run_Id"]) + 1) },
  };
  for (const [name, attribute] of [
    ["date", "Date"],
    ["run", "Run_Id"],
    ["status", "Status"],
  ] as const) {
    const value = found[attribute];
    conditions.push(value === undefined ? `attribute_not_exists(#${name})` : `#${name} = :found_${name}`);
    if (value !== undefined) values[`:found_${name}`] = value;
  }
  return {
    UpdateExpression: "SET #date = :day, #status = :status, #run = :run",
    ConditionExpression: conditions.join(" AND "),
    ExpressionAttributeNames: { "#date": "Date", "#run": "Run_Id", "#status": "Status" },
    ExpressionAttributeValues: values,
  };
}

/** The last run id of an item, also of one that has it as text; 0 where none can be read. */
function lastRunId(value: AttributeValue | undefined): number {
  const text = (value?.N ?? value?.S ?? "").trim();
  const number = /^\d+(\.\d+)?$/.test(text) ? Math.floor(Number(text)) : 0;
  return number < Number.MAX_SAFE_INTEGER ? number : 0;
}

/** Hash key of one run's own item. */
function runKey(correlationId: string, runId: number): string {
  return `${correlationId}_${runId}`;
}

/** Key of one run's own item. */
export function runItemKey(module: ModuleKey, runId: number): AttributeMap {
  return {
    Correlation_Id: { S: runKey(module.correlationId, runId) },
    DataProduct: { S: module.dataProduct },
  };
}

/**
 * The run's own item: which day, and how it stands. Its Run_Id is 1, as the original's. What the run says of itself is an
 * attribute more, which whoever reads the original's does not see.
 */
export function runItemRequest(
  module: ModuleKey,
  run: { readonly day: Day; readonly runId: number },
  status: AuditStatus,
  report?: RunReport,
): PutItemCommandInput {
  const item = formatAuditItem({
    Correlation_Id: runKey(module.correlationId, run.runId),
    DataProduct: module.dataProduct,
    Date: run.day,
    Run_Id: 1,
    Status: status,
  });
  return {
    TableName: module.table,
    Item: report === undefined ? item : { ...item, Report: { S: formatRunReport(report) } },
  };
}

/**
 * The beginning of a run in one transaction: only while the lock is ours, the run's own item and the day's fence. The day
 * is unsettled from then on when the run before may still write.
 */
export function startRequest(
  module: ModuleKey,
  run: { readonly day: Day; readonly runId: number },
  claim: LockClaim,
  before: DayRecord | undefined,
  now: Date,
): TransactWriteItemsCommandInput {
  const { TableName, Item } = runItemRequest(module, run, "In-Progress");
  return {
    TransactItems: [
      checkOurs(module, claim),
      { Put: { TableName, Item } },
      raiseFence(module, run.day, run.runId),
      ...(mayStillWrite(before) ? [markUnsettled(module, run.day, now)] : []),
    ],
  };
}

/**
 * The end of a run in one transaction: only while the lock is ours, the run's own item, the day's record, and the module's
 * Status if the watermark is at this day.
 */
export function endRequest(
  module: ModuleKey,
  run: { readonly day: Day; readonly runId: number },
  claim: LockClaim,
  status: "Completed" | "Failed",
  {
    atWatermark,
    record,
    report,
  }: {
    readonly atWatermark: boolean;
    readonly record: DayRecord | undefined;
    readonly report?: RunReport | undefined;
  },
): TransactWriteItemsCommandInput {
  const { TableName, Item } = runItemRequest(module, run, status, report);
  const items: TransactWriteItem[] = [
    checkOurs(module, claim),
    { Put: { TableName, Item } },
    recordEnd(module, run, status, record),
  ];
  if (atWatermark) {
    items.push({
      Update: {
        TableName: module.table,
        Key: moduleItemKey(module),
        UpdateExpression: "SET #status = :status",
        ConditionExpression: "#date = :day",
        ExpressionAttributeNames: { "#date": "Date", "#status": "Status" },
        ExpressionAttributeValues: { ":day": { S: run.day }, ":status": { S: status } },
      },
    });
  }
  return { TransactItems: items };
}

/** Has run ids go on above a number that some record of the module knows already: an audit item that was reset starts low. */
export function skipRunIdsRequest(module: ModuleKey, upTo: number): UpdateItemCommandInput {
  return {
    TableName: module.table,
    Key: moduleItemKey(module),
    UpdateExpression: "SET #run = :run",
    ConditionExpression: "#run < :run",
    ExpressionAttributeNames: { "#run": "Run_Id" },
    ExpressionAttributeValues: { ":run": { N: String(upTo) } },
  };
}

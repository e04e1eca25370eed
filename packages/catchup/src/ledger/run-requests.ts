import type {
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
 * - `repair`: the item's Date is no day (the original could leave an error text there) and is written over.
 */
export type BeginStep =
  | { readonly kind: "advance" }
  | { readonly kind: "count" }
  | { readonly kind: "repair"; readonly found: string };

/** The step that fits an item which refused to advance. */
export function stepFor(item: AttributeMap | undefined, day: Day): BeginStep {
  const found = item?.["Date"]?.S;
  if (found === undefined) return { kind: "advance" };
  if (!isDay(found)) return { kind: "repair", found };
  return found > day ? { kind: "count" } : { kind: "advance" };
}

/** One conditional update that takes the next run id. */
export function beginRequest(module: ModuleKey, day: Day, step: BeginStep): UpdateItemCommandInput {
  const request = {
    TableName: module.table,
    Key: moduleItemKey(module),
    ReturnValues: "UPDATED_NEW",
    ReturnValuesOnConditionCheckFailure: "ALL_OLD",
  } as const;
  const runId = { names: { "#date": "Date", "#run": "Run_Id" }, values: { ":one": { N: "1" } } };
  if (step.kind === "count") {
    return {
      ...request,
      UpdateExpression: "ADD #run :one",
      ConditionExpression: "#date > :day",
      ExpressionAttributeNames: runId.names,
      ExpressionAttributeValues: { ...runId.values, ":day": { S: day } },
    };
  }
  return {
    ...request,
    UpdateExpression: "SET #date = :day, #status = :status ADD #run :one",
    ConditionExpression:
      step.kind === "advance" ? "attribute_not_exists(#date) OR #date <= :day" : "#date = :found",
    ExpressionAttributeNames: { ...runId.names, "#status": "Status" },
    ExpressionAttributeValues: {
      ...runId.values,
      ":day": { S: day },
      ":status": { S: "In-Progress" satisfies AuditStatus },
      ...(step.kind === "repair" ? { ":found": { S: step.found } } : {}),
    },
  };
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

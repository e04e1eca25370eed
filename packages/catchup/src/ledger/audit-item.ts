import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { type Day, isDay } from "../days/day.ts";
import { InvalidAuditItemError } from "../errors.ts";

/** What this package writes as Status. */
export type AuditStatus = "In-Progress" | "Completed" | "Failed";

/** An item of the audit table, attribute names as the original writes them. */
export interface AuditItem {
  /** Hash key: the module's correlation id, or `{correlation_id}_{run_id}` for one run. */
  readonly Correlation_Id: string;
  /** Range key, for instance `KICKSTART-ADG`. */
  readonly DataProduct: string;
  readonly Date: Day;
  /** One more with each day-run of the module; 1 on the item of one run. */
  readonly Run_Id: number;
  /** One of {@link AuditStatus}; another word found in the table counts as not completed. */
  readonly Status: AuditStatus | (string & {});
}

/** A DynamoDB item on the wire. */
export type AttributeMap = Record<string, AttributeValue>;

/**
 * Reads an audit item.
 *
 * @throws InvalidAuditItemError naming the attribute: the original could leave an error text in Date.
 */
export function parseAuditItem(item: AttributeMap): AuditItem {
  const key = item["Correlation_Id"]?.S ?? "";
  const text = (name: string): string => {
    const value = item[name]?.S;
    if (value === undefined) throw new InvalidAuditItemError(key, name, show(item[name]), "a string");
    return value;
  };
  const day = text("Date");
  if (!isDay(day)) throw new InvalidAuditItemError(key, "Date", show(item["Date"]), "a day YYYY-MM-DD");
  const runId = Number(item["Run_Id"]?.N ?? Number.NaN);
  if (!Number.isSafeInteger(runId)) {
    throw new InvalidAuditItemError(key, "Run_Id", show(item["Run_Id"]), "a whole number");
  }
  return {
    Correlation_Id: key,
    DataProduct: text("DataProduct"),
    Date: day,
    Run_Id: runId,
    Status: text("Status"),
  };
}

/** An audit item on the wire. */
export function formatAuditItem(item: AuditItem): AttributeMap {
  return {
    Correlation_Id: { S: item.Correlation_Id },
    DataProduct: { S: item.DataProduct },
    Date: { S: item.Date },
    Run_Id: { N: String(item.Run_Id) },
    Status: { S: item.Status },
  };
}

/** A value as an error shows it, cut short: an item may hold a whole stack trace. */
function show(value: AttributeValue | undefined): string {
  if (value === undefined) return "nothing";
  const text = JSON.stringify(value.S ?? value.N ?? value);
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
}

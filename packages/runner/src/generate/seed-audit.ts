import type { UpdateItemCommandInput, UpdateItemCommandOutput } from "@aws-sdk/client-dynamodb";
import type { Day } from "@dataworks/catchup";
import type { RunnerConfig } from "../config/runner-config.ts";
import { TestDataFailedError } from "../errors.ts";
import { correlationId, type ModuleName } from "../modules/kickstart.ts";

/** The subset of the SDK's `DynamoDB` client that is needed. */
export interface AuditPort {
  updateItem(
    input: UpdateItemCommandInput,
    options?: { abortSignal?: AbortSignal },
  ): Promise<Pick<UpdateItemCommandOutput, "Attributes">>;
}

/** A module's audit item as it now is, and was. */
export interface SeededAudit {
  readonly correlation_id: string;
  readonly date: Day;
  readonly status: "Failed";
  /** Null when there was none. */
  readonly before: { readonly date: string | null; readonly status: string | null } | null;
}

/**
 * Has a module's audit item say that a day is to be run: Failed, which a run without dates begins with. The run id
 * stays, so that no run's own item is written over. It moves the watermark back if need be: for test data alone.
 *
 * @throws TestDataFailedError
 */
export async function seedAudit(
  dynamo: AuditPort,
  audit: RunnerConfig["audit"],
  module: ModuleName,
  day: Day,
  signal: AbortSignal,
): Promise<SeededAudit> {
  const id = correlationId(module);
  const status = "Failed";
  try {
    const { Attributes: old } = await dynamo.updateItem(
      {
        TableName: audit.table,
        Key: { Correlation_Id: { S: id }, DataProduct: { S: audit.dataProduct } },
        UpdateExpression: "SET #date = :date, #status = :status, #run = if_not_exists(#run, :none)",
        ExpressionAttributeNames: { "#date": "Date", "#status": "Status", "#run": "Run_Id" },
        ExpressionAttributeValues: { ":date": { S: day }, ":status": { S: status }, ":none": { N: "0" } },
        ReturnValues: "ALL_OLD",
      },
      { abortSignal: signal },
    );
    const before =
      old === undefined ? null : { date: old["Date"]?.S ?? null, status: old["Status"]?.S ?? null };
    return { correlation_id: id, date: day, status, before };
  } catch (cause) {
    if (signal.aborted) throw signal.reason;
    const why = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
    throw new TestDataFailedError(
      `The audit item ${id} in ${audit.table} could not be written: ${why}. ` +
        "Check audit.table in the configuration, and the right dynamodb:UpdateItem.",
      { cause },
    );
  }
}

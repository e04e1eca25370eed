import {
  type AuditItem,
  type Day,
  daysPassedOver,
  daysToRun,
  InvalidAuditItemError,
  type Ledger,
} from "@dataworks/catchup";
import type { Log } from "@dataworks/etl-core";
import type { RunRequest } from "../args/run-request.ts";

export interface ResolvedDays {
  readonly days: readonly Day[];
  readonly watermark: AuditItem | undefined;
}

/**
 * The days a request means, with what the ledger says is due. An audit item that cannot be read matters only to a
 * request that names no start.
 *
 * @throws StartAfterEndError, InvalidAuditItemError, LedgerError
 */
export async function resolveDays(
  request: RunRequest,
  ledger: Pick<Ledger, "watermark">,
  today: Day,
  log: Log,
): Promise<ResolvedDays> {
  const watermark = await readWatermark(request, ledger, log);
  const days = daysToRun({ start: request.start, end: request.end, watermark, today });
  const passedOver = daysPassedOver(days, watermark);
  if (passedOver.length > 0) {
    log.warn(
      { passed_over: passedOver },
      `${passedOver.length === 1 ? "a day that is" : "days that are"} due before --start_dt will not be run by default again: ` +
        passedOver.join(", "),
    );
  }
  return { days, watermark };
}

async function readWatermark(
  request: RunRequest,
  ledger: Pick<Ledger, "watermark">,
  log: Log,
): Promise<AuditItem | undefined> {
  try {
    return await ledger.watermark();
  } catch (error) {
    if (!(error instanceof InvalidAuditItemError) || request.start === undefined) throw error;
    log.warn({ err: error }, "the audit item cannot be read; this run writes it anew");
    return undefined;
  }
}

/**
 * Refuses a range that is the wrong way round before anything is asked of the network.
 *
 * @throws StartAfterEndError
 */
export function checkRange({ start, end }: RunRequest, today: Day): void {
  if (start !== undefined) daysToRun({ start, end, today });
}

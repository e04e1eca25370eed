import { type AuditItem, type Day, daysToRun, type Ledger } from "@dataworks/catchup";
import type { Log } from "@dataworks/etl-core";

/** How many days a run without dates would have to do: 0 when the ledger has yesterday as Completed. */
export function daysBehind(watermark: AuditItem | undefined, today: Day): number {
  return daysToRun({ watermark, today }).length;
}

/**
 * Says what is left after a run. An alarm reads `days_behind`: the source deletes its files after some days.
 * The days are published by now, so a ledger that does not answer is no failure of theirs.
 */
export async function logDaysBehind(ledger: Pick<Ledger, "watermark">, today: Day, log: Log): Promise<void> {
  try {
    log.info({ days_behind: daysBehind(await ledger.watermark(), today) }, "days left");
  } catch (error) {
    log.warn({ err: error }, "the ledger did not say how many days are left");
  }
}

import { StartAfterEndError } from "../errors.ts";
import type { AuditItem } from "../ledger/audit-item.ts";
import { type Day, daysFromTo, nextDay, previousDay } from "./day.ts";

export interface DaysToRunInput {
  /** First day, when the caller names one. */
  readonly start?: Day | undefined;
  /** Last day, when the caller names one. */
  readonly end?: Day | undefined;
  /** The module's audit item, if there is one. */
  readonly watermark?: AuditItem | undefined;
  readonly today: Day;
}

/**
 * The days a run must do, in order. Defaults as the original's: the start is the day after the audit item's when that
 * one is Completed, its own day when it is not, yesterday when there is no item; the end is yesterday.
 *
 * @returns no day when nothing was named and the module is up to date.
 * @throws StartAfterEndError when a day that the caller named contradicts the other end of the range.
 */
export function daysToRun({ start, end, watermark, today }: DaysToRunInput): Day[] {
  const yesterday = previousDay(today);
  const first = start ?? defaultStart(watermark, yesterday);
  const last = end ?? yesterday;
  if (first <= last) return daysFromTo(first, last);
  if (start === undefined && end === undefined) return [];
  throw new StartAfterEndError(first, last, {
    start: start === undefined ? startOrigin(watermark) : "as given",
    end: end === undefined ? "yesterday, the default" : "as given",
  });
}

function defaultStart(watermark: AuditItem | undefined, yesterday: Day): Day {
  if (watermark === undefined) return yesterday;
  return watermark.Status === "Completed" ? nextDay(watermark.Date) : watermark.Date;
}

function startOrigin(watermark: AuditItem | undefined): string {
  if (watermark === undefined) return "yesterday, the default";
  return watermark.Status === "Completed"
    ? `the day after the last completed one, ${watermark.Date}`
    : `left ${watermark.Status} by run ${watermark.Run_Id}`;
}

/**
 * Days that a run would pass over for good: a caller who names a start beyond the day the ledger is at moves the
 * watermark past them, and no later default run comes back for them.
 *
 * @returns the days between the default start and the first day of the run, none in the usual case.
 */
export function daysPassedOver(days: readonly Day[], watermark: AuditItem | undefined): Day[] {
  const [first] = days;
  if (first === undefined || watermark === undefined) return [];
  const due = watermark.Status === "Completed" ? nextDay(watermark.Date) : watermark.Date;
  return due < first ? daysFromTo(due, previousDay(first)) : [];
}

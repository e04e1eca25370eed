import type { CollectionResult } from "../run/day-job.ts";
import { count } from "../progress/collection-progress.ts";
import { duration } from "./duration.ts";
import { formatTable } from "./table.ts";
import type { Layout } from "./terminal.ts";

/** A day that has ended. */
export interface DaySummary {
  readonly day: string;
  readonly runId: number;
  /** How long it took, in milliseconds. */
  readonly ms: number;
  /** undefined of a day that failed. */
  readonly collections: readonly CollectionResult[] | undefined;
}

/**
 * A run of several days as people read it at its end: a row per day with its time, then the sum.
 *
 * @param asked - How many days were to be run; those after a failure were not tried.
 */
export function formatSummary(days: readonly DaySummary[], asked: number, layout: Layout): string {
  const table = formatTable({
    head: ["day", "run", "", "rows", "left out", "time"],
    rows: days.map(({ day, runId, ms, collections }) => [
      day,
      String(runId),
      collections === undefined ? "failed" : "completed",
      sum(collections, "rows"),
      sum(collections, "badRows"),
      duration(ms),
    ]),
    right: [1, 3, 4, 5],
    width: layout.width,
  });
  const completed = days.filter(({ collections }) => collections !== undefined).length;
  const time = duration(days.reduce((total, { ms }) => total + ms, 0));
  const done = completed === asked ? count(asked, "day") : `${completed} of ${count(asked, "day")}`;
  return [...(days.length === 0 ? [] : [table]), `${done} completed in ${time}`].join("\n");
}

function sum(collections: readonly CollectionResult[] | undefined, of: "rows" | "badRows"): string {
  return collections?.reduce((total, each) => total + each[of], 0).toLocaleString("en-GB") ?? "";
}

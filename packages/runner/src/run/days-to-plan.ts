import type { Day } from "@dataworks/catchup";
import { count } from "../progress/collection-progress.ts";

/** A plan of more days is read by nobody, and each takes S3 and the metastore some time. */
const MOST_DAYS = 100;

/** The days of a plan, and those that it leaves out. */
export interface DaysToPlan {
  readonly planned: readonly Day[];
  readonly left: readonly Day[];
}

/** The first days of a range, as many as one plan looks at. Before a clean-up it looks at all: any of them may make it refuse. */
export function daysToPlan(days: readonly Day[], { cleanUp }: { readonly cleanUp: boolean }): DaysToPlan {
  const most = cleanUp ? days.length : MOST_DAYS;
  return { planned: days.slice(0, most), left: days.slice(most) };
}

/** Says which days are left out, and how to plan them; empty when none is. */
export function describeLeft({ left }: DaysToPlan): string {
  const [first] = left;
  if (first === undefined) return "";
  const range = left.length === 1 ? first : `${first} to ${left.at(-1) ?? first}`;
  return `${count(left.length, "more day")} (${range}) would run as well, but a plan ends after ${MOST_DAYS}. Go on with --start_dt ${first}.`;
}

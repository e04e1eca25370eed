import { SupersededError } from "../errors.ts";
import type { Metastore } from "./metastore.ts";
import { changesMetastore } from "./statements.ts";

/** What the tables should show of a day, as whoever keeps the days knows it. */
export type DayTarget =
  /** Nothing is known: no run has published the day since records are kept. */
  | { readonly kind: "unknown" }
  /** A clean-up removed the day; what an earlier run shows of it does not belong there. */
  | { readonly kind: "removed"; readonly runId: number }
  /** One run shows the day, or has begun to: a location for each table, by the table's name. */
  | { readonly kind: "shown"; readonly runId: number; readonly locations: ReadonlyMap<string, string> };

/** Reads what the tables should show of a day, YYYY-MM-DD. */
export type TargetOfDay = (day: string) => Promise<DayTarget>;

/**
 * Tells publishing whether the day is still its own. A runner that was stopped may wake up after another one has taken the day
 * over; a metastore would take its statements nevertheless.
 */
export interface PublishFence {
  /** Whether the day is still this run's. Asked immediately before and after each statement that changes the metastore. */
  held(): Promise<boolean>;
  /** Records where each table is about to show the day; all files are staged. Rejects if the day is lost. */
  publishing(locations: ReadonlyMap<string, string>): Promise<void>;
  /** Returns what the tables should show now of a day, this run's or another. */
  target: TargetOfDay;
  /** Told of a run in a table that is newer than this one, which nobody has recorded. */
  unknownRun(runId: number): Promise<void>;
}

/** Which run of which day a fence is about, for errors. */
export interface FencedRun {
  /** YYYY-MM-DD */
  readonly day: string;
  /** Undefined where the location is of no run. */
  readonly runId: number | undefined;
}

/**
 * The same metastore, whose changing statements run only while the day is held. After each one, also after one that failed,
 * the fence is asked again: the statement may have waited while the day was taken over.
 *
 * @throws SupersededError from `run`.
 */
export function fencedMetastore(
  metastore: Metastore,
  fence: Pick<PublishFence, "held"> | undefined,
  run: FencedRun,
): Metastore {
  if (fence === undefined) {
    return metastore;
  }
  return {
    columns: (name) => metastore.columns(name),
    run: async (statement) => {
      if (!changesMetastore(statement)) {
        return metastore.run(statement);
      }
      await assertHeld(fence, run);
      try {
        return await metastore.run(statement);
      } finally {
        await assertHeld(fence, run);
      }
    },
  };
}

/** @throws SupersededError when the day is no longer held. */
export async function assertHeld(
  fence: Pick<PublishFence, "held"> | undefined,
  { day, runId }: FencedRun,
): Promise<void> {
  if (fence !== undefined && !(await fence.held())) {
    throw new SupersededError(day, runId);
  }
}

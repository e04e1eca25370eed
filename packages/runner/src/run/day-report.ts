import type { Day } from "@dataworks/catchup";
import type { DayEvent } from "@dataworks/etl-core";
import type { CleanUpResult, CollectionResult } from "./day-job.ts";
import type { RunObserver } from "./run-days.ts";

/** What became of a day. */
export type DayReport =
  | {
      readonly kind: "completed";
      readonly day: Day;
      readonly runId: number;
      readonly collections: readonly CollectionResult[];
    }
  | { readonly kind: "failed"; readonly day: Day; readonly runId: number; readonly error: unknown };

/** Keeps what happened, for the document at the end. */
export class RunRecorder implements RunObserver {
  readonly days: DayReport[] = [];
  removed: CleanUpResult | undefined;

  dayStarted(_day: Day, _runId: number): void {}

  dayEvent(_event: DayEvent): void {}

  dayCompleted(day: Day, runId: number, collections: readonly CollectionResult[]): void {
    this.days.push({ kind: "completed", day, runId, collections });
  }

  dayFailed(day: Day, runId: number, error: unknown): void {
    this.days.push({ kind: "failed", day, runId, error });
  }

  cleanedUp(result: CleanUpResult): void {
    this.removed = result;
  }
}

/** Hands everything to several observers. */
export function observers(...all: readonly RunObserver[]): RunObserver {
  return {
    dayStarted: (day, runId) => all.forEach((each) => each.dayStarted(day, runId)),
    dayEvent: (event) => all.forEach((each) => each.dayEvent(event)),
    dayCompleted: (day, runId, collections) =>
      all.forEach((each) => each.dayCompleted(day, runId, collections)),
    dayFailed: (day, runId, error) => all.forEach((each) => each.dayFailed(day, runId, error)),
    cleanedUp: (result) => all.forEach((each) => each.cleanedUp(result)),
  };
}

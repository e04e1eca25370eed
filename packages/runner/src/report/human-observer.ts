import type { Day } from "@dataworks/catchup";
import type { DayEvent } from "@dataworks/etl-core";
import { DayProgress } from "../progress/day-progress.ts";
import type { CleanUpResult, CollectionResult } from "../run/day-job.ts";
import type { RunObserver } from "../run/run-days.ts";
import { duration } from "./duration.ts";
import { formatSummary, type DaySummary } from "./summary.ts";
import { formatDay } from "./tables.ts";
import type { Terminal } from "./terminal.ts";

/** Shows a run to people: progress while a day runs, a table when it is done, all days at the end. */
export class HumanObserver implements RunObserver {
  readonly #terminal: Terminal;
  readonly #collections: readonly string[];
  readonly #now: () => number;
  readonly #days: DaySummary[] = [];
  #startedAt: number;
  #progress: DayProgress | undefined;

  /** @param now - A clock in milliseconds, which nobody sets back. */
  constructor(
    terminal: Terminal,
    collections: readonly string[],
    now: () => number = () => performance.now(),
  ) {
    this.#terminal = terminal;
    this.#collections = collections;
    this.#now = now;
    this.#startedAt = now();
  }

  dayStarted(day: Day, runId: number): void {
    this.#startedAt = this.#now();
    this.#terminal.print(`${day} started, run ${runId}`);
    this.#progress = new DayProgress(this.#terminal, day, this.#collections);
  }

  dayEvent(event: DayEvent): void {
    this.#progress?.on(event);
  }

  dayCompleted(day: Day, runId: number, collections: readonly CollectionResult[]): void {
    this.#endProgress();
    const ms = this.#now() - this.#startedAt;
    this.#days.push({ day, runId, ms, collections });
    this.#terminal.print(formatDay({ day, runId, collections, ms }, this.#terminal));
  }

  dayFailed(day: Day, runId: number, _error: unknown): void {
    this.#endProgress();
    const ms = this.#now() - this.#startedAt;
    this.#days.push({ day, runId, ms, collections: undefined });
    this.#terminal.print(
      `${day} ${this.#terminal.colors.red("failed")}, run ${runId}, after ${duration(ms)}; the reason is the last line on stderr`,
    );
  }

  cleanedUp({ tables, objects }: CleanUpResult): void {
    const what = tables.length === 0 ? "no table" : tables.join(", ");
    this.#terminal.print(
      `clean-up: removed ${what} and ${objects.toLocaleString("en-GB")} published objects`,
    );
  }

  /**
   * Sums the run up, unless it was one day, which has said it all.
   *
   * @param asked - How many days were to be run.
   */
  ended(asked: number): void {
    if (asked > 1) this.#terminal.print(formatSummary(this.#days, asked, this.#terminal));
  }

  #endProgress(): void {
    this.#progress?.end();
    this.#progress = undefined;
  }
}

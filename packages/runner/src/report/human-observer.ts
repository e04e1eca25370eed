import type { Day } from "@dataworks/catchup";
import type { DayEvent } from "@dataworks/etl-core";
import { DayProgress } from "../progress/day-progress.ts";
import type { CleanUpResult, CollectionResult } from "../run/day-job.ts";
import type { RunObserver } from "../run/run-days.ts";
import { formatDay } from "./tables.ts";
import type { Terminal } from "./terminal.ts";

/** Shows a run to people: progress while a day runs, a table when it is done. */
export class HumanObserver implements RunObserver {
  readonly #terminal: Terminal;
  readonly #collections: readonly string[];
  #progress: DayProgress | undefined;

  constructor(terminal: Terminal, collections: readonly string[]) {
    this.#terminal = terminal;
    this.#collections = collections;
  }

  dayStarted(day: Day, runId: number): void {
    this.#terminal.print(`${day} started, run ${runId}`);
    this.#progress = new DayProgress(this.#terminal, day, this.#collections);
  }

  dayEvent(event: DayEvent): void {
    this.#progress?.on(event);
  }

  dayCompleted(day: Day, runId: number, collections: readonly CollectionResult[]): void {
    this.#endProgress();
    this.#terminal.print(formatDay(day, runId, collections, this.#terminal.colors));
  }

  dayFailed(day: Day, runId: number, _error: unknown): void {
    this.#endProgress();
    this.#terminal.print(
      `${day} ${this.#terminal.colors.red("failed")}, run ${runId}; the reason is the last line on stderr`,
    );
  }

  cleanedUp({ tables, objects }: CleanUpResult): void {
    const what = tables.length === 0 ? "no table" : tables.join(", ");
    this.#terminal.print(
      `clean-up: removed ${what} and ${objects.toLocaleString("en-GB")} published objects`,
    );
  }

  #endProgress(): void {
    this.#progress?.end();
    this.#progress = undefined;
  }
}

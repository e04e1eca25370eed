import type { DayEvent } from "@dataworks/etl-core";
import type { Terminal } from "../report/terminal.ts";
import { bar, type CollectionProgress, describeProgress, progressOf } from "./collection-progress.ts";

/**
 * A day's progress: on a terminal one live line per collection, elsewhere a plain line whenever a collection reaches
 * its next stage.
 */
export class DayProgress {
  readonly #terminal: Terminal;
  readonly #day: string;
  readonly #collections: Map<string, CollectionProgress>;
  readonly #width: number;

  constructor(terminal: Terminal, day: string, collections: readonly string[]) {
    this.#terminal = terminal;
    this.#day = day;
    this.#collections = new Map(collections.map((name) => [name, { kind: "waiting" }]));
    this.#width = Math.max(0, ...collections.map((name) => name.length));
    this.#redraw();
  }

  /** Takes in an event of the day. */
  on(event: DayEvent): void {
    const before = this.#collections.get(event.collection);
    const progress = progressOf(event);
    this.#collections.set(event.collection, progress);
    if (this.#terminal.isLive) this.#redraw();
    else if (reachedNextStage(before, progress)) this.#terminal.print(this.#line(event.collection, progress));
  }

  /** Leaves the last state of a live display standing. */
  end(): void {
    if (!this.#terminal.isLive) return;
    this.#terminal.live([]);
    this.#terminal.print(this.#lines().join("\n"));
  }

  #redraw(): void {
    this.#terminal.live(this.#lines());
  }

  #lines(): string[] {
    return [...this.#collections].map(([name, progress]) => this.#line(name, progress));
  }

  #line(name: string, progress: CollectionProgress): string {
    const drawn =
      this.#terminal.isLive && progress.kind === "working" && progress.fraction !== undefined
        ? `${bar(progress.fraction)} `
        : "";
    return `${this.#day}  ${name.padEnd(this.#width)}  ${drawn}${describeProgress(progress)}`;
  }
}

function reachedNextStage(before: CollectionProgress | undefined, now: CollectionProgress): boolean {
  if (before?.kind !== now.kind) return true;
  return before.kind === "working" && now.kind === "working" && before.step !== now.step;
}

import type { Day } from "@dataworks/catchup";
import type { DayEvent, Followed, Log, PublishFence, Removal, TargetOfDay } from "@dataworks/etl-core";

/** What a job of days needs to know of the day it does. */
export interface DayContext {
  readonly day: Day;
  readonly runId: number;
  /** Aborted by a signal of the operating system, and when the day's lock is lost. */
  readonly signal: AbortSignal;
  /** Tells publishing whether the day is still this run's. */
  readonly fence: PublishFence;
  readonly log: Log;
  readonly onEvent: (event: DayEvent) => void;
}

/** A day whose tables are to show what the ledger says. */
export interface FollowContext {
  readonly day: Day;
  readonly target: TargetOfDay;
  /** Whether the day's lock is still ours. */
  readonly held: () => Promise<boolean>;
  readonly log: Log;
}

/** What became of one collection. */
export interface CollectionResult {
  readonly name: string;
  readonly rows: number;
  /** Rows left out as unreadable. */
  readonly badRows: number;
  /** The schema's changes as a short diff; empty when there are none. */
  readonly changes: string;
  /** URI of the folder that the table now shows for the day. */
  readonly location: string;
  /** Keys of the day that were not read. */
  readonly unread: readonly string[];
}

/** What clean-up removed. */
export interface CleanUpResult {
  readonly tables: readonly string[];
  readonly objects: number;
}

export interface CleanUpContext {
  readonly days: readonly Day[];
  readonly signal: AbortSignal;
  readonly log: Log;
  /**
   * Told the published days before the first thing is removed, and awaited: they are nobody else's then, and the ledger
   * says In-Progress. What it gives tells whether it stays so.
   */
  readonly beforeRemoval: (published: readonly string[]) => Promise<Removal>;
}

/** What the loop over days drives; the wiring fits etl-core to it. */
export interface DayJob {
  /** Reads, stages, verifies and publishes a day; it is published when this resolves, and nothing of it before staging is verified. */
  run(context: DayContext): Promise<readonly CollectionResult[]>;
  /** Has the tables show a day as the ledger says. Returns what was found otherwise. */
  follow(context: FollowContext): Promise<readonly Followed[]>;
  /** Removes the module's published history. */
  cleanUp(context: CleanUpContext): Promise<CleanUpResult>;
}

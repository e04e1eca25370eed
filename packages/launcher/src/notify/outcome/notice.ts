import type { FailureCause } from "@dataworks/catchup";
import type { Severity } from "../channel.ts";
import type { Environment } from "../../environment.ts";
import type { ModuleName } from "../../modules.ts";

/** Everything a message says, before it is put into anybody's format. */
export interface Notice {
  /** Names what is told: the same for every delivery of the same news. */
  readonly about: string;
  readonly environment: Environment;
  readonly severity: Severity;
  readonly verdict: Verdict;
  /** ISO 8601. */
  readonly time: string;
  readonly cluster: { readonly id: string; readonly name: string } | undefined;
  readonly modules: readonly ModuleNotice[];
  /** What went wrong, the first cause first. */
  readonly causes: readonly PlacedCause[];
  /** Commands that do again what is not done. */
  readonly retry: readonly string[];
  readonly launchKeys: readonly string[];
  /** What could not be found out. */
  readonly unknown: readonly string[];
}

export type Verdict =
  | "done"
  | "failed"
  /** Ended by a person before it was done. */
  | "stopped"
  /** There was no cluster. */
  | "not launched";

export interface ModuleNotice {
  readonly module: ModuleName;
  readonly verdict: "done" | "failed" | "not done";
  /** What was asked for, where no day was begun: `2026-11-20..2026-11-21`. */
  readonly asked: string | undefined;
  readonly days: readonly DayNotice[];
  /** Days before those, too many to tell. */
  readonly earlier: number;
}

export interface DayNotice {
  readonly day: string;
  readonly verdict: "done" | "failed";
  /** Nothing where no report was kept. */
  readonly rows: number | undefined;
  readonly badRows: number | undefined;
  /** Schema changes, each with its collection. */
  readonly changes: readonly string[];
}

/** A cause, and where it was: `vacancy 2026-11-20`, `step start-spark-connect`, `cluster`. */
export interface PlacedCause extends FailureCause {
  readonly where: string;
}

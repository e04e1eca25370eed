import type { Day } from "@dataworks/catchup";
import type { Log } from "@dataworks/etl-core";
import type { RunRequest } from "../args/run-request.ts";
import type { RunnerConfig } from "../config/runner-config.ts";
import type { Scrubber } from "../log/scrubber.ts";
import type { Terminal } from "../report/terminal.ts";
import type { CleanUpResult } from "./day-job.ts";

/** What a command is given: everything checked that can be checked without the network. */
export interface CommandContext {
  readonly request: RunRequest;
  readonly config: RunnerConfig;
  readonly today: Day;
  readonly log: Log;
  readonly terminal: Terminal;
  readonly scrubber: Scrubber;
  /** Aborted by SIGINT and SIGTERM. */
  readonly signal: AbortSignal;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Told what there is so far, also when the command then fails. */
  readonly onResult: (result: CommandResult) => void;
}

/** What the machine-readable document says of a command besides how it ended. */
export interface CommandResult {
  readonly days: readonly object[];
  readonly cleanUp?: CleanUpResult | undefined;
  readonly nothingToDo?: boolean;
  /** Days that a run would do and a plan left out. */
  readonly notPlanned?: readonly Day[];
}

import { codeOf, exitCodeOf, type ExitCode } from "../errors.ts";
import type { CleanUpResult, CollectionResult } from "../run/day-job.ts";
import type { DayReport } from "../run/day-report.ts";

/** How a command ended, in a word. */
export type Status =
  | "done"
  | "nothing-to-do"
  | "source-file-missing"
  | "invalid"
  | "refused"
  | "failed"
  | "interrupted";

/** What `--json` prints on stdout, once, at the end. Names as in the ledger: snake_case. */
export interface CommandDocument {
  readonly command: "run" | "plan" | "doctor" | null;
  readonly module: string | null;
  readonly correlation_id: string | null;
  readonly status: Status;
  readonly exit_code: ExitCode;
  readonly days: readonly object[];
  readonly clean_up?: CleanUpResult;
  readonly not_planned?: readonly string[];
  readonly error?: { readonly code: string; readonly message: string };
}

/** The word for an exit code. */
export function statusOf(exitCode: ExitCode): Status {
  switch (exitCode) {
    case 0:
      return "done";
    case 1:
      return "source-file-missing";
    case 2:
      return "invalid";
    case 3:
      return "refused";
    case 4:
      return "failed";
    case 130:
    case 143:
      return "interrupted";
    default:
      return exitCode satisfies never;
  }
}

/** An error as the document has it. */
export function errorEntry(error: unknown): { code: string; message: string } {
  return { code: codeOf(error), message: error instanceof Error ? error.message : String(error) };
}

/** A day of a run as the document has it. */
export function dayEntry(report: DayReport): object {
  const head = { day: report.day, run_id: report.runId, status: report.kind };
  switch (report.kind) {
    case "completed":
      return { ...head, collections: report.collections.map(collectionEntry) };
    case "failed":
      return { ...head, exit_code: exitCodeOf(report.error), error: errorEntry(report.error) };
    default:
      return report satisfies never;
  }
}

function collectionEntry({ name, rows, badRows, changes, location, unread }: CollectionResult): object {
  return {
    name,
    rows,
    bad_rows: badRows,
    changes: changes === "" ? [] : changes.split("\n"),
    location,
    unread,
  };
}

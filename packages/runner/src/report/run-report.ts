import { type FailureCause, runReport, type RunReport } from "@dataworks/catchup";
import { codeOf, type ExitCode, exitCodeOf } from "../errors.ts";
import type { CollectionResult } from "../run/day-job.ts";

/** Takes known secrets out of a text. */
export type Scrub = (text: string) => string;

/** What the ledger keeps of a day that is done. */
export function completedReport(collections: readonly CollectionResult[], scrub: Scrub): RunReport {
  return runReport(
    collections.map(({ name, rows, badRows, changes }) => ({
      name,
      rows,
      badRows,
      changes: changes === "" ? [] : scrub(changes).split("\n"),
    })),
  );
}

/** What the ledger keeps of a day that failed. */
export function failedReport(error: unknown, scrub: Scrub): RunReport {
  return runReport([], failureCause(error, scrub));
}

/** An error as a notice tells it: no stack, no cause of a cause, no secret. */
export function failureCause(error: unknown, scrub: Scrub): FailureCause {
  return {
    name: error instanceof Error ? error.name : typeof error,
    code: codeOf(error),
    message: scrub(error instanceof Error ? error.message : String(error)),
    remedy: REMEDIES[exitCodeOf(error)],
  };
}

/** An error's message for the last line of a command; of a missing file, which says nothing of it itself, with the remedy. */
export function messageWithRemedy(error: Error): string {
  return exitCodeOf(error) === 1 ? `${error.message} ${REMEDIES[1]}` : error.message;
}

/** What to do, by what the process answers. Most messages end with a remedy of their own; this is the way on after it. */
const REMEDIES: Readonly<Record<Exclude<ExitCode, 0>, string>> = {
  1: "Ask the source for the file; its bucket keeps one for 7 days. Then run the day again.",
  2: "Correct the arguments, the configuration or the secret, then run again.",
  3: "See what the message names, then run again.",
  4: "The step's log has the whole error. Correct what it names, then run the day again.",
  130: "It was ended from outside. Run the day again.",
  143: "It was ended from outside. Run the day again.",
};

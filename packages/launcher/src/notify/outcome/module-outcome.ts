import type { ClusterRuns, FailureCause, RunRecord } from "@dataworks/catchup";
import type { StepFact } from "../facts/facts.ts";
import type { ModuleName } from "../../modules.ts";
import type { DayNotice, ModuleNotice, PlacedCause } from "./notice.ts";

/** What became of a module, and why. */
export interface ModuleOutcome extends ModuleNotice {
  readonly step: StepFact | undefined;
  readonly cause: PlacedCause | undefined;
  /** Whether all that went wrong is that it was ended from outside. */
  readonly interrupted: boolean;
}

/** States of a step in which what it was for is not done and will not be. */
const NOT_DONE: ReadonlySet<string> = new Set(["CANCELLED", "INTERRUPTED"]);

/** Puts together what EMR says of a module's step and what the ledger says of its runs. */
export function moduleOutcome(
  module: ModuleName,
  step: StepFact | undefined,
  found: ClusterRuns | undefined,
): ModuleOutcome {
  const runs = latestOfEachDay(found?.runs ?? []);
  const failed = runs.filter(({ status }) => status !== "Completed");
  // A command that failed and was run again on the same cluster left its failure behind: the step knows better.
  const failure = step?.state === "COMPLETED" ? undefined : found?.failure;
  const told = failed.length > 0 || failure !== undefined;
  const verdict =
    told || step?.state === "FAILED" ? "failed" : NOT_DONE.has(step?.state ?? "") ? "not done" : "done";
  const fromOutside = failed.every(endedFromOutside) && (failure?.code ?? INTERRUPTED) === INTERRUPTED;
  return {
    module,
    verdict,
    asked: step?.job === undefined ? undefined : askedFor(step.job),
    days: runs.map(dayNotice),
    earlier: found?.earlier ?? 0,
    step,
    cause: verdict === "failed" ? firstCause(module, failed, failure, step) : undefined,
    interrupted: verdict === "not done" || (verdict === "failed" && told && fromOutside),
  };
}

const INTERRUPTED = "INTERRUPTED";

/** A run that was told to end, or had no time to say anything. */
function endedFromOutside({ status, report }: RunRecord): boolean {
  return status === "In-Progress" || report?.cause?.code === INTERRUPTED;
}

/** A day that was run twice on one cluster is as its last run left it. */
function latestOfEachDay(runs: readonly RunRecord[]): RunRecord[] {
  const latest = new Map(runs.map((run) => [run.day, run]));
  return runs.filter((run) => latest.get(run.day) === run);
}

function firstCause(
  module: ModuleName,
  failed: readonly RunRecord[],
  failure: FailureCause | undefined,
  step: StepFact | undefined,
): PlacedCause {
  const [first] = failed;
  const where = first === undefined ? module : `${module} ${first.day}`;
  const known = first?.report?.cause ?? failure;
  if (known !== undefined) return { where, ...known };
  if (first !== undefined) {
    const ended = first.status === "In-Progress" ? "never said how it ended: its process died" : "failed";
    const message = `Run ${first.runId} ${ended}. ${step?.why ?? ""}`.trimEnd();
    return { where, name: "RunFailed", code: "UNKNOWN", message, remedy: LOOK };
  }
  return stepCause(module, step);
}

/** All that is known of a step that failed without a word to the ledger. */
export function stepCause(where: string, step: StepFact | undefined): PlacedCause {
  const message =
    `Step ${step?.name ?? "unknown"} is ${step?.state ?? "unknown"}. ${step?.why ?? ""}`.trimEnd();
  return { where, name: "StepFailed", code: "STEP_FAILED", message, remedy: LOOK };
}

const LOOK = "See the step's log for the first error.";

function dayNotice({ day, status, report }: RunRecord): DayNotice {
  return {
    day,
    verdict: status === "Completed" ? "done" : "failed",
    rows: report?.rows,
    badRows: report?.badRows,
    changes: (report?.collections ?? []).flatMap(({ name, changes }) =>
      changes.map((change) => `${name}: ${change}`),
    ),
  };
}

function askedFor({ start, end }: NonNullable<StepFact["job"]>): string | undefined {
  if (start === undefined && end === undefined) return undefined;
  return `${start ?? ""}..${end ?? ""}`;
}

import { type ClusterRuns, type FailureCause, parseDay, runReport, type RunRecord } from "@dataworks/catchup";
import type { ClusterEvent } from "../../../src/notify/event/event.ts";
import type { ClusterFacts, StepFact } from "../../../src/notify/facts/facts.ts";
import { jobArguments } from "../../../src/notify/facts/job-arguments.ts";
import type { ModuleName } from "../../../src/modules.ts";
import { CLUSTER_ID } from "./events.ts";

export const missingFile: FailureCause = {
  name: "SourceFileMissingError",
  code: "SOURCE_FILE_MISSING",
  message: "File Not Found for 2026-11-20_bids",
  remedy: "Ask the source for the file.",
};

export const interrupted: FailureCause = {
  name: "InterruptedError",
  code: "INTERRUPTED",
  message: "Ended by SIGTERM.",
  remedy: "Run the day again.",
};

/** A cluster that ended, as its event says it. */
export function ended(
  state = "TERMINATED",
  code = "ALL_STEPS_COMPLETED",
  message = "Steps completed",
): ClusterEvent {
  return {
    kind: "cluster",
    id: "e-1",
    time: "2026-11-21T04:12:13Z",
    clusterId: CLUSTER_ID,
    name: "kickstart-adg",
    state,
    reason: { code, message },
  };
}

export function connectStep(state = "COMPLETED", why = ""): StepFact {
  return { name: "start-spark-connect", state, job: undefined, why };
}

export function jobStep(
  module: ModuleName,
  state = "COMPLETED",
  args: readonly string[] = [],
  why = "",
): StepFact {
  const job = jobArguments(["/opt/emr/bin/run-step.sh", "run", "--module_name", module, ...args]);
  return { name: `submit-job-${module}`, state, job, why };
}

export function done(runId: number, day: string, rows = 3, badRows = 0, changes: string[] = []): RunRecord {
  const report = runReport([{ name: "bids", rows, badRows, changes }]);
  return { runId, day: parseDay(day), status: "Completed", report };
}

export function failedRun(runId: number, day: string, cause: FailureCause = missingFile): RunRecord {
  return { runId, day: parseDay(day), status: "Failed", report: runReport([], cause) };
}

export function unended(runId: number, day: string): RunRecord {
  return { runId, day: parseDay(day), status: "In-Progress", report: undefined };
}

export function ran(...runs: RunRecord[]): ClusterRuns {
  const failure = runs.find(({ status }) => status === "Failed")?.report?.cause;
  return { runs, earlier: 0, failure };
}

export function facts(
  steps: readonly StepFact[] | undefined,
  runs: Partial<Record<ModuleName, ClusterRuns>> = {},
  launchKeys: readonly string[] = ["production/vacancy/2026-11-21"],
): ClusterFacts {
  return {
    steps,
    launchKeys,
    runs: new Map(Object.entries(runs) as [ModuleName, ClusterRuns][]),
    unknown: steps === undefined ? ["The steps could not be read: AccessDeniedException."] : [],
  };
}

import type { StepFact } from "../notify/facts/facts.ts";
import { retryCommands, retryOf } from "../notify/outcome/retry-command.ts";
import { moduleNamed, MODULES } from "../modules.ts";
import type { ClusterFacts } from "./cluster-facts.ts";

/**
 * The commands that run again what a cluster has not done, by its steps, and by its launch keys where it has none. A
 * module that failed begins at the first of its days: the ledger, which knows which of them are done, is not asked.
 */
export function retryOfCluster(
  { clusterId, launchKeys, modules }: Pick<ClusterFacts, "clusterId" | "launchKeys" | "modules">,
  steps: readonly Pick<StepFact, "state" | "job">[],
): string[] {
  const jobs = steps.filter(({ job }) => job !== undefined);
  const undone = MODULES.flatMap((module) => {
    if (jobs.length === 0) {
      return modules.some((each) => moduleNamed(each) === module) ? [{ module, job: undefined }] : [];
    }
    const left = jobs.find(({ job, state }) => job?.module === module && state !== "COMPLETED");
    return left === undefined ? [] : [{ module, job: left.job }];
  });
  return retryCommands(
    undone.map(({ module, job }) => retryOf({ module, days: [], step: { job } }, clusterId, launchKeys)),
  );
}

import type { ClusterEnd, EmrClient } from "@dataworks/launcher";
import type * as Launcher from "@dataworks/launcher";
import { ClusterFailedError } from "../errors.ts";
import type { ToolContext } from "../tool/tool-context.ts";
import { clusterEntry, describeProgress } from "./describe.ts";

/** How a wait ended, as the machine-readable document has it. */
export interface AwaitedEntry {
  readonly cluster: object;
  readonly steps: readonly object[];
  readonly succeeded: boolean;
  /** The commands that run again what was not done. */
  readonly retry: readonly string[];
}

/**
 * Waits until a cluster has ended, telling each change.
 *
 * @throws ClusterFailedError naming the first step that failed, and where its log lies.
 */
export async function awaitCluster(
  emr: Pick<EmrClient, "describeCluster" | "listSteps">,
  { waitForCluster }: Pick<typeof Launcher, "waitForCluster">,
  clusterId: string,
  { terminal, environment, signal }: Pick<ToolContext, "terminal" | "environment" | "signal">,
  onEnd: (entry: AwaitedEntry) => void,
): Promise<void> {
  const end = await waitForCluster(emr, clusterId, {
    signal,
    policy: pollEvery(environment["ADG_CLUSTER_POLL_SECONDS"]),
    onProgress: (progress) => terminal.print(describeProgress(progress)),
  });
  onEnd({
    cluster: clusterEntry(end.cluster),
    steps: end.steps.map(({ stepId, name, state, reason }) => ({ step_id: stepId, name, state, reason })),
    succeeded: end.succeeded,
    retry: end.retry,
  });
  if (!end.succeeded) throw await failure(emr, end);
  terminal.print(`${clusterId} has done its steps.`);
}

/** For tests, and for whoever is in a hurry: how often EMR is asked. */
function pollEvery(seconds: string | undefined): { readonly everyMs?: number } {
  const number = Number(seconds ?? "");
  return seconds === undefined || !(number > 0) ? {} : { everyMs: number * 1000 };
}

const BAD: ReadonlySet<string> = new Set(["FAILED", "CANCELLED", "INTERRUPTED"]);

async function failure(
  emr: Pick<EmrClient, "describeCluster">,
  { cluster, steps, retry }: ClusterEnd,
): Promise<ClusterFailedError> {
  const { clusterId, modules, days, state, reason } = cluster;
  const what = `Cluster ${clusterId} (${[...modules, days ?? ""].filter((part) => part !== "").join(", ")})`;
  const again = retry.length === 0 ? "" : ` When it is corrected: ${retry.join("; ")}`;
  const step = steps.find((each) => each.state === "FAILED") ?? steps.find((each) => BAD.has(each.state));
  // What it can say without it is more than what it would say instead.
  const logs = await emr
    .describeCluster({ ClusterId: clusterId })
    .then(({ Cluster }) => Cluster?.LogUri?.replace(/^s3n:/, "s3:").replace(/\/*$/, ""))
    .catch(() => undefined);
  if (step === undefined) {
    const where = logs === undefined ? "" : ` Its logs: ${logs}/${clusterId}/.`;
    return new ClusterFailedError(
      `${what} ended ${state}: ${reason ?? "EMR does not say why"}.${where}${again}`,
    );
  }
  const where = logs === undefined ? "" : ` Its log: ${logs}/${clusterId}/steps/${step.stepId}/stderr.gz.`;
  const others = steps.filter((each) => each !== step && BAD.has(each.state)).map(({ name }) => name);
  const also = others.length === 0 ? "" : ` Nor did these end well: ${others.join(", ")}.`;
  const why = step.reason === null ? "" : ` (${step.reason})`;
  return new ClusterFailedError(`${what}: step ${step.name} is ${step.state}${why}.${where}${also}${again}`);
}

import type {
  SetTerminationProtectionCommandInput,
  TerminateJobFlowsCommandInput,
} from "@aws-sdk/client-emr";
import { ClusterError } from "../errors.ts";
import { clusterError } from "../launch/emr-errors.ts";
import type { FindClustersPort } from "../launch/emr-port.ts";
import { describeCluster, tagOf } from "../launch/find-cluster.ts";
import { APPLICATION } from "../launch/check-told.ts";
import { type ClusterFacts, factsOf } from "./cluster-facts.ts";

/** The subset of the SDK's `EMR` client that stops clusters. */
export interface StopClustersPort extends Pick<FindClustersPort, "describeCluster"> {
  terminateJobFlows(input: TerminateJobFlowsCommandInput): Promise<unknown>;
  setTerminationProtection(input: SetTerminationProtectionCommandInput): Promise<unknown>;
}

export interface StopOptions {
  /** Take a cluster's termination protection off first. Default: refuse to stop such a cluster. */
  readonly unprotect?: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** What was done about a cluster; EMR takes some minutes to end one. */
export interface StoppedCluster {
  readonly kind: "stopping" | "already ended";
  /** As it was before. */
  readonly cluster: ClusterFacts;
}

const ENDED: ReadonlySet<string> = new Set(["TERMINATING", "TERMINATED", "TERMINATED_WITH_ERRORS"]);

/**
 * Stops clusters of this job. All are looked at before any is stopped.
 *
 * @throws ClusterError NO_SUCH_CLUSTER for one that is not there or not of this job, TERMINATION_PROTECTED.
 */
export async function stopClusters(
  emr: StopClustersPort,
  ids: readonly string[],
  { unprotect = false, signal }: StopOptions = {},
): Promise<StoppedCluster[]> {
  const found: ClusterFacts[] = [];
  for (const id of new Set(ids)) found.push(await ours(emr, id, signal));
  const stopping = found.filter(({ state }) => !ENDED.has(state));
  if (!unprotect) refuseProtected(stopping);
  for (const { clusterId, terminationProtected } of stopping) {
    signal?.throwIfAborted();
    if (terminationProtected) await takeProtectionOff(emr, clusterId);
    // One at a time: of several, EMR stops some and answers with an error for all.
    await emr.terminateJobFlows({ JobFlowIds: [clusterId] }).catch((error: unknown) => {
      throw clusterError(`Stopping cluster ${clusterId}`, "TerminateJobFlows", error);
    });
  }
  return found.map((cluster) => ({
    kind: ENDED.has(cluster.state) ? "already ended" : "stopping",
    cluster,
  }));
}

async function ours(
  emr: StopClustersPort,
  id: string,
  signal: AbortSignal | undefined,
): Promise<ClusterFacts> {
  const cluster = await describeCluster(emr, id, signal);
  if (cluster !== undefined && tagOf(cluster, "Application") === APPLICATION) return factsOf(cluster);
  const what = cluster === undefined ? "There is no cluster" : `No cluster of ${APPLICATION} is`;
  const remedy = "See which there are: adg cluster list.";
  throw new ClusterError("NO_SUCH_CLUSTER", `${what} ${id} in this account and region.`, remedy);
}

function refuseProtected(clusters: readonly ClusterFacts[]): void {
  const ids = clusters
    .filter(({ terminationProtected }) => terminationProtected)
    .map((each) => each.clusterId);
  if (ids.length === 0) return;
  throw new ClusterError(
    "TERMINATION_PROTECTED",
    `${ids.join(", ")}: protected against termination. Nothing was stopped.`,
    "See who protected it and why; then stop it with its protection taken off.",
  );
}

async function takeProtectionOff(emr: StopClustersPort, id: string): Promise<void> {
  try {
    await emr.setTerminationProtection({ JobFlowIds: [id], TerminationProtected: false });
  } catch (error) {
    throw clusterError(`Taking the protection off cluster ${id}`, "SetTerminationProtection", error);
  }
}

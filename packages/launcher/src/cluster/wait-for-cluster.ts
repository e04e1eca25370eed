import { setTimeout as sleep } from "node:timers/promises";
import type { ListStepsCommandInput, ListStepsCommandOutput } from "@aws-sdk/client-emr";
import { ClusterError } from "../errors.ts";
import { clusterError } from "../launch/emr-errors.ts";
import type { CallOptions, FindClustersPort } from "../launch/emr-port.ts";
import { describeCluster } from "../launch/find-cluster.ts";
import type { JobArguments } from "../notify/facts/facts.ts";
import { jobArguments } from "../notify/facts/job-arguments.ts";
import { type ClusterFacts, factsOf } from "./cluster-facts.ts";
import { retryOfCluster } from "./retry-cluster.ts";

/** The subset of the SDK's `EMR` client that watches a cluster. */
export interface WatchClusterPort extends Pick<FindClustersPort, "describeCluster"> {
  listSteps(
    input: ListStepsCommandInput,
    options?: CallOptions,
  ): Promise<Pick<ListStepsCommandOutput, "Steps" | "Marker">>;
}

export interface StepFacts {
  readonly stepId: string;
  readonly name: string;
  /** EMR's word: PENDING, RUNNING, COMPLETED, CANCELLED, FAILED, INTERRUPTED. */
  readonly state: string;
  /** Why it failed, in EMR's words; null where it says nothing. */
  readonly reason: string | null;
  /** Of a step that runs a module, from its arguments. */
  readonly job: JobArguments | undefined;
}

/** Something has changed since the last look. */
export type ClusterProgress =
  | { readonly kind: "cluster"; readonly cluster: ClusterFacts }
  | { readonly kind: "step"; readonly step: StepFacts; readonly clusterId: string }
  /** A look failed; the next one may do better. */
  | { readonly kind: "look failed"; readonly clusterId: string; readonly reason: string };

/** How a cluster is watched. */
export interface WatchPolicy {
  readonly everyMs: number;
  /** How long at most; the cluster goes on. */
  readonly longestMs: number;
  /** Looks that may fail in a row, each after the SDK's own tries. */
  readonly failuresInARow: number;
}

export const WATCH: WatchPolicy = { everyMs: 30_000, longestMs: 12 * 3_600_000, failuresInARow: 3 };

export interface WaitOptions {
  readonly policy?: Partial<WatchPolicy>;
  readonly onProgress?: (progress: ClusterProgress) => void;
  /** Ends the waiting, not the cluster. */
  readonly signal?: AbortSignal;
}

/** How it ended. */
export interface ClusterEnd {
  readonly cluster: ClusterFacts;
  /** In the order in which they ran. */
  readonly steps: readonly StepFacts[];
  /** Whether the cluster ended without error and every step of it completed. */
  readonly succeeded: boolean;
  /** `adg cluster start …` for what was not done; empty where all was. */
  readonly retry: readonly string[];
}

/**
 * Waits until a cluster has ended, or has done all its steps and stays.
 *
 * @throws ClusterError NO_SUCH_CLUSTER, WAIT_TIMED_OUT, or what kept failing.
 */
export async function waitForCluster(
  emr: WatchClusterPort,
  clusterId: string,
  { policy, onProgress = () => undefined, signal }: WaitOptions = {},
): Promise<ClusterEnd> {
  const { everyMs, longestMs, failuresInARow } = { ...WATCH, ...policy };
  const lastLook = Date.now() + longestMs;
  const told = new Map<string, string>();
  for (let failures = 0; ; ) {
    signal?.throwIfAborted();
    try {
      const look = await lookAt(emr, clusterId, signal);
      failures = 0;
      for (const progress of changes(look, told)) onProgress(progress);
      if (hasEnded(look)) return ended(look);
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      if (!(error instanceof ClusterError) || error.code !== "EMR_FAILED" || ++failures > failuresInARow) {
        throw error;
      }
      onProgress({ kind: "look failed", clusterId, reason: error.message });
    }
    if (Date.now() + everyMs > lastLook) throw timedOut(clusterId, longestMs);
    await sleep(everyMs, undefined, signal === undefined ? {} : { signal }).catch((error: unknown) => {
      throw signal?.aborted ? signal.reason : error;
    });
  }
}

type Look = Pick<ClusterEnd, "cluster" | "steps">;

function ended(look: Look): ClusterEnd {
  const succeeded = hasSucceeded(look);
  return { ...look, succeeded, retry: succeeded ? [] : retryOfCluster(look.cluster, look.steps) };
}

async function lookAt(emr: WatchClusterPort, id: string, signal: AbortSignal | undefined): Promise<Look> {
  const cluster = await describeCluster(emr, id, signal);
  if (cluster === undefined) {
    const remedy = "See which there are: adg cluster list.";
    throw new ClusterError(
      "NO_SUCH_CLUSTER",
      `There is no cluster ${id} in this account and region.`,
      remedy,
    );
  }
  return { cluster: factsOf(cluster), steps: await stepsOf(emr, id, signal) };
}

/** EMR lists the newest step first. */
async function stepsOf(
  emr: WatchClusterPort,
  id: string,
  signal: AbortSignal | undefined,
): Promise<StepFacts[]> {
  const steps: StepFacts[] = [];
  const call = signal === undefined ? {} : { abortSignal: signal };
  let marker: string | undefined;
  do {
    const input = { ClusterId: id, ...(marker === undefined ? {} : { Marker: marker }) };
    const page = await emr.listSteps(input, call).catch((error: unknown) => {
      throw clusterError(`Listing the steps of cluster ${id}`, "ListSteps", error);
    });
    for (const { Id = "", Name = "", Status, Config } of page.Steps ?? []) {
      const { Reason, Message } = Status?.FailureDetails ?? {};
      const reason = [Reason, Message].filter((text) => text !== undefined && text !== "").join(": ");
      const job = jobArguments(Config?.Args ?? []);
      steps.push({ stepId: Id, name: Name, state: Status?.State ?? "UNKNOWN", reason: reason || null, job });
    }
    marker = page.Marker;
  } while (marker !== undefined && marker !== "");
  return steps.reverse();
}

function changes({ cluster, steps }: Look, told: Map<string, string>): ClusterProgress[] {
  const { clusterId } = cluster;
  const all: { key: string; state: string; progress: ClusterProgress }[] = [
    { key: clusterId, state: cluster.state, progress: { kind: "cluster", cluster } },
    ...steps.map((step) => ({
      key: step.stepId,
      state: step.state,
      progress: { kind: "step" as const, step, clusterId },
    })),
  ];
  return all.flatMap(({ key, state, progress }) => {
    if (told.get(key) === state) return [];
    told.set(key, state);
    return [progress];
  });
}

const STEP_ENDED: ReadonlySet<string> = new Set(["COMPLETED", "CANCELLED", "FAILED", "INTERRUPTED"]);

function hasEnded({ cluster: { state }, steps }: Look): boolean {
  if (state === "TERMINATED" || state === "TERMINATED_WITH_ERRORS") return true;
  return state === "WAITING" && steps.every((step) => STEP_ENDED.has(step.state));
}

function hasSucceeded({ cluster: { state }, steps }: Look): boolean {
  return state !== "TERMINATED_WITH_ERRORS" && steps.every((step) => step.state === "COMPLETED");
}

function timedOut(clusterId: string, longestMs: number): ClusterError {
  return new ClusterError(
    "WAIT_TIMED_OUT",
    `Cluster ${clusterId} has not ended within ${Math.round(longestMs / 60_000)} minutes; it goes on.`,
    "Wait again, or stop it: adg cluster stop.",
  );
}

import type { Cluster, ClusterState } from "@aws-sdk/client-emr";
import { ClusterError } from "../errors.ts";
import { clusterError, isNoCluster } from "./emr-errors.ts";
import type { FindClustersPort } from "./emr-port.ts";
import { keysInTag } from "./launch-keys.ts";

/** The tag that says for which keys a cluster was launched. */
export const LAUNCH_KEY_TAG = "Launch_Key";

/** States of a cluster that has not ended and is not about to. */
export const LIVE_STATES: readonly ClusterState[] = ["STARTING", "BOOTSTRAPPING", "RUNNING", "WAITING"];

/** A cluster launched for at least one of the keys looked for. */
export interface FoundCluster {
  readonly clusterId: string;
  readonly state: string;
  /** Those of the keys looked for that it was launched for. */
  readonly keys: readonly string[];
}

export interface SearchOptions {
  /** Also those that have ended since. Default: only those that live. */
  readonly endedSince?: Date;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Looks for the cluster of a launch by its tag: what a launch did that died before it could say so.
 *
 * @throws ClusterError
 */
export async function findCluster(
  emr: FindClustersPort,
  keys: readonly string[],
  { endedSince, signal }: SearchOptions = {},
): Promise<FoundCluster | undefined> {
  const filter =
    endedSince === undefined ? { ClusterStates: [...LIVE_STATES] } : { CreatedAfter: endedSince };
  for await (const cluster of clusters(emr, filter, signal)) {
    const tag = tagOf(cluster, LAUNCH_KEY_TAG);
    const matching = tag === undefined ? [] : keysInTag(tag, keys);
    if (matching.length > 0) {
      return { clusterId: cluster.Id ?? "", state: cluster.Status?.State ?? "UNKNOWN", keys: matching };
    }
  }
  return undefined;
}

/** Clusters with their tags, which the list itself does not have; the newest first. */
export async function* clusters(
  emr: FindClustersPort,
  filter: { readonly ClusterStates?: ClusterState[]; readonly CreatedAfter?: Date },
  signal?: AbortSignal,
): AsyncGenerator<Cluster> {
  const call = signal === undefined ? {} : { abortSignal: signal };
  let marker: string | undefined;
  do {
    const page = await emr
      .listClusters({ ...filter, ...(marker === undefined ? {} : { Marker: marker }) }, call)
      .catch((error: unknown) => {
        throw signal?.aborted ? signal.reason : clusterError("Listing the clusters", "ListClusters", error);
      });
    for (const { Id } of page.Clusters ?? []) {
      const cluster = Id === undefined ? undefined : await lookInto(emr, Id, signal);
      if (cluster !== undefined) yield cluster;
    }
    marker = page.Marker;
  } while (marker !== undefined && marker !== "");
}

/** A role may be let look into the clusters of this job alone: one that it may not is none of them. */
async function lookInto(
  emr: FindClustersPort,
  id: string,
  signal: AbortSignal | undefined,
): Promise<Cluster | undefined> {
  try {
    return await describeCluster(emr, id, signal);
  } catch (error) {
    if (error instanceof ClusterError && error.code === "EMR_DENIED") return undefined;
    throw error;
  }
}

/**
 * One cluster; `undefined` for one that EMR does not know.
 *
 * @throws ClusterError
 */
export async function describeCluster(
  emr: Pick<FindClustersPort, "describeCluster">,
  id: string,
  signal?: AbortSignal,
): Promise<Cluster | undefined> {
  try {
    const call = signal === undefined ? {} : { abortSignal: signal };
    return (await emr.describeCluster({ ClusterId: id }, call)).Cluster;
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    if (isNoCluster(error)) return undefined;
    throw clusterError(`Looking at cluster ${id}`, "DescribeCluster", error);
  }
}

export function tagOf({ Tags }: Pick<Cluster, "Tags">, key: string): string | undefined {
  return Tags?.find(({ Key }) => Key === key)?.Value;
}

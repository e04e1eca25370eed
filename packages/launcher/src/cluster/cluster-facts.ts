import type { Cluster } from "@aws-sdk/client-emr";
import { LAUNCH_KEY_TAG, tagOf } from "../launch/find-cluster.ts";
import { daysOfKeys, modulesOfKeys } from "../launch/read-keys.ts";

/** What is told of a cluster of ours. */
export interface ClusterFacts {
  readonly clusterId: string;
  readonly name: string;
  /** EMR's word: STARTING, BOOTSTRAPPING, RUNNING, WAITING, TERMINATING, TERMINATED, TERMINATED_WITH_ERRORS. */
  readonly state: string;
  /** Why it is in that state, in EMR's words; null where it says nothing. */
  readonly reason: string | null;
  readonly environment: string | null;
  readonly launchKeys: readonly string[];
  readonly modules: readonly string[];
  /** `2026-11-20` or `2026-11-20..2026-11-21`, of the first module; null: the cluster has no key that says. */
  readonly days: string | null;
  readonly createdAt: Date | null;
  readonly endedAt: Date | null;
  readonly terminationProtected: boolean;
}

export function factsOf(cluster: Cluster): ClusterFacts {
  const { Id = "", Name = "", Status, TerminationProtected = false } = cluster;
  const tag = tagOf(cluster, LAUNCH_KEY_TAG) ?? "";
  const launchKeys = tag === "" ? [] : tag.split("+");
  return {
    clusterId: Id,
    name: Name,
    state: Status?.State ?? "UNKNOWN",
    reason: Status?.StateChangeReason?.Message || null,
    environment: tagOf(cluster, "Environment") ?? null,
    launchKeys,
    modules: modulesOfKeys(launchKeys),
    days: daysOfKeys(launchKeys),
    createdAt: Status?.Timeline?.CreationDateTime ?? null,
    endedAt: Status?.Timeline?.EndDateTime ?? null,
    terminationProtected: TerminationProtected,
  };
}

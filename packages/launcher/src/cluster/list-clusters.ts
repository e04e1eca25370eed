import type { FindClustersPort } from "../launch/emr-port.ts";
import { clusters, LIVE_STATES, tagOf } from "../launch/find-cluster.ts";
import { APPLICATION } from "../launch/check-told.ts";
import { type ClusterFacts, factsOf } from "./cluster-facts.ts";

export interface ListClustersOptions {
  /** Only this environment's. Default: every one's. */
  readonly environment?: string | undefined;
  /** Also those that have ended, as far back as this. Default: only those that live. */
  readonly since?: Date | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The job's clusters, by their tag `Application`; the newest first.
 *
 * @throws ClusterError
 */
export async function listClusters(
  emr: FindClustersPort,
  { environment, since, signal }: ListClustersOptions = {},
): Promise<ClusterFacts[]> {
  const filter = since === undefined ? { ClusterStates: [...LIVE_STATES] } : { CreatedAfter: since };
  const found: ClusterFacts[] = [];
  for await (const cluster of clusters(emr, filter, signal)) {
    if (tagOf(cluster, "Application") !== APPLICATION) continue;
    const facts = factsOf(cluster);
    if (environment === undefined || facts.environment === environment) found.push(facts);
  }
  return found.sort((a, b) => (b.createdAt?.getTime() ?? 0) - (a.createdAt?.getTime() ?? 0));
}

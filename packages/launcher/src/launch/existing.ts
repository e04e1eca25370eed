import { LaunchError } from "../errors.ts";
import type { Reservation } from "../once/claim.ts";
import type { LaunchRequest } from "../payload/parse-payload.ts";
import type { LaunchDeps } from "./deps.ts";
import { describeCluster, type FoundCluster, LIVE_STATES } from "./find-cluster.ts";
import { launchedOf } from "./launched.ts";
import type { LaunchOutcome } from "./outcome.ts";
import type { LaunchPlan } from "./plan.ts";

const ONCE_MORE =
  'To launch another, give a token of your own: adg cluster start … --again TOKEN, or "again" in the payload.';

/**
 * The outcome for keys whose launch is done: the cluster while it lives, and for another delivery of the very message
 * that launched it also afterwards.
 *
 * @throws LaunchError CLUSTER_ENDED for a new request whose cluster has ended.
 */
export async function alreadyLaunched(
  result: string,
  request: LaunchRequest,
  plan: LaunchPlan,
  { emr, signal }: Pick<LaunchDeps, "emr" | "signal">,
): Promise<LaunchOutcome> {
  const launched = launchedOf(result);
  const state = (await describeCluster(emr, launched.cluster, signal))?.Status?.State;
  if (isLive(state) || launched.request === request.requestId) {
    return existing(launched.cluster, state ?? "UNKNOWN", plan);
  }
  throw ended(launched.cluster, state, plan);
}

/**
 * The outcome for a cluster that was found by its tag.
 *
 * @throws LaunchError PARTLY_LAUNCHED where it was not launched for all the keys, CLUSTER_ENDED where it has ended.
 */
export function foundCluster(found: FoundCluster, plan: LaunchPlan): LaunchOutcome {
  if (found.keys.length < plan.keys.length) {
    const open = plan.keys.filter((key) => !found.keys.includes(key));
    throw partlyLaunched(plan, { results: new Map(found.keys.map((key) => [key, found.clusterId])), open });
  }
  if (isLive(found.state)) return existing(found.clusterId, found.state, plan);
  throw ended(found.clusterId, found.state, plan);
}

/** Some of what is asked for has a cluster, the rest has none, or another one. It is about what has none, if there is some. */
export function partlyLaunched(
  { keys }: Pick<LaunchPlan, "keys">,
  { results, open }: Pick<Extract<Reservation, { kind: "mixed" }>, "results" | "open">,
): LaunchError {
  const done = [...results].map(([key, result]) => `${key} by ${launchedOf(result).cluster}`).join(", ");
  const rest = open.length === 0 ? "" : ` Not launched yet: ${open.join(", ")}.`;
  return new LaunchError(
    "PARTLY_LAUNCHED",
    open.length === 0 ? keys : open,
    `Already launched: ${done}.${rest} Nothing was launched now.`,
    `Ask for the rest alone, by --module, or only_steps of the payload. ${ONCE_MORE}`,
  );
}

function existing(clusterId: string, state: string, plan: LaunchPlan): LaunchOutcome {
  return {
    kind: "already launched",
    clusterId,
    state,
    name: plan.config.Name,
    launchKeys: plan.keys,
    modules: plan.modules,
    days: plan.days,
    steps: (plan.config.Steps ?? []).map(({ Name }) => Name),
  };
}

function ended(cluster: string, state: string | undefined, { keys }: Pick<LaunchPlan, "keys">): LaunchError {
  const what = state === undefined ? "which EMR no longer knows" : `which is ${state}`;
  return new LaunchError(
    "CLUSTER_ENDED",
    keys,
    `${keys.join(", ")} had a cluster, ${cluster}, ${what}. Nothing was launched now.`,
    ONCE_MORE,
  );
}

function isLive(state: string | undefined): boolean {
  return LIVE_STATES.some((live) => live === state);
}

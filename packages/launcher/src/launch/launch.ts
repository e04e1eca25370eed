import { setTimeout as sleep } from "node:timers/promises";
import { LaunchError } from "../errors.ts";
import type { Claim, Reservation } from "../once/claim.ts";
import type { LaunchRequest } from "../payload/parse-payload.ts";
import { type LaunchDeps, WAITING } from "./deps.ts";
import { said } from "./emr-errors.ts";
import { alreadyLaunched, foundCluster, partlyLaunched } from "./existing.ts";
import { findCluster } from "./find-cluster.ts";
import { launchedText } from "./launched.ts";
import type { LaunchOutcome } from "./outcome.ts";
import { type LaunchPlan, planLaunch } from "./plan.ts";
import { runJobFlow } from "./run-job-flow.ts";
import { copySecurityConfiguration } from "./security-configuration.ts";

/** What is left of a lease must outlast RunJobFlow with all its tries, or two owners might launch. */
const RUN_JOB_FLOW_MS = 90_000;
/** How far back a launch that died is looked for: longer than any claim is left behind. */
const LOOK_BACK_MS = 7 * 24 * 3_600_000;

/**
 * Launches a cluster, once for each module and its days: of any number of requests for the same, one launches and all
 * get the same cluster. The commit point is RunJobFlow's answer; before it nothing is left behind but a claim that
 * expires.
 *
 * @throws LauncherError naming what is wrong; nothing was launched then, save for `LAUNCH_UNKNOWN`, which says so.
 */
export async function launch(request: LaunchRequest, deps: LaunchDeps): Promise<LaunchOutcome> {
  const plan = await planLaunch(request, deps);
  const { longestMs, everyMs } = deps.waiting ?? WAITING;
  const lastLook = Date.now() + longestMs;
  for (let look = 1; ; look++) {
    const reservation = await deps.claims.reserve(plan.keys, deps.owner);
    switch (reservation.kind) {
      case "reserved":
        return launchReserved(reservation, request, plan, deps);
      case "completed":
        return alreadyLaunched(reservation.result, request, plan, deps);
      case "mixed":
        throw partlyLaunched(plan, reservation);
      case "held": {
        const isLast = Date.now() >= lastLook;
        // Its owner may have died after RunJobFlow. Between the first look and the last, only the claim is watched.
        const found = isLast || look === 1 ? await findCluster(deps.emr, plan.keys, deps) : undefined;
        if (found !== undefined) return foundCluster(found, plan);
        if (isLast) throw underWay(plan, reservation);
        await pause(everyMs, deps.signal);
        break;
      }
      default:
        return reservation satisfies never;
    }
  }
}

async function launchReserved(
  { claim, takenOverFrom }: Extract<Reservation, { kind: "reserved" }>,
  request: LaunchRequest,
  plan: LaunchPlan,
  deps: LaunchDeps,
): Promise<LaunchOutcome> {
  const { emr, log } = deps;
  const fields = { launch_keys: plan.keys, owner: deps.owner };
  const summary = {
    name: plan.config.Name,
    launchKeys: plan.keys,
    modules: plan.modules,
    days: plan.days,
    steps: (plan.config.Steps ?? []).map(({ Name }) => Name),
  };
  if (takenOverFrom.length > 0) {
    log.warn({ ...fields, from: takenOverFrom }, "taking over a launch that never said how it ended");
  }
  const found = await findCluster(emr, plan.keys, {
    ...(takenOverFrom.length > 0 ? { endedSince: new Date(now(deps).getTime() - LOOK_BACK_MS) } : {}),
    signal: deps.signal,
  }).catch(async (error: unknown) => {
    // What the one that died did is not known: the keys stay held, for the next to know that it must look, too.
    if (takenOverFrom.length === 0) await giveBack(claim, undefined, deps);
    throw error;
  });
  if (found !== undefined) {
    log.info({ ...fields, cluster_id: found.clusterId }, "found the cluster of an earlier try by its tag");
    await keep({ ...claim, keys: found.keys }, found.clusterId, request, deps);
    const open = claim.keys.filter((key) => !found.keys.includes(key));
    if (open.length > 0) await giveBack({ ...claim, keys: open }, undefined, deps);
    return foundCluster(found, plan);
  }
  let copied: string | undefined;
  try {
    copied = await copyFor(request, plan, deps);
    deps.signal?.throwIfAborted();
    if (claim.until.getTime() - now(deps).getTime() < RUN_JOB_FLOW_MS) throw tooSlow(plan);
  } catch (error) {
    await giveBack(claim, copied, deps);
    throw error;
  }
  const securityConfiguration = copied ?? plan.config.SecurityConfiguration ?? null;
  const config = securityConfiguration === null ? {} : { SecurityConfiguration: securityConfiguration };
  const result = await runJobFlow(emr, { ...plan, config: { ...plan.config, ...config } });
  if (result.kind === "failed") {
    if (result.failure !== "unknown") {
      await giveBack(claim, copied, deps);
      throw result.error;
    }
    const launched = await lookAfterwards(plan, deps);
    if (launched === undefined) throw result.error;
    await keep(claim, launched, request, deps);
    return { kind: "launched", clusterId: launched, ...summary, securityConfiguration };
  }
  await keep(claim, result.clusterId, request, deps);
  log.info({ ...fields, cluster_id: result.clusterId, steps: summary.steps }, "launched a cluster");
  return { kind: "launched", clusterId: result.clusterId, ...summary, securityConfiguration };
}

async function copyFor(
  { payload }: LaunchRequest,
  { config, keys }: LaunchPlan,
  { emr, log }: LaunchDeps,
): Promise<string | undefined> {
  if (payload.copy_secconfig !== true) return undefined;
  if (config.SecurityConfiguration === undefined) {
    log.warn({ launch_keys: keys }, "copy_secconfig is true, but the cluster has no security configuration");
    return undefined;
  }
  return copySecurityConfiguration(emr, config.SecurityConfiguration, keys);
}

/** The answer was lost: perhaps the cluster can be seen already. That it cannot says nothing. */
async function lookAfterwards(plan: LaunchPlan, deps: LaunchDeps): Promise<string | undefined> {
  try {
    return (await findCluster(deps.emr, plan.keys, deps))?.clusterId;
  } catch (error) {
    deps.log.warn({ launch_keys: plan.keys, error: said(error) }, "could not look for the cluster");
    return undefined;
  }
}

/** The cluster is there whatever comes now; who asks again finds it by its tag. */
async function keep(
  claim: Claim,
  cluster: string,
  request: LaunchRequest,
  { claims, log }: LaunchDeps,
): Promise<void> {
  try {
    await claims.complete(claim, launchedText({ cluster, request: request.requestId }));
  } catch (error) {
    log.warn(
      { launch_keys: claim.keys, cluster_id: cluster, error: said(error) },
      "the cluster is launched, but its claim could not be completed",
    );
  }
}

/** Nothing was launched: leaves nothing behind. A failing clean-up never hides the error that led to it. */
async function giveBack(
  claim: Claim,
  copied: string | undefined,
  { emr, claims, log }: LaunchDeps,
): Promise<void> {
  const fields = { launch_keys: claim.keys };
  try {
    if (copied !== undefined) await emr.deleteSecurityConfiguration({ Name: copied });
  } catch (error) {
    log.warn(
      { ...fields, name: copied, error: said(error) },
      "a copied security configuration is left behind",
    );
  }
  try {
    await claims.release(claim);
  } catch (error) {
    log.warn(
      { ...fields, error: said(error) },
      "the claim could not be given back and is held for its lease",
    );
  }
}

async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  await sleep(ms, undefined, signal === undefined ? {} : { signal }).catch((error: unknown) => {
    throw signal?.aborted ? signal.reason : error;
  });
}

function underWay({ keys }: LaunchPlan, held: Extract<Reservation, { kind: "held" }>): LaunchError {
  return new LaunchError(
    "LAUNCH_UNDER_WAY",
    keys,
    `${held.key} is being launched by ${held.owner}, who holds it until ${held.until.toISOString()}.`,
    "Launch again then: if that one did launch, its cluster is found.",
  );
}

function tooSlow({ keys }: LaunchPlan): LaunchError {
  return new LaunchError(
    "LAUNCH_TOO_SLOW",
    keys,
    "Getting ready took so long that another might launch the same; nothing was launched.",
    "Launch again.",
  );
}

function now({ clock }: LaunchDeps): Date {
  return clock?.() ?? new Date();
}

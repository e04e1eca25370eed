import type { ClusterFacts, ClusterProgress, LaunchOutcome } from "@dataworks/launcher";
import { formatTable } from "../report/table.ts";

/** A launch as people read it. */
export function describeLaunch(outcome: LaunchOutcome): string {
  const { clusterId, name, modules, days, steps } = outcome;
  const what = `${clusterId} ${name}: ${modules.join(", ")}, ${days}`;
  return outcome.kind === "launched"
    ? `launched ${what}\nsteps: ${steps.join(", ")}\nTo wait for it: adg cluster wait ${clusterId}`
    : `already launched: ${what} (${outcome.state}). Another one: give --again TOKEN.`;
}

/** A launch as the machine-readable document has it. */
export function launchEntry(outcome: LaunchOutcome): object {
  const { kind, clusterId, name, launchKeys, modules, days, steps } = outcome;
  return {
    outcome: kind,
    cluster_id: clusterId,
    name,
    launch_keys: launchKeys,
    modules,
    days,
    steps,
    ...(outcome.kind === "already launched" ? { state: outcome.state } : {}),
  };
}

const time = (date: Date | null): string => date?.toISOString().replace(/\.\d+Z$/, "Z") ?? "";

/** Clusters as people read them. */
export function describeClusters(clusters: readonly ClusterFacts[], width?: number): string {
  return formatTable({
    head: ["cluster", "state", "modules", "days", "environment", "since", "reason"],
    rows: clusters.map(({ clusterId, state, modules, days, environment, createdAt, reason }) => [
      clusterId,
      state,
      modules.join(", "),
      days ?? "",
      environment ?? "",
      time(createdAt),
      reason ?? "",
    ]),
    width,
  });
}

/** A cluster as the machine-readable document has it. */
export function clusterEntry(cluster: ClusterFacts): object {
  return {
    cluster_id: cluster.clusterId,
    name: cluster.name,
    state: cluster.state,
    reason: cluster.reason,
    environment: cluster.environment,
    launch_keys: cluster.launchKeys,
    modules: cluster.modules,
    days: cluster.days,
    created_at: cluster.createdAt?.toISOString() ?? null,
    ended_at: cluster.endedAt?.toISOString() ?? null,
    termination_protected: cluster.terminationProtected,
  };
}

/** A change while waiting, in a line. */
export function describeProgress(progress: ClusterProgress): string {
  switch (progress.kind) {
    case "cluster":
      return `${progress.cluster.clusterId} is ${progress.cluster.state}`;
    case "step":
      return `${progress.clusterId} ${progress.step.name} is ${progress.step.state}`;
    case "look failed":
      return `${progress.clusterId} could not be looked at, trying again: ${progress.reason}`;
    default:
      return progress satisfies never;
  }
}

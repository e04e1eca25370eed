import type { RawStopArguments } from "../args/cluster-arguments.ts";
import { NotConfirmedError } from "../errors.ts";
import type { ToolContext } from "../tool/tool-context.ts";
import { clusterPlace, withEmr } from "./cluster-context.ts";
import { clusterEntry } from "./describe.ts";
import { clustersOf, wanted } from "./find-clusters.ts";

/** `adg cluster stop`: by ids, or every cluster of some modules. */
export async function stopCommand(raw: RawStopArguments, context: ToolContext): Promise<void> {
  const which = wanted(raw.clusters, raw.module);
  const place = await clusterPlace(raw, context);
  const { terminal, onResult, signal } = context;
  await withEmr(place, async (emr, launcher) => {
    const ids =
      which.kind === "ids"
        ? [...new Set(which.ids)]
        : (await clustersOf(which.modules, emr, launcher, place, context)).map(({ clusterId }) => clusterId);
    if (ids.length > 1 && raw.yes !== true) await confirmSeveral(ids, context);
    const stopped = await launcher.stopClusters(emr, ids, { unprotect: raw.unprotect ?? false, signal });
    onResult({
      clusters: stopped.map(({ kind, cluster }) => ({ outcome: kind, ...clusterEntry(cluster) })),
    });
    for (const { kind, cluster } of stopped) terminal.print(`${cluster.clusterId} ${cluster.name}: ${kind}`);
    if (stopped.length === 0) terminal.print(`No cluster of theirs lives in ${place.environment}.`);
  });
}

/** @throws NotConfirmedError */
async function confirmSeveral(ids: readonly string[], { confirm }: ToolContext): Promise<void> {
  const what = `These ${ids.length} clusters would be stopped: ${ids.join(", ")}`;
  if (confirm !== undefined && (await confirm(`${what}. Go on?`))) return;
  throw new NotConfirmedError(`${what}. Nothing was stopped. Give --yes to go on.`);
}

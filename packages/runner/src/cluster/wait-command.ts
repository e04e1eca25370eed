import type { RawWaitArguments } from "../args/cluster-arguments.ts";
import { InvalidArgumentError } from "../errors.ts";
import type { ToolContext } from "../tool/tool-context.ts";
import { awaitCluster } from "./await-cluster.ts";
import { clusterPlace, withEmr } from "./cluster-context.ts";
import { clustersOf, wanted } from "./find-clusters.ts";

/** `adg cluster wait`: for one cluster, to its end. */
export async function waitCommand(raw: RawWaitArguments, context: ToolContext): Promise<void> {
  const which = wanted(raw.clusters, raw.module);
  const place = await clusterPlace(raw, context);
  await withEmr(place, async (emr, launcher) => {
    const ids =
      which.kind === "ids"
        ? which.ids
        : (await clustersOf(which.modules, emr, launcher, place, context)).map(({ clusterId }) => clusterId);
    const [id] = ids;
    if (id === undefined || ids.length > 1) {
      throw new InvalidArgumentError(
        id === undefined
          ? `No cluster of theirs lives in ${place.environment}. See adg cluster list --since DAY, and give its id.`
          : `These are ${ids.length} clusters: ${ids.join(", ")}. Give the id of one.`,
      );
    }
    await awaitCluster(emr, launcher, id, context, context.onResult);
  });
}

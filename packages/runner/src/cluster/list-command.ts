import type { RawListArguments } from "../args/cluster-arguments.ts";
import { dayOf } from "../generate/generate-request.ts";
import type { ToolContext } from "../tool/tool-context.ts";
import { clusterPlace, withEmr } from "./cluster-context.ts";
import { clusterEntry, describeClusters } from "./describe.ts";

/** `adg cluster list` */
export async function listCommand(raw: RawListArguments, context: ToolContext): Promise<void> {
  const since = raw.since === undefined ? undefined : new Date(`${dayOf("--since", raw.since)}T00:00:00Z`);
  const place = await clusterPlace(raw, context);
  const { environment } = place;
  const { signal, terminal, onResult } = context;
  await withEmr(place, async (emr, { listClusters }) => {
    const clusters = await listClusters(emr, { environment, since, signal });
    onResult({ environment, clusters: clusters.map(clusterEntry) });
    const none = `No cluster ${since === undefined ? "lives" : `was made since ${raw.since ?? ""}`} in ${environment}.`;
    terminal.print(clusters.length === 0 ? none : describeClusters(clusters, terminal.width));
  });
}

import type { ClusterFacts, EmrClient } from "@dataworks/launcher";
import type * as Launcher from "@dataworks/launcher";
import { InvalidArgumentError } from "../errors.ts";
import { modulesNamed } from "../generate/generate-request.ts";
import type { ModuleName } from "../modules/kickstart.ts";
import type { ToolContext } from "../tool/tool-context.ts";
import type { ClusterPlace } from "./cluster-context.ts";

/** Which clusters a command is about. */
export type Wanted =
  | { readonly kind: "ids"; readonly ids: readonly string[] }
  | { readonly kind: "modules"; readonly modules: readonly ModuleName[] };

/**
 * Clusters by their ids or by modules, not both.
 *
 * @throws InvalidArgumentError
 */
export function wanted(ids: readonly string[], modules: readonly string[] | undefined): Wanted {
  if (ids.length > 0 && modules !== undefined) {
    throw new InvalidArgumentError("Clusters are given by their ids and by --module. Give either.");
  }
  const odd = ids.find((id) => !/^j-[A-Z0-9]+$/.test(id));
  if (odd !== undefined) {
    throw new InvalidArgumentError(
      `${JSON.stringify(odd)} is no cluster's id: they look like j-1ABCDEFGHIJKL. See adg cluster list.`,
    );
  }
  if (ids.length > 0) return { kind: "ids", ids };
  if (modules === undefined) {
    throw new InvalidArgumentError("Which cluster? Give its id or --module. See adg cluster list.");
  }
  return { kind: "modules", modules: modulesNamed(modules) };
}

/** The clusters that live and run any of the modules. */
export async function clustersOf(
  modules: readonly ModuleName[],
  emr: EmrClient,
  { listClusters }: typeof Launcher,
  { environment }: ClusterPlace,
  { signal }: ToolContext,
): Promise<ClusterFacts[]> {
  const live = await listClusters(emr, { environment, signal });
  return live.filter((cluster) => modules.some((module) => cluster.modules.includes(module)));
}
